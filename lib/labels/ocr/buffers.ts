/** Arrays for tensors, used again: to get new memory of some megabytes costs several times what filling it does. */

/** A strip's tensor and the planes it is made of. */
const KEPT = 2;
const free: Float32Array[] = [];

/** Hands `length` numbers, whose values are left from before, to `use` until it returns. Whoever asks meanwhile gets others. */
export function withBuffer<T>(length: number, use: (data: Float32Array) => T): T {
  const at = free.findIndex((array) => array.length >= length);
  const array = at < 0 ? new Float32Array(length) : free.splice(at, 1)[0]!;
  try {
    return use(array.subarray(0, length));
  } finally {
    free.push(array);
    free.sort((a, b) => a.length - b.length);
    if (free.length > KEPT) free.shift();
  }
}
