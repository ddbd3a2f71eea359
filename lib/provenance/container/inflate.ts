/** Inflating under a ceiling: stops as soon as the allowed output is reached. */
import { Inflate } from 'fflate';
import { LIMITS } from '../limits.ts';

export interface Inflated {
  data: Uint8Array;
  /** Why it is not whole: `too-large`, `damaged`; absent when it is. */
  why?: 'too-large' | 'damaged';
}

/**
 * Inflates a zlib stream (2 byte header, checksum ignored).
 * @param budget most bytes to give back; the input goes in small steps, so at most about 1 MB more is ever made.
 */
export function inflate(zlib: Uint8Array, budget: number): Inflated {
  const max = Math.min(budget, LIMITS.inflatedBytes);
  if (max <= 0) return { data: new Uint8Array(0), why: 'too-large' };
  const pieces: Uint8Array[] = [];
  let size = 0;
  let done = false;
  let why: Inflated['why'];
  const stream = new Inflate((piece, final) => {
    pieces.push(piece);
    size += piece.length;
    done = final;
  });
  try {
    for (let at = 2; at < zlib.length && size <= max && !done; at += LIMITS.inflateStep) {
      const next = Math.min(zlib.length, at + LIMITS.inflateStep);
      stream.push(zlib.subarray(at, next), next === zlib.length);
    }
  } catch {
    why = 'damaged';
  }
  if (size > max) why = 'too-large';
  const data = new Uint8Array(Math.min(size, max));
  let at = 0;
  for (const piece of pieces) {
    const room = data.length - at;
    if (room <= 0) break;
    data.set(piece.length > room ? piece.subarray(0, room) : piece, at);
    at += Math.min(piece.length, room);
  }
  return why ? { data, why } : { data };
}
