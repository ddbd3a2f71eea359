/** Finds photographs on a screen: in a chat, a listing page or a collage with gaps, each a busy rectangle on flat colour. */
import { closed, partBoxesOf, shrunkBy } from '../../pixels/kernels/masks.ts';
import type { ColourPlanes } from '../../pixels/raster.ts';
import { backgrounds, type Colour, flatPixels, foreground } from './flat-colours.ts';
import type { Box } from './panel.ts';

/** Most panels that are looked at, the largest first: each costs a search and a comparison. */
const MOST = 6;
/** Smallest and largest panel as a share of the picture. */
const LEAST = 0.018;
const LARGEST = 0.92;
const LEAST_SIDE = 26;
const LONGEST_ASPECT = 2.6;
/** The backgrounds of a screen cover at least this share of it. */
const SCREEN = 0.3;
/** Sides of a photograph are straight: share of a side's pixels that are no background. */
const STRAIGHT = 0.7;
/**
 * A photograph has many tones, a bubble with words two: bins of 16 steps with this share each. Words are thin: what is not the most
 * frequent tone, without its outermost pixels, keeps a share of the area. A small thing before a plain wall keeps 0.03 to 0.05, fine
 * grass 0.02; a drawing of three tones keeps more.
 */
const PICTORIAL = [
  { tones: 4, solid: 0.015 },
  { tones: 3, solid: 0.12 },
];
const TONE_SHARE = 0.015;
const STROKE = 3;
/** Steps from a background within which a pixel is of it: white photographs on a nearly white screen need the second. */
const NEAR = [12, 5];
/** Two boxes of which this share is common are one photograph. */
const SAME = 0.6;

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
  const tones = bins.filter((n) => n >= TONE_SHARE * own.length).length;
  if (tones < Math.min(...PICTORIAL.map((one) => one.tones))) return false;
  const usual = bins.indexOf(Math.max(...bins)) * 16 + 8;
  const other = own.map((v) => (Math.abs(v - usual) > 16 ? 1 : 0));
  let solid = 0;
  for (const v of shrunkBy(other, box.width, box.height, STROKE)) solid += v;
  return PICTORIAL.some((one) => tones >= one.tones && solid >= one.solid * own.length);
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

/**
 * Photographs on flat colour, in the planes' own pixels, the largest first; empty for a picture that is no screen. The colour
 * differences are read only where luma speaks of a screen, so they may be made when they are asked for.
 */
export function findPanels(planes: ColourPlanes): Box[] {
  const { width, height } = planes;
  if (width < 60 || height < 60) return [];
  const flat = flatPixels(planes);
  // A textured photograph is known by its luma alone: its colours are not even asked for.
  if (flat.count < SCREEN * width * height) return [];
  const colours = backgrounds(planes, flat.mask);
  if (colours.reduce((n, c) => n + c.n, 0) < SCREEN * width * height) return [];
  const boxes = NEAR.flatMap((near) => boxesOn(planes, colours, near));
  return boxes
    .sort((a, b) => b.width * b.height - a.width * a.height)
    .filter((box, i) => !boxes.slice(0, i).some((larger) => isSame(larger, box)))
    .slice(0, MOST);
}

/** Whether the smaller box lies in the larger one for the most part, and fills the most of it. */
function isSame(a: Box, b: Box): boolean {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return across > 0 && down > 0 && across * down >= SAME * Math.max(a.width * a.height, b.width * b.height);
}

/** Busy rectangles among what differs from these colours by more than `near` steps. */
function boxesOn(planes: ColourPlanes, colours: Colour[], near: number): Box[] {
  const { width, height, y } = planes;
  const mask = foreground(planes, colours, near);
  const all = new Uint8Array(mask.length).fill(1);
  const joined = closed(mask, all, width, height, 2);
  return partBoxesOf(joined, width, height)
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
    });
}
