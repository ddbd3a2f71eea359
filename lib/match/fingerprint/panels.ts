/** Finds photographs on a screen: in a chat, a listing page or a collage with gaps, each a busy rectangle on flat colour. */
import { partsOf } from '../../pixels/contours.ts';
import { closed, shrunkBy } from '../../pixels/morphology.ts';
import type { ColourPlanes } from '../../pixels/raster.ts';
import type { Box } from './panel.ts';

/** Most panels that are looked at, the largest first: each costs a search and a comparison. */
const MOST = 6;
/** Smallest and largest panel as a share of the picture. */
const LEAST = 0.018;
const LARGEST = 0.92;
const LEAST_SIDE = 26;
const LONGEST_ASPECT = 2.6;
/** Steps within which neighbours count as one flat colour, and pixels as of that colour. */
const FLAT = 3;
const NEAR = 12;
/** A colour is a screen's background from this share of the picture; all together must cover so much. */
const BACKGROUND = 0.05;
const SCREEN = 0.3;
const MOST_COLOURS = 5;
/** Share of half the outline that it must have. */
const EDGE = 0.06;
/** Sides of a photograph are straight: share of a side's pixels that are no background. */
const STRAIGHT = 0.7;
/** A photograph has many tones, a bubble with words two: bins of 16 steps with this share each. */
const TONES = 4;
const TONE_SHARE = 0.015;
/** Words are thin: what is not the most frequent tone, without its outermost pixels, keeps this share of a photograph. */
const STROKE = 3;
const SOLID = 0.06;

const key = (y: number, cb: number, cr: number): number => ((y >> 3) << 10) | ((cb >> 3) << 5) | (cr >> 3);

interface Colour {
  y: number;
  cb: number;
  cr: number;
  n: number;
}

/** The flat colours that cover the most. */
function backgrounds({ width, height, y, cb, cr }: ColourPlanes): Colour[] {
  const found = new Map<number, Colour>();
  for (let j = 0; j < height - 1; j++) {
    for (let i = 0, p = j * width; i < width - 1; i++, p++) {
      if (Math.abs(y[p]! - y[p + 1]!) > FLAT || Math.abs(y[p]! - y[p + width]!) > FLAT) continue;
      const k = key(y[p]!, cb[p]!, cr[p]!);
      const c = found.get(k) ?? { y: 0, cb: 0, cr: 0, n: 0 };
      c.y += y[p]!;
      c.cb += cb[p]!;
      c.cr += cr[p]!;
      c.n++;
      found.set(k, c);
    }
  }
  // White around a product is a photograph's own: what lies behind photographs reaches the picture's edge.
  const edge = new Map<number, number>();
  const atEdge = (p: number): void => {
    const k = key(y[p]!, cb[p]!, cr[p]!);
    edge.set(k, (edge.get(k) ?? 0) + 1);
  };
  for (let i = 0; i < width; i++) {
    atEdge(i);
    atEdge((height - 1) * width + i);
  }
  for (let j = 0; j < height; j++) {
    atEdge(j * width);
    atEdge(j * width + width - 1);
  }
  return [...found.entries()]
    .filter(([k, c]) => c.n >= BACKGROUND * width * height && (edge.get(k) ?? 0) >= EDGE * (width + height))
    .map(([, c]) => c)
    .sort((a, b) => b.n - a.n)
    .slice(0, MOST_COLOURS)
    .map((c) => ({ y: c.y / c.n, cb: c.cb / c.n, cr: c.cr / c.n, n: c.n }));
}

function isPictorial(y: Uint8Array, width: number, box: Box): boolean {
  const bins = new Uint32Array(16);
  const own = new Uint8Array(box.width * box.height);
  for (let j = 0, o = 0; j < box.height; j++) {
    for (let i = 0, p = (box.y + j) * width + box.x; i < box.width; i++, p++, o++) {
      own[o] = y[p]!;
      const b = y[p]! >> 4;
      bins[b] = bins[b]! + 1;
    }
  }
  if (bins.filter((n) => n >= TONE_SHARE * own.length).length < TONES) return false;
  const usual = bins.indexOf(Math.max(...bins)) * 16 + 8;
  const other = own.map((v) => (Math.abs(v - usual) > 16 ? 1 : 0));
  let solid = 0;
  for (const v of shrunkBy(other, box.width, box.height, STROKE)) solid += v;
  return solid >= SOLID * own.length;
}

/** How many of the box's four sides are straight: not background along most of their length, within two pixels. */
function straightSides(mask: Uint8Array, width: number, box: Box): number {
  const side = (start: number, along: number, inward: number, count: number): boolean => {
    let full = 0;
    for (let k = 0, p = start; k < count; k++, p += along)
      if (mask[p] || mask[p + inward] || mask[p + 2 * inward]) full++;
    return full >= STRAIGHT * count;
  };
  const first = box.y * width + box.x;
  const last = (box.y + box.height - 1) * width + box.x + box.width - 1;
  return [
    side(first, 1, width, box.width),
    side(last, -1, -width, box.width),
    side(first, width, 1, box.height),
    side(last, -width, -1, box.height),
  ].filter(Boolean).length;
}

/** Photographs on flat colour, in the planes' own pixels, the largest first; empty for a picture that is no screen. */
export function findPanels(planes: ColourPlanes): Box[] {
  const { width, height, y, cb, cr } = planes;
  if (width < 60 || height < 60) return [];
  const flat = backgrounds(planes);
  if (flat.reduce((n, c) => n + c.n, 0) < SCREEN * width * height) return [];
  const mask = new Uint8Array(width * height);
  for (let p = 0; p < mask.length; p++) {
    const near = flat.some(
      (c) => Math.abs(y[p]! - c.y) + Math.abs(cb[p]! - c.cb) + Math.abs(cr[p]! - c.cr) <= NEAR,
    );
    if (!near) mask[p] = 1;
  }
  const all = new Uint8Array(mask.length).fill(1);
  const joined = closed(mask, all, width, height, 2);
  return partsOf(joined, width, height)
    .map((part) => ({
      x: part.left,
      y: part.top,
      width: part.right - part.left,
      height: part.bottom - part.top,
    }))
    .filter((box) => {
      const share = (box.width * box.height) / (width * height);
      const short = Math.min(box.width, box.height);
      return (
        share >= LEAST &&
        share <= LARGEST &&
        short >= LEAST_SIDE &&
        Math.max(box.width, box.height) <= LONGEST_ASPECT * short &&
        straightSides(joined, width, box) >= 3 &&
        isPictorial(y, width, box)
      );
    })
    .sort((a, b) => b.width * b.height - a.width * a.height)
    .slice(0, MOST);
}
