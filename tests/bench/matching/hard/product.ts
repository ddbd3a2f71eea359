/** A rough outline of what a picture shows, as a person would cut it out in a phone app: colours unlike the border's, near the middle. */

import { closed, fillHoles, partsOf } from '../../../../lib/pixels/kernels/masks.ts';
import { type Cover, image, type Rgb, softened } from './raster.ts';

/** Longest side of the raster the outline is found on. */
const SIDE = 160;
const COLOURS = 6;

/** Centres of the border's colours by k-means from evenly spread starts. */
function borderColours(p: Rgb): number[][] {
  const border: number[][] = [];
  const at = (x: number, y: number): void => {
    const o = (y * p.width + x) * 3;
    border.push([p.data[o]!, p.data[o + 1]!, p.data[o + 2]!]);
  };
  for (let d = 0; d < 3; d++) {
    for (let x = 0; x < p.width; x++) {
      at(x, d);
      at(x, p.height - 1 - d);
    }
    for (let y = 0; y < p.height; y++) {
      at(d, y);
      at(p.width - 1 - d, y);
    }
  }
  let centres = Array.from(
    { length: COLOURS },
    (_, k) => border[Math.floor(((k + 0.5) * border.length) / COLOURS)]!,
  );
  for (let round = 0; round < 8; round++) {
    const sums = centres.map(() => [0, 0, 0, 0]);
    for (const c of border) {
      const near = nearest(c, centres).index;
      for (let k = 0; k < 3; k++) sums[near]![k]! += c[k]!;
      sums[near]![3]!++;
    }
    centres = centres.map((c, i) => (sums[i]![3]! ? sums[i]!.slice(0, 3).map((v) => v / sums[i]![3]!) : c));
  }
  return centres;
}

function nearest(c: number[], centres: number[][]): { index: number; distance: number } {
  let index = 0;
  let distance = Number.POSITIVE_INFINITY;
  for (const [i, m] of centres.entries()) {
    const d = Math.hypot(c[0]! - m[0]!, c[1]! - m[1]!, c[2]! - m[2]!);
    if (d < distance) [index, distance] = [i, d];
  }
  return { index, distance };
}

/** Otsu's threshold of values 0..255. */
function otsu(values: Uint8Array): number {
  const counts = new Float64Array(256);
  for (const v of values) counts[v]!++;
  let sum = 0;
  for (let v = 0; v < 256; v++) sum += v * counts[v]!;
  let below = 0;
  let belowSum = 0;
  let best = 0;
  let bestV = 30;
  for (let v = 0; v < 256; v++) {
    below += counts[v]!;
    belowSum += v * counts[v]!;
    const above = values.length - below;
    if (below === 0 || above === 0) continue;
    const gap = belowSum / below - (sum - belowSum) / above;
    const spread = below * above * gap * gap;
    if (spread > best) [best, bestV] = [spread, v];
  }
  return bestV;
}

/** 255 on the product, soft at its edge; null when nothing stands out that covers 5 to 75 % of the picture. */
export async function productOf(p: Rgb): Promise<Cover | null> {
  const shrink = SIDE / Math.max(p.width, p.height);
  const { data, info } = await image(p)
    .resize(Math.round(p.width * shrink), Math.round(p.height * shrink))
    .blur(1)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const small: Rgb = { width: info.width, height: info.height, data: new Uint8Array(data) };
  const n = small.width * small.height;
  const centres = borderColours(small);
  const apart = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    const c = [small.data[i * 3]!, small.data[i * 3 + 1]!, small.data[i * 3 + 2]!];
    const x = (i % small.width) / small.width - 0.5;
    const y = Math.floor(i / small.width) / small.height - 0.5;
    // What stands near the middle is more likely the product.
    apart[i] = Math.min(255, 2 * nearest(c, centres).distance * Math.exp(-2.5 * (x * x + y * y)));
  }
  const level = Math.max(14, 0.8 * otsu(apart));
  const mask = Uint8Array.from(apart, (v) => (v > level ? 1 : 0));
  const all = new Uint8Array(n).fill(1);
  const whole = fillHoles(closed(mask, all, small.width, small.height, 4), small.width, small.height);
  const part = partsOf(whole, small.width, small.height).sort((a, b) => b.area - a.area)[0];
  if (!part || part.area < 0.05 * n || part.area > 0.75 * n) return null;
  const cover = new Uint8Array(n);
  for (const q of part.pixels) cover[q] = 255;
  const soft = await softened({ ...small, data: cover }, 1);
  const large = await image({
    width: small.width,
    height: small.height,
    data: Uint8Array.from({ length: 3 * n }, (_, i) => soft.data[(i / 3) | 0]!),
  })
    .resize(p.width, p.height, { fit: 'fill' })
    .extractChannel(0)
    .raw()
    .toBuffer();
  return {
    width: p.width,
    height: p.height,
    data: Uint8Array.from(large, (v) => Math.min(255, Math.max(0, (v - 96) * 4))),
  };
}
