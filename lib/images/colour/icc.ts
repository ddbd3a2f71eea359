/** ICC profiles of displays and cameras: three curves and a matrix (ICC.1:2022 8.3.3, F.3). Profiles of printers are not read. */
import { fourcc, u16be, u32be } from '../../formats/bytes.ts';
import type { Rendering } from './colour.ts';
import { product } from './matrix.ts';

/** Tags read of one profile at most; real ones have about twenty. */
const MOST_TAGS = 100;

/** XYZ under D50, the profile connection space, → linear sRGB (the inverse of the sRGB profile's own columns, ICC.1:2022 annex E). */
const D50_TO_SRGB = [
  3.1338561, -1.6168667, -0.4906146, -0.9787684, 1.9161415, 0.033454, 0.0719453, -0.2289914, 1.4052427,
];

/** 15.16 fixed point. */
const fixed = (b: Uint8Array, at: number): number => (u32be(b, at) | 0) / 65_536;

interface Tag {
  at: number;
  size: number;
}

function tagsOf(b: Uint8Array): Map<string, Tag> {
  const tags = new Map<string, Tag>();
  const count = Math.min(u32be(b, 128), MOST_TAGS);
  for (let i = 0; i < count; i++) {
    const entry = 132 + i * 12;
    const [at, size] = [u32be(b, entry + 4), u32be(b, entry + 8)];
    if (at + size <= b.length) tags.set(fourcc(b, entry), { at, size });
  }
  return tags;
}

/** The curve as linear light of 256 steps; null for what is not a curve. */
function curveOf(b: Uint8Array, tag: Tag | undefined): Float32Array | null {
  if (!tag) return null;
  const kind = fourcc(b, tag.at);
  if (kind === 'curv') return sampled(b, tag);
  return kind === 'para' ? parametric(b, tag) : null;
}

const table = (f: (x: number) => number): Float32Array =>
  Float32Array.from({ length: 256 }, (_, i) => {
    const y = f(i / 255);
    return Number.isFinite(y) ? Math.min(1, Math.max(0, y)) : 0;
  });

/** `curv`: no entry is the identity, one a gamma of 8.8 bits, more a table of 16 bits (10.6). */
function sampled(b: Uint8Array, tag: Tag): Float32Array | null {
  const count = u32be(b, tag.at + 8);
  if (12 + count * 2 > tag.size) return null;
  if (count === 0) return table((x) => x);
  if (count === 1) return table((x) => x ** (u16be(b, tag.at + 12) / 256));
  return table((x) => {
    const place = x * (count - 1);
    const low = Math.min(count - 2, Math.floor(place));
    const [from, to] = [u16be(b, tag.at + 12 + low * 2), u16be(b, tag.at + 14 + low * 2)];
    return (from + (place - low) * (to - from)) / 65_535;
  });
}

/** How many parameters each kind of `para` has (10.18). */
const PARAMETERS = [1, 3, 4, 5, 7];

function parametric(b: Uint8Array, tag: Tag): Float32Array | null {
  const kind = u16be(b, tag.at + 8);
  const count = PARAMETERS[kind];
  if (count === undefined || 12 + count * 4 > tag.size) return null;
  const p = Array.from({ length: count }, (_, i) => fixed(b, tag.at + 12 + i * 4));
  const [g = 1, a = 1, bb = 0, c = 0, d = 0, e = 0, f = 0] = p;
  if (kind === 0) return table((x) => x ** g);
  if (kind === 1) return table((x) => (x >= -bb / a ? (a * x + bb) ** g : 0));
  if (kind === 2) return table((x) => (x >= -bb / a ? (a * x + bb) ** g + c : c));
  return table((x) => (x >= d ? (a * x + bb) ** g + e : c * x + f));
}

/**
 * The rendering that a profile describes. Null for a damaged profile and for one that is no RGB matrix profile: then the numbers
 * are taken as sRGB, which is what programs without colour management show.
 */
export function renderingOfProfile(b: Uint8Array): Rendering | null {
  if (b.length < 132 || fourcc(b, 36) !== 'acsp') return null;
  const tags = tagsOf(b);
  if (fourcc(b, 16) === 'GRAY') {
    const grey = curveOf(b, tags.get('kTRC'));
    return grey && { curves: [grey, grey, grey], matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
  }
  if (fourcc(b, 16) !== 'RGB ' || fourcc(b, 20) !== 'XYZ ') return null;
  const curves = ['rTRC', 'gTRC', 'bTRC'].map((name) => curveOf(b, tags.get(name)));
  const columns = ['rXYZ', 'gXYZ', 'bXYZ'].map((name) => tags.get(name));
  const [red, green, blue] = curves;
  if (!red || !green || !blue || columns.some((tag) => !tag || tag.size < 20)) return null;
  const toXyz = [0, 1, 2].flatMap((row) => columns.map((tag) => fixed(b, tag!.at + 8 + row * 4)));
  return { curves: [red, green, blue], matrix: product(D50_TO_SRGB, toXyz) };
}
