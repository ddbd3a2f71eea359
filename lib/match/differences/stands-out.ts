/**
 * Whether a marked part stands out against this pair's own residual. A filter does the same to the same source colours wherever
 * they are; paint, a splice or a removal changes some of them and spares the others.
 */

import type { Part } from '../../pixels/contours.ts';
import { half, minus, nth } from '../../pixels/kernels/compared.ts';
import { type ByKind, byKind, COLOURS, kindsAt } from '../../pixels/kernels/kinds.ts';
import { grown } from '../../pixels/kernels/masks.ts';
import { scratchBytes, scratchFloats } from '../../pixels/kernels/scratch.ts';
import { boxSum } from '../../pixels/kernels/sums.ts';

/** Radius (half raster) of what is around. */
const LIGHT_RADIUS = 6;
/** Fewer places of one kind than this say nothing about what this pair does to it. */
const LEAST_ALIKE = 40;
/** About this many are read: a median needs no more. */
const READ = 400;
const LEAST_READ = 12;
/** Least spread taken for normal: grey steps, colour steps. */
const LEAST_SPREAD = [3, 2, 2] as const;
/** Standard deviations in one median deviation of a normal spread. */
const DEVIATIONS = 1.4826;
/** The same at this share: where a filter treats one kind in two ways, the rarer one shows here. */
const TAIL = 0.85;
const TAIL_DEVIATIONS = 1.44;
/** Half rasters by which a part's halo is left out of what it is held against. */
const HALO = 2;
/** Width of what is just around a part, half rasters. */
const RING = 4;

/** Luma on a raster of `width` x `height`, colour differences on that of half the size, steps 0..255. */
interface Planes {
  y: Float32Array;
  cb: Float32Array;
  cr: Float32Array;
}

interface Compared {
  photo: Planes;
  source: Planes;
  /** What the photo would be where nothing was changed. */
  expected: Planes;
  /** 1 where both exist. */
  inside: Uint8Array;
  width: number;
  height: number;
}

/** What is measured of a part; distances in spreads of what the same source colours have elsewhere in the pair. */
interface Standing {
  /** Places (half raster) that make the part. */
  places: number;
  /** 0..1: share of them whose source colours are found elsewhere too. */
  known: number;
  /** A quarter of those are at least this far from what is usual. */
  apart: number;
  /** Half of the places just around the part are at least this far: paint ends, light fades. */
  around: number;
}

/**
 * When a part counts. Over 205 pairs without an edit (retouched by people and by models, put through filters of apps, enlarged,
 * re-coded) parts reach 6.3 where they are strong enough to be considered at all, or fade out (`around` over 0.092 of `apart`); painted damage,
 * splices and removals, filtered afterwards or not, have 9 to 55 in nine of ten and end sharply (at most 0.084).
 */
const LEAST_PLACES = 16;
const LEAST_KNOWN = 0.3;
const LEAST_APART = 9;
const MOST_AROUND = 0.088;

const standsOut = ({ places, known, apart, around }: Standing): boolean =>
  places >= LEAST_PLACES && known >= LEAST_KNOWN && apart >= LEAST_APART && around <= MOST_AROUND * apart;

/** Places by what the source shows there: those of one kind lie together, in the picture's order. */
class Kinds {
  private readonly keys: Int32Array;
  private readonly sorted: ByKind;

  /** @param keys the kind of each place, 0 <= kind < `kinds`; -1 where there is none */
  constructor(keys: Int32Array, kinds: number) {
    this.keys = keys;
    this.sorted = byKind(keys, kinds);
  }

  keyOf(place: number): number {
    return this.keys[place]!;
  }

  alike(place: number): Int32Array {
    const key = this.keys[place]!;
    const { starts, order } = this.sorted;
    return key < 0 ? order.subarray(0, 0) : order.subarray(starts[key]!, starts[key + 1]!);
  }
}

function kindsOf({ source, inside, width: stride, height: rows }: Compared, luma: Float32Array): Kinds[] {
  const width = stride >> 1;
  const height = rows >> 1;
  const ones = boxSum(scratchFloats(width * height).fill(1), width, height, LIGHT_RADIUS);
  const around = boxSum(luma, width, height, LIGHT_RADIUS);
  const { cb, cr } = source;
  const [fine, middle, coarse] = kindsAt({ width, height, luma, cb, cr, around, ones, inside, stride });
  return [new Kinds(fine, COLOURS << 4), new Kinds(middle, COLOURS << 2), new Kinds(coarse, COLOURS)];
}

/** Middle and spread of a residual at places of one kind, those in `left` out; null where too few remain. */
function usual(
  residual: Float32Array,
  places: Int32Array,
  left: Uint8Array,
  least: number,
): readonly [number, number] | null {
  const step = Math.max(1, Math.floor(places.length / READ));
  const values = new Float32Array(Math.ceil(places.length / step));
  let n = 0;
  for (let k = 0; k < places.length; k += step) if (!left[places[k]!]) values[n++] = residual[places[k]!]!;
  if (n * step < LEAST_ALIKE || n < LEAST_READ) return null;
  const taken = values.subarray(0, n);
  const middle = nth(taken, n >> 1);
  for (let k = 0; k < n; k++) taken[k] = Math.abs(taken[k]! - middle);
  const spread = nth(taken, n >> 1);
  const tail = nth(taken, Math.floor(TAIL * n));
  return [middle, Math.max(least, DEVIATIONS * spread, tail / TAIL_DEVIATIONS)];
}

/** A part on the half raster: its places, those around it, and the strong ones. */
interface Placed {
  /** 1 at the part and its halo. */
  left: Uint8Array;
  /** Just around the halo. */
  ring: number[];
  strong: Set<number>;
}

/** `finer`: columns and rows of `part` in one of the half raster of `width` x `height`. */
function placed(
  part: Part,
  stride: number,
  finer: number,
  width: number,
  height: number,
  isStrong: (pixel: number) => boolean,
): Placed {
  const strong = new Set<number>();
  // The part with all that is around it, on a raster of its own: most parts are small.
  const reach = HALO + RING;
  const x0 = Math.max(0, Math.floor(part.left / finer) - reach);
  const y0 = Math.max(0, Math.floor(part.top / finer) - reach);
  const w = Math.min(width, Math.floor((part.right - 1) / finer) + reach + 1) - x0;
  const h = Math.min(height, Math.floor((part.bottom - 1) / finer) + reach + 1) - y0;
  const own = new Uint8Array(w * h);
  for (const p of part.pixels) {
    const x = Math.min(width - 1, Math.floor((p % stride) / finer));
    const y = Math.min(height - 1, Math.floor(Math.floor(p / stride) / finer));
    own[(y - y0) * w + x - x0] = 1;
    if (isStrong(p)) strong.add(y * width + x);
  }
  const halo = grown(own, w, h, HALO);
  const near = grown(own, w, h, reach);
  const left = scratchBytes(width * height).fill(0);
  const ring: number[] = [];
  for (let y = 0, i = 0; y < h; y++) {
    for (let x = 0; x < w; x++, i++) {
      const at = (y + y0) * width + x + x0;
      if (halo[i]) left[at] = 1;
      else if (near[i]) ring.push(at);
    }
  }
  return { left, ring, strong };
}

/**
 * Prepares the question for one pair; the returned function says of a part of the mask, by its places with more `excess` than
 * `core`, whether it stands out. Parts and excess lie on a raster of `stride` columns that is `finer` times as fine as the pair's.
 */
export function standing(
  pair: Compared,
  stride: number,
  finer: number,
): (part: Part, excess: Float32Array, core: number) => boolean {
  const width = pair.width >> 1;
  const height = pair.height >> 1;
  const luma = half(pair.source.y, pair.width, pair.height);
  const residuals = [
    minus(half(pair.photo.y, pair.width, pair.height), half(pair.expected.y, pair.width, pair.height)),
    minus(pair.photo.cb, pair.expected.cb),
    minus(pair.photo.cr, pair.expected.cr),
  ];
  const kinds = kindsOf(pair, luma);
  return (part, excess, core) => {
    const { left, ring, strong } = placed(part, stride, 2 * finer, width, height, (p) => excess[p]! > core);
    const known = new Map<number, readonly [number, number] | null>();
    const usualAt = (place: number, plane: number): readonly [number, number] | null => {
      for (let k = 0; k < kinds.length; k++) {
        const kind = kinds[k]!;
        const name = (kind.keyOf(place) * 3 + k) * 3 + plane;
        let found = known.get(name);
        if (found === undefined) {
          found = usual(residuals[plane]!, kind.alike(place), left, LEAST_SPREAD[plane]!);
          known.set(name, found);
        }
        if (found) return found;
      }
      return null;
    };
    const apartOf = (places: Iterable<number>): number[] => {
      const out: number[] = [];
      for (const place of places) {
        let most = -1;
        for (let plane = 0; plane < 3; plane++) {
          const found = usualAt(place, plane);
          if (found) most = Math.max(most, Math.abs(residuals[plane]![place]! - found[0]) / found[1]);
        }
        if (most >= 0) out.push(most);
      }
      return out;
    };
    const apart = apartOf(strong);
    const measured = {
      places: strong.size,
      known: strong.size ? apart.length / strong.size : 0,
      apart: share(apart, 0.75),
    };
    if (!standsOut({ ...measured, around: 0 })) return false;
    const around = apartOf(ring.filter((place) => kinds[0]!.keyOf(place) >= 0));
    return standsOut({ ...measured, around: share(around, 0.5) });
  };
}

/** The value that this share of the numbers stays under; 0 for none. */
const share = (values: number[], of: number): number =>
  values.length ? nth(Float32Array.from(values), Math.floor(of * values.length)) : 0;
