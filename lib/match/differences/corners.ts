/** Rounded corners, as chat bubbles and viewers have them: the app behind a picture is no change of it. */

/** Longest radius looked for, as a share of the shorter side. */
const LONGEST = 0.16;
/** Grey steps within which a pixel is of the corner's colour, and by which the source must differ there. */
const PLAIN = 14;
const DIFFERS = 5;
/** A quarter circle leaves 0.21 of its square, a straight cut 0.5; the ratio of its two sides. */
const MOST_FILLED = 0.5;
const LOPSIDED = 2.2;
/** Pixels of mixed colour along the rim that go with it. */
const RIM = 3;

/** Takes plain corners that the source does not have out of `inside` (1 where both pictures exist). */
export function trimCorners(
  photo: Float32Array,
  source: Float32Array,
  inside: Uint8Array,
  width: number,
  height: number,
): void {
  const box = boundsOf(inside, width, height);
  const reach = Math.floor(LONGEST * Math.min(box.right - box.left, box.bottom - box.top));
  if (reach < 4) return;
  for (const [x0, dx] of [
    [box.left, 1],
    [box.right, -1],
  ] as const) {
    for (const [y0, dy] of [
      [box.top, 1],
      [box.bottom, -1],
    ] as const) {
      const at = (u: number, v: number): number => (y0 + dy * v) * width + x0 + dx * u;
      trimOne(photo, source, inside, at, reach);
    }
  }
}

/** The box of all that is 1, its last column and row included; looked for from outside, since most of it is. */
function boundsOf(inside: Uint8Array, width: number, height: number) {
  const first = inside.indexOf(1);
  if (first < 0) return { left: width, top: height, right: -1, bottom: -1 };
  const top = Math.floor(first / width);
  const bottom = Math.floor(inside.lastIndexOf(1) / width);
  let left = width;
  let right = -1;
  for (let y = top; y <= bottom; y++) {
    const row = y * width;
    if (left > 0) {
      const at = inside.subarray(row, row + left).indexOf(1);
      if (at >= 0) left = at;
    }
    if (right < width - 1) {
      const at = inside.subarray(row + right + 1, row + width).lastIndexOf(1);
      if (at >= 0) right += 1 + at;
    }
  }
  return { left, top, right, bottom };
}

/** One corner; `at` gives the pixel `u` across and `v` down from it. */
function trimOne(
  photo: Float32Array,
  source: Float32Array,
  inside: Uint8Array,
  at: (u: number, v: number) => number,
  reach: number,
): void {
  let seed = 0;
  while (seed < reach && !inside[at(seed, seed)]) seed++;
  if (seed > 4) return;
  // The outermost pixel may be mixed by resampling: the one behind it has the colour.
  const colour = photo[at(seed + 1, seed + 1)]!;
  // A light app behind a white picture is a few steps off: the fill must stop between the two.
  const near = Math.min(PLAIN, 0.5 * Math.abs(colour - source[at(seed + 1, seed + 1)]!));
  const filled = new Uint8Array(reach * reach);
  const stack = [seed * reach + seed, (seed + 1) * reach + seed + 1];
  let area = 0;
  let apart = 0;
  let across = 0;
  let down = 0;
  while (stack.length) {
    const p = stack.pop()!;
    if (filled[p]) continue;
    const u = p % reach;
    const v = (p - u) / reach;
    const i = at(u, v);
    if (!inside[i] || (Math.abs(photo[i]! - colour) > near && p !== seed * reach + seed)) continue;
    filled[p] = 1;
    area++;
    apart += Math.abs(photo[i]! - source[i]!);
    across = Math.max(across, u + 1);
    down = Math.max(down, v + 1);
    if (u > 0) stack.push(p - 1);
    if (v > 0) stack.push(p - reach);
    if (u + 1 < reach) stack.push(p + 1);
    if (v + 1 < reach) stack.push(p + reach);
  }
  if (area < 6 || across >= reach || down >= reach) return;
  if (area > MOST_FILLED * across * down || across > LOPSIDED * down || down > LOPSIDED * across) return;
  if (apart < DIFFERS * area) return;
  for (let v = 0; v < Math.min(reach, down + RIM); v++) {
    for (let u = 0; u < Math.min(reach, across + RIM); u++) {
      const beside = filled[Math.max(0, v - RIM) * reach + Math.max(0, u - RIM)];
      if (beside || filled[v * reach + u]) inside[at(u, v)] = 0;
    }
  }
}
