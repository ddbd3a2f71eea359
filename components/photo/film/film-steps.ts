/** Going through a video's looked-at frames: one by one, or from one that a finding names to the next. */

export interface Step {
  /** Seconds from the start. */
  at: number;
  /** A finding shows here. */
  found: boolean;
}

/**
 * The frame to go to; null where there is none further on.
 * @param frames in order of time
 * @param at where the video stands now, in seconds; null before anything was chosen
 * @param onlyFound leaves out what no finding names
 */
export function stepFrom(
  frames: readonly Step[],
  at: number | null,
  by: 1 | -1,
  onlyFound = false,
): number | null {
  const open = onlyFound ? frames.filter(({ found }) => found) : frames;
  if (at === null) return (by === 1 ? open[0] : open.at(-1))?.at ?? null;
  // A player stops a little beside the frame that it was sent to.
  const near = 0.02;
  const next =
    by === 1 ? open.find((frame) => frame.at > at + near) : open.findLast((frame) => frame.at < at - near);
  return next?.at ?? null;
}
