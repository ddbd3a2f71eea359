/** Small grey pictures for comparing a preview with its photo, and what is done to them. */
import type { Frame } from '../../pixels/frame.ts';
import { lumaAt } from '../../pixels/luma.ts';
import { mean } from '../../pixels/pearson.ts';
import type { Picture } from '../../pixels/picture.ts';

/** Rows of luma, 0..255. */
export interface Grey {
  width: number;
  height: number;
  data: Float32Array;
}

/** Luma (ITU-R BT.601) of the frame (whole or fractional pixels), averaged to `width` × `height`. */
export function grey(p: Picture, f: Frame, width: number, height: number): Grey {
  const data = new Float32Array(width * height);
  const clampX = (v: number) => Math.min(p.width - 1, Math.max(0, v));
  const clampY = (v: number) => Math.min(p.height - 1, Math.max(0, v));
  for (let y = 0; y < height; y++) {
    const y0 = clampY(Math.floor(f.y + (y * f.height) / height));
    const y1 = Math.max(y0 + 1, Math.min(p.height, Math.floor(f.y + ((y + 1) * f.height) / height)));
    // At most eight rows and columns per cell: enough for an average, and a 50 MP photo stays cheap.
    const stepY = Math.max(1, Math.floor((y1 - y0) / 8));
    for (let x = 0; x < width; x++) {
      const x0 = clampX(Math.floor(f.x + (x * f.width) / width));
      const x1 = Math.max(x0 + 1, Math.min(p.width, Math.floor(f.x + ((x + 1) * f.width) / width)));
      const stepX = Math.max(1, Math.floor((x1 - x0) / 8));
      let sum = 0;
      let count = 0;
      for (let v = y0; v < y1; v += stepY) {
        for (let u = x0; u < x1; u += stepX) {
          const i = (v * p.width + u) * 4;
          sum += lumaAt(p.data, i);
          count++;
        }
      }
      data[y * width + x] = sum / count;
    }
  }
  return { width, height, data };
}

/** Turned by quarter turns clockwise. */
export function turn(g: Grey, quarters: number): Grey {
  if (quarters % 4 === 0) return g;
  const swap = quarters % 2 === 1;
  const [width, height] = swap ? [g.height, g.width] : [g.width, g.height];
  const data = new Float32Array(g.data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] =
        quarters === 1
          ? [y, g.height - 1 - x]
          : quarters === 2
            ? [g.width - 1 - x, g.height - 1 - y]
            : [g.width - 1 - y, x];
      data[y * width + x] = g.data[v! * g.width + u!]!;
    }
  }
  return { width, height, data };
}

/** Left and right exchanged. */
export function mirror(g: Grey): Grey {
  const data = new Float32Array(g.data.length);
  for (let y = 0; y < g.height; y++)
    for (let x = 0; x < g.width; x++) data[y * g.width + x] = g.data[y * g.width + g.width - 1 - x]!;
  return { ...g, data };
}

/** Standard deviation of all values. */
export function deviation(a: Float32Array): number {
  const m = mean(a);
  let sum = 0;
  for (const v of a) sum += (v - m) ** 2;
  return Math.sqrt(sum / a.length);
}
