/** Whether light falls on two pictures of one part alike: what a second exposure never gives again. */

import { tileSums } from '../../pixels/kernels/marked.ts';
import type { Overlay } from '../differences/overlay.ts';
import { fallOf, type Tile } from './fall.ts';

/** Tiles of this many cells (half raster), of which this share must belong to the part. */
const TILE = 6;
const COVERED = 0.7;
const LEAST_TILES = 12;
const ROUNDS = 8;

export interface Shade {
  /** Median distance, in grey steps, of a tile's mean from where one straight tone curve puts it. */
  apart: number;
  /** Standard deviation of the tiles' means in the photo, grey steps. */
  range: number;
  tiles: number;
  /** Root mean square, in grey steps, of how light falls off across it. Looked for when it is first read. */
  readonly fall: number;
}

/** As `tileSums`, of these cells of the raster alone. */
function sumsOf({ halves, inside, grid, correlation }: Overlay, cells: Int32Array): Float64Array {
  const { width, height } = correlation;
  const { photo: own, source: other } = halves;
  const [across, down] = [Math.floor(width / TILE), Math.floor(height / TILE)];
  const sums = new Float64Array(3 * across * down);
  for (let k = 0; k < cells.length; k++) {
    const p = cells[k]!;
    const x = p % width;
    const y = (p - x) / width;
    const [i, j] = [Math.floor(x / TILE), Math.floor(y / TILE)];
    if (i >= across || j >= down || !inside[2 * y * grid.width + 2 * x]) continue;
    const t = 3 * (j * across + i);
    sums[t]! += 1;
    sums[t + 1]! += own[p]!;
    sums[t + 2]! += other[p]!;
  }
  return sums;
}

/** `cells`: the part's cells on the raster of half the size; null for all. Null when it has too few whole tiles. */
export function shadeOf(over: Overlay, cells: Int32Array | null): Shade | null {
  const { halves, inside, grid, correlation } = over;
  const sums = cells
    ? sumsOf(over, cells)
    : tileSums(halves.photo, halves.source, inside, grid.width, correlation, TILE);
  const across = Math.floor(correlation.width / TILE);
  const tiles: Tile[] = [];
  for (let k = 0, t = 0; t < sums.length; k++, t += 3) {
    if (sums[t]! < COVERED * TILE * TILE) continue;
    const [x, y] = [k % across, Math.floor(k / across)];
    tiles.push({ x, y, photo: sums[t + 1]! / sums[t]!, source: sums[t + 2]! / sums[t]! });
  }
  if (tiles.length < LEAST_TILES) return null;
  const n = tiles.length;
  const xs = Float64Array.from(tiles, (tile) => tile.source);
  const ys = Float64Array.from(tiles, (tile) => tile.photo);
  const weight = new Float64Array(n).fill(1);
  const miss = new Float64Array(n);
  for (let round = 0; round < ROUNDS; round++) {
    let [sw, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const x = xs[i]!;
      const y = ys[i]!;
      const w = weight[i]!;
      sw += w;
      sx += w * x;
      sy += w * y;
      sxx += w * x * x;
      sxy += w * x * y;
    }
    const spread = sw * sxx - sx * sx;
    const slope = spread > 1e-6 ? (sw * sxy - sx * sy) / spread : 1;
    const level = (sy - slope * sx) / sw;
    for (let i = 0; i < n; i++) miss[i] = Math.abs(ys[i]! - slope * xs[i]! - level);
    // Least absolute distances, by reweighting: damage painted on some of the tiles must not bend the curve.
    for (let i = 0; i < n; i++) weight[i] = 1 / Math.max(0.5, miss[i]!);
  }
  const mean = ys.reduce((s, y) => s + y, 0) / n;
  const range = Math.sqrt(ys.reduce((s, y) => s + (y - mean) ** 2, 0) / n);
  let fall: number | undefined;
  return {
    apart: miss.slice().sort()[n >> 1]!,
    range,
    tiles: n,
    get fall() {
      fall ??= fallOf(tiles);
      return fall;
    },
  };
}
