/** Whether light falls on two pictures of one part alike: what a second exposure never gives again. */
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

/** `cells`: the part's cells on the raster of half the size. Null when it has too few whole tiles. */
export function shadeOf(
  { halves, inside, grid, correlation }: Overlay,
  cells: readonly number[] | Int32Array,
): Shade | null {
  const { width, height } = correlation;
  const { photo: own, source: other } = halves;
  const [across, down] = [Math.floor(width / TILE), Math.floor(height / TILE)];
  const sums = new Float64Array(3 * across * down);
  for (const p of cells) {
    const x = p % width;
    const y = (p - x) / width;
    const [i, j] = [Math.floor(x / TILE), Math.floor(y / TILE)];
    if (i >= across || j >= down || !inside[2 * y * grid.width + 2 * x]) continue;
    const t = 3 * (j * across + i);
    sums[t]! += 1;
    sums[t + 1]! += own[p]!;
    sums[t + 2]! += other[p]!;
  }
  const tiles: Tile[] = [];
  for (let k = 0, t = 0; t < sums.length; k++, t += 3) {
    if (sums[t]! < COVERED * TILE * TILE) continue;
    const [x, y] = [k % across, Math.floor(k / across)];
    tiles.push({ x, y, photo: sums[t + 1]! / sums[t]!, source: sums[t + 2]! / sums[t]! });
  }
  if (tiles.length < LEAST_TILES) return null;
  const pairs = tiles.map((tile) => [tile.source, tile.photo] as const);
  const weight = new Float64Array(pairs.length).fill(1);
  const miss = new Float64Array(pairs.length);
  for (let round = 0; round < ROUNDS; round++) {
    let [n, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0];
    for (const [i, [x, y]] of pairs.entries()) {
      const w = weight[i]!;
      n += w;
      sx += w * x;
      sy += w * y;
      sxx += w * x * x;
      sxy += w * x * y;
    }
    const spread = n * sxx - sx * sx;
    const slope = spread > 1e-6 ? (n * sxy - sx * sy) / spread : 1;
    const level = (sy - slope * sx) / n;
    for (const [i, [x, y]] of pairs.entries()) miss[i] = Math.abs(y - slope * x - level);
    // Least absolute distances, by reweighting: damage painted on some of the tiles must not bend the curve.
    for (let i = 0; i < weight.length; i++) weight[i] = 1 / Math.max(0.5, miss[i]!);
  }
  const mean = pairs.reduce((s, [, y]) => s + y, 0) / pairs.length;
  const range = Math.sqrt(pairs.reduce((s, [, y]) => s + (y - mean) ** 2, 0) / pairs.length);
  let fall: number | undefined;
  return {
    apart: miss.slice().sort()[miss.length >> 1]!,
    range,
    tiles: pairs.length,
    get fall() {
      fall ??= fallOf(tiles);
      return fall;
    },
  };
}
