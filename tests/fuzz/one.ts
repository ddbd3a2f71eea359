/** One fuzz case: chosen and changed by a seed alone, so that its number is enough to have it again. */
import { mutate, random } from './mutate.ts';
import { mutateBoxes } from './mutate-boxes.ts';
import { mutateJson } from './mutate-json.ts';
import { bytesOf, failureOf, type Target, textOf } from './target.ts';

/** Longest input: the head of a file is where its structure stands. */
const LONGEST = 400_000;

/** The input of case `n` for a target. */
export function inputOf(target: Target, seeds: Uint8Array[], n: number): Uint8Array {
  const next = random(n);
  const seed = seeds[Math.floor(next() * seeds.length)] ?? new Uint8Array(0);
  const other = seeds[Math.floor(next() * seeds.length)] ?? seed;
  if (target.json && next() < 0.7) return bytesOf(mutateJson(textOf(seed), next)).subarray(0, LONGEST);
  if (target.boxes && next() < 0.7) return mutateBoxes(seed.subarray(0, LONGEST), next);
  return mutate(seed.subarray(0, LONGEST), other, next);
}

/** Runs an input; null when the reader kept its contract. */
export const runInput = (target: Target, bytes: Uint8Array, n: number): Promise<string | null> =>
  failureOf(target, bytes, random(n ^ 0x5eed));
