/** The scale space of a picture: octaves of smoothed planes and their differences (Lowe, IJCV 2004), in WebAssembly or in plain code. */
import { aligned } from '../../pixels/kernels/kernels.ts';
import type { Plane } from '../../pixels/raster.ts';
import { type SurfaceRoom, surfaceRoom } from '../kernels/kernels.ts';
import { plainBlur, plainLess } from './blur.ts';
import { AROUND_BYTES, type Around, kernelAround, plainAround } from './descriptor.ts';
import { plainExtrema } from './extrema.ts';

/** Scales an octave is divided into, smoothing of its first plane, and what a camera's pixels are taken to have already: Lowe's values. */
export const STEPS = 3;
export const FIRST_SIGMA = 1.6;
const CAMERA_SIGMA = 0.5;
/** Smallest side of an octave's planes: below it no descriptor finds room. */
const LEAST_SIDE = 24;
/** Pixels along the edge in which nothing is looked for. */
export const BORDER = 5;
/** Extrema of one plane that are kept at most: a bound on memory, beyond what a plane of 1,536 px has. */
const MOST_EXTREMA = 40_000;

/** Smoothed planes of one octave, the finest first; `scale`: pixels of the working copy per pixel of the octave. */
export interface Octave {
  width: number;
  height: number;
  scale: number;
  gauss: Float32Array[];
  /** The same planes, each with what sums up directions around its places. */
  around: Around[];
  /** Positions (y * width + x) of extrema in the difference of `gauss[s + 1]` and `gauss[s]`, s from 1 to STEPS, at index s - 1. */
  extrema: Int32Array[];
}

/** Weights of a Gaussian from its middle outward, to three and a half sigma, adding up to 1 over both sides. */
export function gaussWeights(sigma: number): Float32Array {
  const radius = Math.max(1, Math.ceil(3.5 * sigma));
  const weights = Float32Array.from({ length: radius + 1 }, (_, i) =>
    Math.exp((-i * i) / (2 * sigma * sigma)),
  );
  let sum = weights[0]!;
  for (let i = 1; i <= radius; i++) sum += 2 * weights[i]!;
  return weights.map((w) => w / sum);
}

/** Writes a plane at twice its size, values between pixels taken from the four around: small details reach the first scale. 0..1. */
function double({ width: w, height: h, data }: Plane, out: Float32Array): void {
  /** Row `y`, repeated at the edges, at the new width. */
  const across = (y: number, row: Float64Array): Float64Array => {
    const from = Math.max(0, Math.min(h - 1, y)) * w;
    for (let x = 0; x < w; x++) {
      const own = 0.75 * data[from + x]!;
      row[2 * x] = own + 0.25 * data[from + Math.max(0, x - 1)]!;
      row[2 * x + 1] = own + 0.25 * data[from + Math.min(w - 1, x + 1)]!;
    }
    return row;
  };
  let above: Float64Array = across(-1, new Float64Array(2 * w));
  let own: Float64Array = across(0, new Float64Array(2 * w));
  let below: Float64Array = new Float64Array(2 * w);
  for (let y = 0, o = 0; y < h; y++, o += 4 * w) {
    below = across(y + 1, below);
    for (let x = 0; x < 2 * w; x++) {
      const here = 0.75 * own[x]!;
      out[o + x] = (here + 0.25 * above[x]!) / 255;
      out[o + 2 * w + x] = (here + 0.25 * below[x]!) / 255;
    }
    [above, own, below] = [own, below, above];
  }
}

/** Writes every second pixel of every second row. */
function halve(plane: Float32Array, width: number, height: number, out: Float32Array): void {
  const w = width >> 1;
  const h = height >> 1;
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) out[y * w + x] = plane[2 * y * width + 2 * x]!;
}

/** Smoothing that is added from plane to plane of an octave. */
const added = (step: number): number => {
  const before = FIRST_SIGMA * 2 ** ((step - 1) / STEPS);
  return before * Math.sqrt(2 ** (2 / STEPS) - 1);
};

/** Makes one octave after another; the planes of one are gone when the next is begun. */
interface Smoother {
  /** Where the first plane of an octave is to be written. */
  first(width: number, height: number): Float32Array;
  /** The octave above what was written there. */
  octave(sigmas: number[], threshold: number): Pick<Octave, 'gauss' | 'around' | 'extrema'>;
}

function plainSmoother(): Smoother {
  let width = 0;
  let height = 0;
  let last: Float32Array = new Float32Array();
  return {
    first(w, h) {
      width = w;
      height = h;
      last = new Float32Array(w * h);
      return last;
    },
    octave(sigmas, threshold) {
      const gauss: Float32Array[] = [];
      for (const sigma of sigmas) {
        if (sigma > 0) last = plainBlur(last, width, height, gaussWeights(sigma));
        gauss.push(last);
      }
      const dogs = gauss.slice(1).map((plane, i) => plainLess(plane, gauss[i]!));
      const extrema = Array.from({ length: STEPS }, (_, i) =>
        plainExtrema([dogs[i]!, dogs[i + 1]!, dogs[i + 2]!], width, height, BORDER, threshold, MOST_EXTREMA),
      );
      return { gauss, around: gauss.map((plane) => plainAround(plane, width, height)), extrema };
    },
  };
}

/** What the loops need beside the planes, in bytes: extrema, weights, and what smoothing and directions work in. */
const LIST_BYTES = 4 * MOST_EXTREMA;
const WEIGHT_BYTES = 256;
const blurBytes = (width: number, radius: number): number => (2 * radius + 3) * (4 * width + 160);

/** The same through the kernels: planes are laid out one after another. */
function kernelSmoother({ room, calls }: SurfaceRoom): Smoother {
  let width = 0;
  let height = 0;
  const at = (i: number): number => i * aligned(4 * width * height + 32);
  return {
    first(w, h) {
      width = w;
      height = h;
      room.reserve(4 * w * h);
      return room.floats(0, w * h);
    },
    octave(sigmas, threshold) {
      const kernels = sigmas.map((sigma) => (sigma > 0 ? gaussWeights(sigma) : null));
      const list = at(sigmas.length);
      const weightsAt = list + LIST_BYTES;
      const spare = weightsAt + WEIGHT_BYTES;
      const work = aligned(spare + AROUND_BYTES);
      room.reserve(work + blurBytes(width, Math.max(...kernels.map((own) => own?.length ?? 0))));
      for (const [i, weights] of kernels.entries()) {
        if (!weights) continue;
        room.floats(weightsAt, weights.length).set(weights);
        calls.blur(at(Math.max(0, i - 1)), width, height, weightsAt, weights.length - 1, work, at(i));
      }
      const extrema = Array.from({ length: STEPS }, (_, i) => {
        const [a, b, c, d] = [at(i), at(i + 1), at(i + 2), at(i + 3)];
        const found = calls.extrema(a, b, c, d, width, height, BORDER, threshold, MOST_EXTREMA, list);
        return room.ints(list, found).slice();
      });
      return {
        gauss: sigmas.map((_, i) => room.floats(at(i), width * height)),
        around: sigmas.map((_, i) => kernelAround({ room, calls }, { plane: at(i), width, height, spare })),
        extrema,
      };
    },
  };
}

/**
 * Octaves of a plane, doubled in size first, one after another: the planes of one are gone when the next is asked for.
 * @param threshold size (0..1) below which a difference is no extremum
 * @param plain without kernels
 */
export function* octaves(grey: Plane, threshold: number, plain = false): Generator<Octave> {
  const held = plain ? null : surfaceRoom();
  const smoother = held ? kernelSmoother(held) : plainSmoother();
  let width = grey.width * 2;
  let height = grey.height * 2;
  double(grey, smoother.first(width, height));
  let scale = 0.5;
  let sigma = Math.sqrt(FIRST_SIGMA ** 2 - (2 * CAMERA_SIGMA) ** 2);
  const later = Array.from({ length: STEPS + 2 }, (_, i) => added(i + 1));
  while (Math.min(width, height) >= LEAST_SIDE) {
    const octave = smoother.octave([sigma, ...later], threshold);
    yield { width, height, scale, ...octave };
    halve(octave.gauss[STEPS]!, width, height, smoother.first(width >> 1, height >> 1));
    width >>= 1;
    height >>= 1;
    scale *= 2;
    sigma = 0;
  }
}
