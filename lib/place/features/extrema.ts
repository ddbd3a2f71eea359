/** Extrema of three neighbouring planes in plain code: the reference of the kernel. */

/** Positions (y * width + x) of pixels of the middle plane beyond `threshold` that none of their 26 neighbours surpasses, at most `room`. */
export function plainExtrema(
  planes: readonly [Float32Array, Float32Array, Float32Array],
  width: number,
  height: number,
  border: number,
  threshold: number,
  room: number,
): Int32Array {
  const out: number[] = [];
  const at = planes[1];
  const limit = Math.fround(threshold);
  for (let y = border; y < height - border; y++) {
    for (let x = border; x < width - border; x++) {
      const i = y * width + x;
      const v = at[i]!;
      if (Math.abs(v) <= limit || out.length >= room) continue;
      if (isExtreme(planes, width, i, v)) out.push(i);
    }
  }
  return Int32Array.from(out);
}

function isExtreme(planes: readonly Float32Array[], width: number, i: number, v: number): boolean {
  for (const plane of planes) {
    for (let dy = -width; dy <= width; dy += width) {
      for (let dx = -1; dx <= 1; dx++) {
        const n = plane[i + dy + dx]!;
        if (v > 0 ? n > v : n < v) return false;
      }
    }
  }
  return true;
}
