/** The frames of a video that are worth a look. */
import type { Picture } from '../pixels/picture.ts';
import type { Film, OpenFilm } from './film.ts';
import { sameScene, smallGrey, spread } from './scenes.ts';
import { timesToLookAt } from './times.ts';

/** Different scenes that are searched for: each costs as much as a photo. */
export const MOST_SCENES = 40;

export interface SeenFrame {
  /** Seconds from the start of the file's own clock. */
  at: number;
  picture: Picture;
}

export interface Seen {
  film: Film;
  /** Frames that differ from the one before, at most MOST_SCENES, spread over the video. */
  scenes: SeenFrame[];
  /** How many frames were looked at, and how many differing ones were left out by the limit. */
  looked: number;
  leftOut: number;
  /** Whether all looked-at frames show one unmoving picture. */
  still: boolean;
}

/** Looks through an open video once, from start to end. Memory holds the differing frames only, at most twice MOST_SCENES. */
export async function lookThrough(film: OpenFilm): Promise<Seen> {
  const times = timesToLookAt(film.keys, film.from, film.to);
  let scenes: SeenFrame[] = [];
  let first: Float32Array | null = null;
  let last: Float32Array | null = null;
  let looked = 0;
  let differing = 0;
  let still = true;
  for await (const frame of film.frames(times)) {
    looked += 1;
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
  const { codec, width, height, from, to, keys } = film;
  return {
    film: { codec, width, height, from, to, keys },
    scenes: kept,
    looked,
    leftOut: differing - kept.length,
    still: still && looked > 2,
  };
}
