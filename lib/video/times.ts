/** At which times a video is looked at. */
import { spread } from './scenes.ts';
import type { Span } from './sparse/spans.ts';

/** Between two looks no more than this passes where the limit allows it, in seconds. */
const STEP = 1;
/** Looks that are closer together than this, in seconds, show the same more often than not. */
const LEAST_GAP = 0.25;
/** Most looks at one video: two minutes at one a second. */
const MOST = 120;

/**
 * The items of a video in an order in which every beginning of the list lies spread over the whole: the middle, the middles of both
 * halves, and so on, with the first and the last one before them.
 */
export function fromAfar<T>(items: readonly T[]): T[] {
  const order: number[] = [];
  const add = (i: number): void => {
    if (i >= 0 && i < items.length) order.push(i);
  };
  add(0);
  add(items.length - 1);
  for (let parts = 2; parts < items.length * 2; parts *= 2)
    for (let k = 1; k < parts; k += 2) add(Math.floor((k * items.length) / parts));
  return [...new Set(order)].map((i) => items[i]!);
}

/**
 * Key frames, and between them one look a second; where that is more than 120, as many evenly over the whole length.
 * @param keys times of key frames in seconds, rising
 * @param from first and last time of the video in seconds, `from` < `to`
 * @returns rising times inside [from, to), at least one
 */
export function timesToLookAt(keys: readonly number[], from: number, to: number): number[] {
  const times: number[] = [];
  const add = (time: number): void => {
    const last = times.at(-1);
    if (time >= from && time < to && (last === undefined || time - last >= LEAST_GAP)) times.push(time);
  };
  const stops = [...keys.filter((key) => key >= from && key < to), to];
  add(from);
  for (const stop of stops) {
    const start = times.at(-1) ?? from;
    const steps = Math.ceil((stop - start) / STEP);
    if (times.length <= MOST * 8) for (let i = 1; i < steps; i++) add(start + (i * (stop - start)) / steps);
    add(stop);
  }
  if (times.length <= MOST) return times;
  return Array.from({ length: MOST }, (_, i) => from + ((i + 0.5) * (to - from)) / MOST);
}

/** The same for the seconds of a video that can be drawn: at most as many looks in all. @param spans rising */
export const timesInSpans = (keys: readonly number[], spans: readonly Span[]): number[] =>
  spread(
    spans.flatMap(({ from, to }) => timesToLookAt(keys, from, to)),
    MOST,
  );
