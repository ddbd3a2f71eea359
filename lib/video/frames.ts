/** The frames of a video that are worth a look. */
import type { Picture } from '../pixels/picture.ts';
import type { OpenVideo, Video } from './open-video.ts';
import { contrastOf, sameScene, smallGrey, spread } from './scenes.ts';
import { timesInSpans } from './times.ts';

/** Different scenes that are searched for: each costs as much as a photo. */
export const MOST_SCENES = 40;

export interface SeenFrame {
  /** Seconds from the start of the file's own clock. */
  at: number;
  picture: Picture;
}

export interface Seen {
  video: Video;
  /** Frames that differ from the one before, at most MOST_SCENES, spread over the video. */
  scenes: SeenFrame[];
  /** How many frames were looked at, and how many differing ones were left out by the limit. */
  looked: number;
  leftOut: number;
  /** Whether all looked-at frames show one picture that is held. */
  still: boolean;
}

/**
 * Key frames that follow one another and are the same in every pixel, from which a video is called one held picture. Each is coded by
 * itself, so a sensor's noise should make every one different. Of 55 public videos 36 had no such pair; the others were test patterns, drawn or
 * black videos and one likely screen recording. No video of a phone on a stand was among them, so the finding is context and names the stand.
 */
const LEAST_REPEATS = 3;
/** Grey levels between the darkest and the brightest cell under which a picture is too even to tell: a covered lens. */
const LEAST_CONTRAST = 16;

const pixelsOf = ({ data }: Picture): Uint32Array =>
  new Uint32Array(data.buffer, data.byteOffset, data.byteLength >> 2);

/** Counts key frames that repeat the one before in every pixel. */
class Repeats {
  private readonly keys: ReadonlySet<number>;
  private last: Uint32Array | null = null;
  count = 0;

  constructor(keys: readonly number[]) {
    this.keys = new Set(keys);
  }

  look({ at, picture }: SeenFrame): void {
    if (!this.keys.has(at)) return;
    const pixels = pixelsOf(picture);
    const { last } = this;
    if (last?.length === pixels.length && pixels.every((pixel, i) => pixel === last[i])) this.count += 1;
    this.last = pixels;
  }
}

/**
 * Looks through an open video once, from start to end. Memory holds the differing frames only, at most twice MOST_SCENES.
 * @param pause waited for before each frame is looked at
 */
export async function lookThrough(
  video: OpenVideo,
  pause: () => Promise<void> = async () => {},
): Promise<Seen> {
  const times = timesInSpans(video.keys, video.spans);
  let scenes: SeenFrame[] = [];
  let first: Float32Array | null = null;
  let last: Float32Array | null = null;
  let looked = 0;
  let differing = 0;
  let still = true;
  const repeats = new Repeats(video.keys);
  for await (const frame of video.frames(times)) {
    await pause();
    looked += 1;
    if (still) repeats.look(frame);
    const grey = smallGrey(frame.picture);
    if (first && !sameScene(first, grey)) still = false;
    first ??= grey;
    if (last && sameScene(last, grey)) continue;
    last = grey;
    differing += 1;
    scenes.push(frame);
    // Thinned as they come, so that an hour of video holds no more pictures than a minute.
    if (scenes.length >= MOST_SCENES * 2) scenes = scenes.filter((_, i) => i % 2 === 0);
  }
  const kept = spread(scenes, MOST_SCENES);
  const { codec, width, height, from, to, keys, spans } = video;
  return {
    video: { codec, width, height, from, to, keys, spans },
    scenes: kept,
    looked,
    leftOut: differing - kept.length,
    still: still && repeats.count >= LEAST_REPEATS && first !== null && contrastOf(first) >= LEAST_CONTRAST,
  };
}
