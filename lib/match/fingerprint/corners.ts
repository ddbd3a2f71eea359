/** FAST-9 corners (Rosten & Drummond 2006) with non-maximum suppression, on one pyramid level. */
import type { Plane } from '../../pixels/raster.ts';

/** Contrast a corner needs, in grey steps: low, since smooth products have few corners. */
export const CORNER_CONTRAST = 8;

const CIRCLE = [
  [0, -3],
  [1, -3],
  [2, -2],
  [3, -1],
  [3, 0],
  [3, 1],
  [2, 2],
  [1, 3],
  [0, 3],
  [-1, 3],
  [-2, 2],
  [-3, 1],
  [-3, 0],
  [-3, -1],
  [-2, -2],
  [-1, -3],
] as const;

/** Whether a 16-bit ring mask holds nine neighbours in a row; made where it is first asked for, which kernels never do. */
let nine: Uint8Array | undefined;

function nineInARow(): Uint8Array {
  const table = new Uint8Array(65536);
  for (let mask = 0; mask < 65536; mask++) {
    const twice = mask | (mask << 16);
    let run = 0;
    for (let i = 0; i < 25; i++) {
      run = (twice >>> i) & 1 ? run + 1 : 0;
      if (run >= 9) {
        table[mask] = 1;
        break;
      }
    }
  }
  return table;
}

export interface Corners {
  count: number;
  x: Int32Array;
  y: Int32Array;
  score: Int32Array;
}

/** All local maxima at least `margin` pixels from the edge; score = summed contrast over the threshold. */
export function findCorners(plane: Plane, margin: number): Corners {
  const { width, height, data } = plane;
  const scores = new Int32Array(width * height);
  const ring = CIRCLE.map(([dx, dy]) => dy * width + dx);
  const [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13, r14, r15] = ring as number[] & {
    length: 16;
  };
  const t = CORNER_CONTRAST;
  nine ??= nineInARow();
  const found: number[] = [];
  for (let y = margin; y < height - margin; y++) {
    for (let x = margin, p = y * width + margin; x < width - margin; x++, p++) {
      const c = data[p]!;
      const hi = c + t;
      const lo = c - t;
      const north = data[p + r0!]!;
      const south = data[p + r8!]!;
      // Nine in a row always hold one of any two opposite ring pixels.
      const opposite =
        (north > hi ? 1 : 0) | (south > hi ? 1 : 0) | (north < lo ? 2 : 0) | (south < lo ? 2 : 0);
      if (opposite === 0) continue;
      const east = data[p + r4!]!;
      const west = data[p + r12!]!;
      const other = (east > hi ? 1 : 0) | (west > hi ? 1 : 0) | (east < lo ? 2 : 0) | (west < lo ? 2 : 0);
      if ((opposite & other) === 0) continue;
      let bright = 0;
      let dark = 0;
      let up = 0;
      let down = 0;
      let d: number;
      d = north - c;
      if (d > t) {
        bright |= 1;
        up += d - t;
      } else if (d < -t) {
        dark |= 1;
        down -= d + t;
      }
      d = data[p + r1!]! - c;
      if (d > t) {
        bright |= 2;
        up += d - t;
      } else if (d < -t) {
        dark |= 2;
        down -= d + t;
      }
      d = data[p + r2!]! - c;
      if (d > t) {
        bright |= 4;
        up += d - t;
      } else if (d < -t) {
        dark |= 4;
        down -= d + t;
      }
      d = data[p + r3!]! - c;
      if (d > t) {
        bright |= 8;
        up += d - t;
      } else if (d < -t) {
        dark |= 8;
        down -= d + t;
      }
      d = east - c;
      if (d > t) {
        bright |= 16;
        up += d - t;
      } else if (d < -t) {
        dark |= 16;
        down -= d + t;
      }
      d = data[p + r5!]! - c;
      if (d > t) {
        bright |= 32;
        up += d - t;
      } else if (d < -t) {
        dark |= 32;
        down -= d + t;
      }
      d = data[p + r6!]! - c;
      if (d > t) {
        bright |= 64;
        up += d - t;
      } else if (d < -t) {
        dark |= 64;
        down -= d + t;
      }
      d = data[p + r7!]! - c;
      if (d > t) {
        bright |= 128;
        up += d - t;
      } else if (d < -t) {
        dark |= 128;
        down -= d + t;
      }
      d = south - c;
      if (d > t) {
        bright |= 256;
        up += d - t;
      } else if (d < -t) {
        dark |= 256;
        down -= d + t;
      }
      d = data[p + r9!]! - c;
      if (d > t) {
        bright |= 512;
        up += d - t;
      } else if (d < -t) {
        dark |= 512;
        down -= d + t;
      }
      d = data[p + r10!]! - c;
      if (d > t) {
        bright |= 1024;
        up += d - t;
      } else if (d < -t) {
        dark |= 1024;
        down -= d + t;
      }
      d = data[p + r11!]! - c;
      if (d > t) {
        bright |= 2048;
        up += d - t;
      } else if (d < -t) {
        dark |= 2048;
        down -= d + t;
      }
      d = west - c;
      if (d > t) {
        bright |= 4096;
        up += d - t;
      } else if (d < -t) {
        dark |= 4096;
        down -= d + t;
      }
      d = data[p + r13!]! - c;
      if (d > t) {
        bright |= 8192;
        up += d - t;
      } else if (d < -t) {
        dark |= 8192;
        down -= d + t;
      }
      d = data[p + r14!]! - c;
      if (d > t) {
        bright |= 16384;
        up += d - t;
      } else if (d < -t) {
        dark |= 16384;
        down -= d + t;
      }
      d = data[p + r15!]! - c;
      if (d > t) {
        bright |= 32768;
        up += d - t;
      } else if (d < -t) {
        dark |= 32768;
        down -= d + t;
      }
      if (nine[bright]) scores[p] = up + 1;
      else if (nine[dark]) scores[p] = down + 1;
      else continue;
      found.push(p);
    }
  }
  const xs = new Int32Array(found.length);
  const ys = new Int32Array(found.length);
  const best = new Int32Array(found.length);
  let count = 0;
  for (const p of found) {
    const s = scores[p]!;
    // Ties keep the first in reading order.
    if (
      scores[p - width - 1]! >= s ||
      scores[p - width]! >= s ||
      scores[p - width + 1]! >= s ||
      scores[p - 1]! >= s ||
      scores[p + 1]! > s ||
      scores[p + width - 1]! > s ||
      scores[p + width]! > s ||
      scores[p + width + 1]! > s
    )
      continue;
    xs[count] = p % width;
    ys[count] = (p / width) | 0;
    best[count++] = s;
  }
  return { count, x: xs.subarray(0, count), y: ys.subarray(0, count), score: best.subarray(0, count) };
}
