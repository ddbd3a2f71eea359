/** Evens the light of a part of a photo, so that white letters stand out from a ground that is nearly white. */
import type { Picture } from '../../pixels/picture.ts';
import type { Rect } from '../../pixels/resample.ts';

/** Half the side of the square whose mean is taken out, as a share of the photo's short side: about one letter of a 5 % label. */
const REACH = 0.028;
/** Grey levels that one standard deviation becomes. */
const GAIN = 50;
/** Least standard deviation, in grey levels, that is brought up to that: below, JPEG blocks and noise would become texture. */
const FLOOR = 6;

const reachOf = (shortSide: number): number => Math.max(4, Math.round(REACH * shortSide));

/**
 * A grey copy of `rect` (whole pixels, inside the photo) of the same size: each pixel's darkest channel, since a white overlay lifts
 * all three and a bright coloured ground doesn't, less the local mean and over the local spread; 128 is the mean.
 */
export function evened(picture: Picture, rect: Rect): Picture {
  const { width, height } = rect;
  const white = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    let from = ((rect.y + y) * picture.width + rect.x) * 4;
    for (let x = 0; x < width; x++, from += 4)
      white[y * width + x] = Math.min(picture.data[from]!, picture.data[from + 1]!, picture.data[from + 2]!);
  }
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  even(white, width, height, reachOf(Math.min(picture.width, picture.height)), (at, value) => {
    data.fill(value, at * 4, at * 4 + 3);
  });
  return { width, height, data };
}

/** The same of three planes R, G, B (0..255), in place; `shortSide` is the photo's, in the planes' scale. */
export function evenPlanes(planes: Float32Array, width: number, height: number, shortSide: number): void {
  const n = width * height;
  const white = new Uint8Array(n);
  for (let i = 0; i < n; i++) white[i] = Math.min(planes[i]!, planes[n + i]!, planes[2 * n + i]!) + 0.5;
  even(white, width, height, reachOf(shortSide), (at, value) => {
    const level = Math.min(255, Math.max(0, value));
    planes[at] = level;
    planes[n + at] = level;
    planes[2 * n + at] = level;
  });
}

/** Hands over each value less the mean of the square around it and over its spread; `reach` is half the square's side. */
function even(
  white: Uint8Array,
  width: number,
  height: number,
  reach: number,
  put: (at: number, value: number) => void,
): void {
  const sums = columnSums(width);
  let top = 0;
  let bottom = 0;
  for (let y = 0; y < height; y++) {
    for (; bottom < Math.min(height, y + reach + 1); bottom++) sums.add(white, bottom * width, 1);
    for (; top < y - reach; top++) sums.add(white, top * width, -1);
    let left = 0;
    let right = 0;
    let sum = 0;
    let squares = 0;
    for (let x = 0; x < width; x++) {
      for (; right < Math.min(width, x + reach + 1); right++) {
        sum += sums.values[right]!;
        squares += sums.squares[right]!;
      }
      for (; left < x - reach; left++) {
        sum -= sums.values[left]!;
        squares -= sums.squares[left]!;
      }
      const n = (right - left) * (bottom - top);
      const mean = sum / n;
      const spread = Math.sqrt(Math.max(0, squares / n - mean * mean));
      const at = y * width + x;
      put(at, 128 + (GAIN * (white[at]! - mean)) / Math.max(FLOOR, spread));
    }
  }
}

/** Running sums of each column over the rows that were added, and of the squares; whole numbers, so nothing is lost in removing. */
function columnSums(width: number) {
  const values = new Float64Array(width);
  const squares = new Float64Array(width);
  return {
    values,
    squares,
    /** Adds (`sign` 1) or takes out (-1) the row of `from` that starts at `start`. */
    add(from: Uint8Array, start: number, sign: 1 | -1): void {
      for (let x = 0; x < width; x++) {
        const value = from[start + x]!;
        values[x]! += sign * value;
        squares[x]! += sign * value * value;
      }
    },
  };
}
