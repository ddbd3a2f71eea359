/** The scale space of a picture: octaves of smoothed planes and their differences (Lowe, IJCV 2004), in WebAssembly or in plain code. */
import { aligned } from '../../pixels/kernels/kernels.ts';
import type { FloatPlane, Plane } from '../../pixels/raster.ts';
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

/** Twice the size, values between pixels taken from the four around: small details reach the first scale. 0..1. */
function doubled(plane: Plane): FloatPlane {
  const { width: w, height: h, data } = plane;
  const width = w * 2;
  const height = h * 2;
  const out = new Float32Array(width * height);
  const across = between(w);
  const down = between(h);
  /** A row of the plane at the new width; the two that lie around a new row are kept. */
  const rows = new Map<number, Float64Array>();
  const rowOf = (y: number): Float64Array => {
    let row = rows.get(y);
    if (row) return row;
    rows.delete(y - 2);
    row = new Float64Array(width);
    const from = y * w;
    for (let x = 0; x < width; x++) {
      const u = across.share[x]!;
      row[x] = data[from + across.first[x]!]! * (1 - u) + data[from + across.next[x]!]! * u;
    }
    rows.set(y, row);
    return row;
  };
  for (let y = 0, o = 0; y < height; y++) {
    const v = down.share[y]!;
    const top = rowOf(down.first[y]!);
    const bottom = rowOf(down.next[y]!);
    for (let x = 0; x < width; x++, o++) out[o] = (top[x]! * (1 - v) + bottom[x]! * v) / 255;
  }
  return { width, height, data: out };
}

/** For each pixel of a doubled line the two of the line that it lies between, and the second one's share. */
function between(length: number): { first: Int32Array; next: Int32Array; share: Float64Array } {
  const first = new Int32Array(2 * length);
  const next = new Int32Array(2 * length);
  const share = new Float64Array(2 * length);
  for (let i = 0; i < first.length; i++) {
    const at = Math.max(0, i / 2 - 0.25);
    first[i] = Math.min(length - 1, Math.floor(at));
    next[i] = Math.min(length - 1, first[i]! + 1);
    share[i] = at - first[i]!;
  }
  return { first, next, share };
}

/** Every second pixel of every second row. */
function everySecond(plane: Float32Array, width: number, height: number): FloatPlane {
  const w = width >> 1;
  const h = height >> 1;
  const data = new Float32Array(w * h);
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) data[y * w + x] = plane[2 * y * width + 2 * x]!;
  return { width: w, height: h, data };
}

/** Smoothing that is added from plane to plane of an octave. */
const added = (step: number): number => {
  const before = FIRST_SIGMA * 2 ** ((step - 1) / STEPS);
  return before * Math.sqrt(2 ** (2 / STEPS) - 1);
};

type Smooth = (
  first: FloatPlane,
  sigmas: number[],
  threshold: number,
) => Pick<Octave, 'gauss' | 'around' | 'extrema'>;

const plainOctave: Smooth = ({ width, height, data }, sigmas, threshold) => {
  const gauss: Float32Array[] = [];
  let last = data;
  for (const sigma of sigmas) {
    if (sigma > 0) last = plainBlur(last, width, height, gaussWeights(sigma));
    gauss.push(last);
  }
  const dogs = gauss.slice(1).map((plane, i) => plainLess(plane, gauss[i]!));
  const extrema = Array.from({ length: STEPS }, (_, i) =>
    plainExtrema([dogs[i]!, dogs[i + 1]!, dogs[i + 2]!], width, height, BORDER, threshold, MOST_EXTREMA),
  );
  return { gauss, around: gauss.map((plane) => plainAround(plane, width, height)), extrema };
};

/** The same through the kernels: planes are laid out one after another, three differences at a time. */
const kernelOctave =
  ({ room, calls }: SurfaceRoom): Smooth =>
  ({ width, height, data }, sigmas, threshold) => {
    const plane = aligned(4 * width * height + 32);
    const at = (i: number): number => i * plane;
    const planes = sigmas.length;
    const dog = (i: number): number => at(planes + (i % 3));
    const list = at(planes + 3);
    const line = aligned(list + 4 * MOST_EXTREMA);
    const weightsAt = aligned(line + 4 * (width + 256) + 32);
    const spare = aligned(weightsAt + 1024);
    room.reserve(spare + AROUND_BYTES);
    room.floats(0, data.length).set(data);
    for (const [i, sigma] of sigmas.entries()) {
      if (sigma <= 0) continue;
      const weights = gaussWeights(sigma);
      room.floats(weightsAt, weights.length).set(weights);
      calls.blur(
        at(Math.max(0, i - 1)),
        width,
        height,
        weightsAt,
        weights.length - 1,
        at(planes),
        line,
        at(i),
      );
    }
    const extrema: Int32Array[] = [];
    for (let i = 0; i + 1 < planes; i++) {
      calls.less(at(i + 1), at(i), width * height, dog(i));
      if (i < 2) continue;
      const found = calls.extrema(
        dog(i - 2),
        dog(i - 1),
        dog(i),
        width,
        height,
        BORDER,
        threshold,
        MOST_EXTREMA,
        list,
      );
      extrema.push(room.ints(list, found).slice());
    }
    return {
      gauss: sigmas.map((_, i) => room.floats(at(i), width * height)),
      around: sigmas.map((_, i) => kernelAround({ room, calls }, { plane: at(i), width, height, spare })),
      extrema,
    };
  };

/**
 * Octaves of a plane, doubled in size first, one after another: the planes of one are gone when the next is asked for.
 * @param threshold size (0..1) below which a difference is no extremum
 * @param plain without kernels
 */
export function* octaves(grey: Plane, threshold: number, plain = false): Generator<Octave> {
  const held = plain ? null : surfaceRoom();
  const smooth = held ? kernelOctave(held) : plainOctave;
  let first = doubled(grey);
  let scale = 0.5;
  let sigma = Math.sqrt(FIRST_SIGMA ** 2 - (2 * CAMERA_SIGMA) ** 2);
  const later = Array.from({ length: STEPS + 2 }, (_, i) => added(i + 1));
  while (Math.min(first.width, first.height) >= LEAST_SIDE) {
    const { width, height } = first;
    const octave = smooth(first, [sigma, ...later], threshold);
    first = everySecond(octave.gauss[STEPS]!, width, height);
    yield { width, height, scale, ...octave };
    scale *= 2;
    sigma = 0;
  }
}
