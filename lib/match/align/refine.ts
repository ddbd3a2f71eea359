/** Sub-pixel alignment: block displacements by Lucas–Kanade on locally normalised luma, robust fit, coarse to fine. */

import { applyTo, chain, fitMap, type Homography } from '../../pixels/homography.ts';
import { normalise as normalised } from '../../pixels/kernels/laid.ts';
import { withScratch } from '../../pixels/kernels/scratch.ts';
import type { Flow } from '../../pixels/laid.ts';
import type { Prepared } from '../fingerprint/prepare.ts';
import { FIELDS, type Sloped, slopes, squareSums } from './block-sums.ts';
import { coarser, type Grid, gridToPhoto, sample, scaledFlow } from './grid.ts';

/** Cells of this many raster pixels; a block is 2 x 2 cells. */
const CELL = 8;
/** A linearised step is believed up to this many raster pixels. */
const LONGEST_STEP = 2.5;
/** Grey steps under which texture is taken for noise. */
const NOISE = 2.5;
/** Radius of the window whose mean and deviation are taken out. */
const NORMAL_RADIUS = 6;

export interface Blocks {
  count: number;
  /** Block centres, in raster pixels of the level they were measured on. */
  x: Float64Array;
  y: Float64Array;
  /** Displacement that would bring the source under the photo, in raster pixels. */
  u: Float64Array;
  v: Float64Array;
  /** Smaller eigenvalue of the gradient matrix per pixel: how well the block fixes its displacement. */
  hold: Float64Array;
  /** Correlation of the block as it lies. */
  agreement: Float64Array;
  across: number;
  down: number;
  /** Index into the arrays by [down][across], -1 where the block has no texture. */
  at: Int32Array;
}

/** The plane without local mean and contrast. */
const normalise = (data: Float32Array, { width, height }: { width: number; height: number }): Float32Array =>
  normalised(data, width, height, NORMAL_RADIUS, NOISE);

interface Reference extends Sloped {
  grid: Grid;
}

const reference = (photo: Prepared, grid: Grid): Reference => ({
  grid,
  ...slopes(normalise(sample(photo, 'y', gridToPhoto(grid), grid).data, grid), grid),
});

/** Displacements of all textured blocks for the source as it lies (`normal`, `inside`). */
function measure(ref: Reference, normal: Float32Array, inside: Uint8Array): Blocks {
  const { width, height } = ref.grid;
  const cw = Math.max(1, Math.floor(width / CELL));
  const ch = Math.max(1, Math.floor(height / CELL));
  const sums = squareSums(ref, normal, inside, ref.grid, CELL);
  const across = Math.max(1, cw - 1);
  const down = Math.max(1, ch - 1);
  const room = across * down;
  const out: Blocks = {
    count: 0,
    x: new Float64Array(room),
    y: new Float64Array(room),
    u: new Float64Array(room),
    v: new Float64Array(room),
    hold: new Float64Array(room),
    agreement: new Float64Array(room),
    across,
    down,
    at: new Int32Array(room).fill(-1),
  };
  const t = new Float64Array(FIELDS);
  for (let by = 0; by < down; by++) {
    for (let bx = 0; bx < across; bx++) {
      for (let f = 0; f < FIELDS; f++) {
        let v = 0;
        for (let dy = 0; dy < 2 && by + dy < ch; dy++) {
          for (let dx = 0; dx < 2 && bx + dx < cw; dx++) v += sums[((by + dy) * cw + bx + dx) * FIELDS + f]!;
        }
        t[f] = v;
      }
      const [xx, xy, yy, xt, yt, aa, bb, ab, n] = t as unknown as number[] as [
        number,
        number,
        number,
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      if (n < CELL * CELL * 2) continue;
      const trace = (xx + yy) / 2;
      const least = (trace - Math.sqrt(Math.max(0, trace * trace - (xx * yy - xy * xy)))) / n;
      if (least < 0.008) continue;
      const det = xx * yy - xy * xy;
      const i = out.count++;
      // The photo's gradient stands in for the source's: A(p) = B(p + u), linearised at A.
      out.u[i] = (yy * xt - xy * yt) / det;
      out.v[i] = (xx * yt - xy * xt) / det;
      out.x[i] = (bx + 1) * CELL;
      out.y[i] = (by + 1) * CELL;
      out.hold[i] = least;
      out.agreement[i] = ab / Math.sqrt(Math.max(1e-9, aa * bb));
      out.at[by * across + bx] = i;
    }
  }
  return out;
}

const median = (values: Float64Array | number[]): number => {
  if (values.length === 0) return 0;
  const sorted = Float64Array.from(values).sort();
  return sorted[sorted.length >> 1]!;
};

/** Mean agreement of the better three quarters of the blocks: a local edit must not decide. */
function agreementOf(blocks: Blocks): number {
  const sorted = blocks.agreement.slice(0, blocks.count).sort();
  let sum = 0;
  let n = 0;
  for (let i = sorted.length >> 2; i < sorted.length; i++, n++) sum += sorted[i]!;
  return n ? sum / n : 0;
}

/** Fits the update that most blocks want, by reweighted least squares (Tukey's biweight). */
function update(
  blocks: Blocks,
  ref: Reference,
  transform: Homography,
  kind: 'affine' | 'homography',
): Homography | null {
  const n = blocks.count;
  if (n < (kind === 'affine' ? 6 : 14)) return null;
  const toPhoto = gridToPhoto(ref.grid);
  const raster = chain(transform, toPhoto);
  const from = new Float64Array(n * 2);
  const to = new Float64Array(n * 2);
  const weight = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const far = Math.hypot(blocks.u[i]!, blocks.v[i]!);
    from[i * 2] = blocks.x[i]!;
    from[i * 2 + 1] = blocks.y[i]!;
    to[i * 2] = blocks.x[i]! + blocks.u[i]!;
    to[i * 2 + 1] = blocks.y[i]! + blocks.v[i]!;
    weight[i] =
      far > LONGEST_STEP || blocks.agreement[i]! < 0.3
        ? 0
        : Math.min(0.2, blocks.hold[i]!) * blocks.agreement[i]!;
  }
  const base = weight.slice();
  let delta: Homography | null = null;
  for (let round = 0; round < 4; round++) {
    delta = fitMap({ from, to, weight }, kind);
    if (!delta) return null;
    const miss = new Float64Array(n);
    const counted: number[] = [];
    for (let i = 0; i < n; i++) {
      const [x, y] = applyTo(delta, from[i * 2]!, from[i * 2 + 1]!);
      miss[i] = Math.hypot(x - to[i * 2]!, y - to[i * 2 + 1]!);
      if (base[i]! > 0) counted.push(miss[i]!);
    }
    const cut = Math.max(0.15, 4 * median(counted));
    for (let i = 0; i < n; i++) {
      const r = miss[i]! / cut;
      weight[i] = r < 1 ? base[i]! * (1 - r * r) ** 2 : 0;
    }
  }
  return (
    delta &&
    chain(chain(raster, delta), [
      1 / ref.grid.step,
      0,
      -ref.grid.x / ref.grid.step,
      0,
      1 / ref.grid.step,
      -ref.grid.y / ref.grid.step,
      0,
      0,
      1,
    ])
  );
}

export interface Refined {
  transform: Homography;
  /** 0..1 mean correlation of the better blocks. */
  agreement: number;
  /** Median residual displacement of well-agreeing blocks, in pixels of the full raster. */
  driftPx: number;
  blocks: Blocks;
  /** Raster on which the blocks were measured. */
  grid: Grid;
}

/** Refines a rough map on a quarter, then on half of the raster. */
export function refine(photo: Prepared, source: Prepared, start: Homography, grid: Grid): Refined {
  let transform = start;
  let best: Refined | null = null;
  for (const [factor, kinds] of [
    [4, ['affine', 'affine', 'affine']],
    [2, ['affine', 'homography', 'homography']],
  ] as const) {
    if (Math.min(grid.width, grid.height) / factor < 40 && factor > 2) continue;
    const ref = reference(photo, coarser(grid, factor));
    const look = (t: Homography): Refined =>
      withScratch(() => {
        const lying = sample(source, 'y', chain(t, gridToPhoto(ref.grid)), ref.grid);
        const blocks = measure(ref, normalise(lying.data, ref.grid), lying.inside);
        const firm: number[] = [];
        for (let i = 0; i < blocks.count; i++) {
          if (blocks.agreement[i]! > 0.7) firm.push(Math.hypot(blocks.u[i]!, blocks.v[i]!));
        }
        return {
          transform: t,
          agreement: agreementOf(blocks),
          driftPx: median(firm) * factor,
          blocks,
          grid: ref.grid,
        };
      });
    let current = look(transform);
    best = current;
    for (const kind of kinds) {
      const next = update(current.blocks, ref, current.transform, kind);
      if (!next) break;
      current = look(next);
      if (current.agreement > best.agreement - 0.002) best = current;
      else break;
    }
    transform = best.transform;
  }
  return best!;
}

/** Fills unmeasured cells from their neighbours and smooths with a 3 x 3 median, so that single wrong blocks do not count. */
function smoothField(values: Float32Array, known: Uint8Array, across: number, down: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      const near: number[] = [];
      for (let r = 1; r <= 3 && near.length < 4; r++) {
        near.length = 0;
        for (let dy = -r; dy <= r; dy++) {
          for (let dx = -r; dx <= r; dx++) {
            const nx = x + dx;
            const ny = y + dy;
            if (nx < 0 || ny < 0 || nx >= across || ny >= down) continue;
            if (known[ny * across + nx]) near.push(values[ny * across + nx]!);
          }
        }
      }
      out[y * across + x] = median(near);
    }
  }
  return out;
}

/** A smooth shift field on top of the map, for redrawn pictures and bent lenses; shifts in pixels of `grid`. */
export function findFlow(photo: Prepared, source: Prepared, transform: Homography, grid: Grid): Flow {
  let flow: Flow | null = null;
  for (const factor of [4, 2] as const) {
    const ref = reference(photo, coarser(grid, factor));
    const map = chain(transform, gridToPhoto(ref.grid));
    for (let round = 0; round < 3; round++) {
      const here: Flow | undefined = flow ? scaledFlow(flow, 1 / factor) : undefined;
      const lying = sample(source, 'y', map, ref.grid, here);
      const blocks = measure(ref, normalise(lying.data, ref.grid), lying.inside);
      const across = blocks.across + 1;
      const down = blocks.down + 1;
      const u = new Float32Array(across * down);
      const v = new Float32Array(across * down);
      const known = new Uint8Array(across * down);
      for (let y = 0; y < down; y++) {
        for (let x = 0; x < across; x++) {
          const o = y * across + x;
          if (here) {
            const [hu, hv] = readFlow(here, (x + 0.5) * CELL, (y + 0.5) * CELL);
            u[o] = hu;
            v[o] = hv;
          }
          // The block whose centre is nearest to the cell's.
          const k = blocks.at[Math.min(blocks.down - 1, y) * blocks.across + Math.min(blocks.across - 1, x)]!;
          if (k < 0 || blocks.agreement[k]! < 0.2) continue;
          const length = Math.hypot(blocks.u[k]!, blocks.v[k]!);
          if (length > LONGEST_STEP) continue;
          u[o] = u[o]! + blocks.u[k]!;
          v[o] = v[o]! + blocks.v[k]!;
          known[o] = 1;
        }
      }
      flow = scaledFlow(
        {
          cell: CELL,
          across,
          down,
          u: smoothField(u, known, across, down),
          v: smoothField(v, known, across, down),
        },
        factor,
      );
    }
  }
  return flow!;
}

function readFlow(flow: Flow, x: number, y: number): [number, number] {
  const fx = Math.min(flow.across - 1, Math.max(0, Math.round(x / flow.cell - 0.5)));
  const fy = Math.min(flow.down - 1, Math.max(0, Math.round(y / flow.cell - 0.5)));
  return [flow.u[fy * flow.across + fx]!, flow.v[fy * flow.across + fx]!];
}
