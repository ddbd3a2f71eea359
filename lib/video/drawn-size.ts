/** In which size frames are drawn, so that what was found on them can be shown on them. */

/** Longest side of a drawn frame in pixels: the working copy of matching has this side. */
const SIDE = 1_024;

/** Size of a drawn frame of a video with this upright size, in pixels. */
export function drawnSize(video: { width: number; height: number }): { width: number; height: number } {
  const scale = Math.min(1, SIDE / Math.max(video.width, video.height));
  return {
    width: Math.max(1, Math.round(video.width * scale)),
    height: Math.max(1, Math.round(video.height * scale)),
  };
}
