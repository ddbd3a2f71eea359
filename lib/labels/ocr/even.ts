/** Evens the light of a part of a photo, so that white letters stand out from a ground that is nearly white. */
import type { Picture } from '../../pixels/picture.ts';
import type { Rect } from '../../pixels/resample.ts';

/** Half the side of the square whose mean is taken out, as a share of the photo's short side: about one letter of a 5 % label. */
const REACH = 0.028;
/** Grey levels that one standard deviation becomes. */
const GAIN = 50;
/** Least standard deviation, in grey levels, that is brought up to that: below, JPEG blocks and noise would become texture. */
const FLOOR = 6;

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
  const reach = Math.max(4, Math.round(REACH * Math.min(picture.width, picture.height)));
  const sums = columnSums(width);
  const data = new Uint8ClampedArray(width * height * 4);
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
      const at = (y * width + x) * 4;
      data.fill(128 + (GAIN * (white[y * width + x]! - mean)) / Math.max(FLOOR, spread), at, at + 3);
      data[at + 3] = 255;
    }
  }
  return { width, height, data };
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
