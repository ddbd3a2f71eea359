/**
 * Does an embedded preview show the picture it stands in? Compared small and in grey, in four rotations and mirrored,
 * with letterbox bars cut only where they are bars. Decoding is the caller's; this is arithmetic on pixels.
 */
import type { Region } from '../../claims/finding.ts';
import type { Frame } from '../../pixels/frame.ts';
import { lumaAt } from '../../pixels/luma.ts';
import { mean, pearson } from '../../pixels/pearson.ts';
import type { Picture } from '../../pixels/picture.ts';
import { changedRegions } from './preview-regions.ts';

export interface Comparison {
  /** Best correlation of the four rotations, -1 to 1. */
  correlation: number;
  /** Quarter turns clockwise that bring the preview onto the photo, 0 to 3. */
  rotation: number;
  /** Best correlation of the mirrored preview. */
  mirroredCorrelation: number;
  mirrored: boolean;
  /** The preview's shape (bars cut, turned) differs from the photo's by more than 5 %. */
  aspectDiffers: boolean;
  /** `edited`: the same with regions that differ; `flat`: too little content to tell; `unclear`: unlike without a second sign. */
  result: 'same' | 'other' | 'edited' | 'mirrored' | 'unclear' | 'flat';
  /** Where they differ, in the photo's pixels; only for `edited`. */
  regions: Region[];
}

/** Pictures with a shorter side say nothing. */
const LEAST_SIDE = 16;
const NOTHING: Comparison = {
  correlation: 0,
  rotation: 0,
  mirroredCorrelation: 0,
  mirrored: false,
  aspectDiffers: false,
  result: 'flat',
  regions: [],
};

/** Side of the compared grey pictures. */
const SIDE = 32;
/** Sound pairs correlate at 0.95 and more; below this a second sign is asked for. */
const DOUBT = 0.7;
/** Below this two pictures of ordinary contrast are not the same, second sign or not. */
const OTHER = 0.35;
/** From here on the two line up well enough to ask where they differ. */
const ALIKE = 0.8;
/** Grey levels of standard deviation under which a picture has too little content. */
const FLAT = 6;

export function compareThumbnail(preview: Picture, photo: Picture): Comparison {
  if (Math.min(preview.width, preview.height, photo.width, photo.height) < LEAST_SIDE) return NOTHING;
  const target = grey(photo, frameOf(photo));
  const bars = [frameOf(preview), barsCut(preview)];
  let best = { correlation: -2, rotation: 0, frame: bars[0]! };
  let mirrored = -2;
  for (const frame of new Set(bars)) {
    const small = grey(preview, frame);
    for (let rotation = 0; rotation < 4; rotation++) {
      const turned = turn(small, rotation);
      const c = pearson(turned, target);
      if (c > best.correlation) best = { correlation: c, rotation, frame };
      mirrored = Math.max(mirrored, pearson(mirror(turned), target));
    }
  }
  const aspectDiffers = aspectOff(best.frame, best.rotation, photo);
  // A preview may be the middle of the picture, cut to another shape.
  if (aspectDiffers && best.correlation < 0.95) {
    const cut = middleCut(preview, photo, best.frame);
    if (cut.correlation > best.correlation) best = { ...best, ...cut };
  }
  const flat = deviation(target) < FLAT || deviation(grey(preview, best.frame)) < FLAT;
  const isMirrored = mirrored >= 0.9 && mirrored > best.correlation + 0.1;
  const other = best.correlation < OTHER || (best.correlation < DOUBT && aspectDiffers);
  const base = {
    correlation: round(best.correlation),
    rotation: best.rotation,
    mirroredCorrelation: round(mirrored),
    mirrored: isMirrored,
    aspectDiffers,
  };
  if (flat) return { ...base, result: 'flat', regions: [] };
  if (isMirrored) return { ...base, result: 'mirrored', regions: [] };
  if (other) return { ...base, result: 'other', regions: [] };
  if (best.correlation < DOUBT) return { ...base, result: 'unclear', regions: [] };
  if (best.correlation < ALIKE || aspectDiffers) return { ...base, result: 'same', regions: [] };
  const regions = changedRegions(preview, best.frame, best.rotation, photo);
  return { ...base, result: regions.length > 0 ? 'edited' : 'same', regions };
}

const round = (v: number) => Math.round(v * 1000) / 1000;

const frameOf = (p: Picture): Frame => ({ x: 0, y: 0, width: p.width, height: p.height });

/** Luma (ITU-R BT.601) of the frame, averaged down to SIDE × SIDE. */
function grey(p: Picture, f: Frame): Float32Array {
  const out = new Float32Array(SIDE * SIDE);
  for (let y = 0; y < SIDE; y++) {
    const y0 = f.y + Math.floor((y * f.height) / SIDE);
    const y1 = Math.max(y0 + 1, f.y + Math.floor(((y + 1) * f.height) / SIDE));
    // At most eight rows and columns per cell: enough for an average, and a 50 MP photo stays cheap.
    const stepY = Math.max(1, Math.floor((y1 - y0) / 8));
    for (let x = 0; x < SIDE; x++) {
      const x0 = f.x + Math.floor((x * f.width) / SIDE);
      const x1 = Math.max(x0 + 1, f.x + Math.floor(((x + 1) * f.width) / SIDE));
      const stepX = Math.max(1, Math.floor((x1 - x0) / 8));
      let sum = 0;
      let count = 0;
      for (let v = y0; v < y1; v += stepY) {
        for (let u = x0; u < x1; u += stepX) {
          const i = (v * p.width + u) * 4;
          sum += lumaAt(p.data, i);
          count++;
        }
      }
      out[y * SIDE + x] = sum / count;
    }
  }
  return out;
}

/** Quarter turns clockwise of a square. */
function turn(a: Float32Array, quarters: number): Float32Array {
  if (quarters === 0) return a;
  const out = new Float32Array(a.length);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const [u, v] =
        quarters === 1
          ? [y, SIDE - 1 - x]
          : quarters === 2
            ? [SIDE - 1 - x, SIDE - 1 - y]
            : [SIDE - 1 - y, x];
      out[y * SIDE + x] = a[v * SIDE + u]!;
    }
  }
  return out;
}

function mirror(a: Float32Array): Float32Array {
  const out = new Float32Array(a.length);
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) out[y * SIDE + x] = a[y * SIDE + SIDE - 1 - x]!;
  return out;
}

function deviation(a: Float32Array): number {
  const m = mean(a);
  let sum = 0;
  for (const v of a) sum += (v - m) ** 2;
  return Math.sqrt(sum / a.length);
}

/** Truly black: no pixel of the line brighter than JPEG ringing makes it. */
const BLACK = 28;

/**
 * The frame inside letterbox or pillarbox bars: black lines on both opposite sides, equally many (within one
 * JPEG block), at least 3 % and at
 * most 36 % of the side each (a 9:16 picture in a 4:3 frame). Anything else, dark content above all, is left as it is.
 */
function barsCut(p: Picture): Frame {
  const whole = frameOf(p);
  const rowBlack = (y: number) => {
    for (let x = 0; x < p.width; x++) if (!black(p, x, y)) return false;
    return true;
  };
  const columnBlack = (x: number) => {
    for (let y = 0; y < p.height; y++) if (!black(p, x, y)) return false;
    return true;
  };
  const [top, bottom] = run(p.height, rowBlack);
  const [left, right] = run(p.width, columnBlack);
  // JPEG blocks that straddle the edge of a bar ring into it, so the wider of the two runs is the bar.
  const [rows, columns] = [Math.max(top, bottom) + 1, Math.max(left, right) + 1];
  if (isBar(top, bottom, p.height)) return { ...whole, y: rows, height: p.height - 2 * rows };
  if (isBar(left, right, p.width)) return { ...whole, x: columns, width: p.width - 2 * columns };
  return whole;
}

function black(p: Picture, x: number, y: number): boolean {
  const i = (y * p.width + x) * 4;
  return p.data[i]! <= BLACK && p.data[i + 1]! <= BLACK && p.data[i + 2]! <= BLACK;
}

function run(size: number, dark: (i: number) => boolean): [number, number] {
  let first = 0;
  while (first < size * 0.4 && dark(first)) first++;
  let last = 0;
  while (last < size * 0.4 && dark(size - 1 - last)) last++;
  return [first, last];
}

const isBar = (a: number, b: number, size: number): boolean =>
  Math.abs(a - b) <= 8 && Math.min(a, b) >= size * 0.03 && Math.max(a, b) <= size * 0.36;

function aspectOff(f: Frame, rotation: number, photo: Picture): boolean {
  const own = rotation % 2 === 0 ? f.width / f.height : f.height / f.width;
  return Math.abs(Math.log(own / (photo.width / photo.height))) > 0.05;
}

/** Compares the preview with the middle of the photo cut to the preview's shape, in the rotations that fit. */
function middleCut(
  preview: Picture,
  photo: Picture,
  frame: Frame,
): { correlation: number; rotation: number } {
  const small = grey(preview, frame);
  let best = { correlation: -2, rotation: 0 };
  for (let rotation = 0; rotation < 4; rotation++) {
    const aspect = rotation % 2 === 0 ? frame.width / frame.height : frame.height / frame.width;
    const width = Math.min(photo.width, Math.round(photo.height * aspect));
    const height = Math.min(photo.height, Math.round(photo.width / aspect));
    const x = Math.floor((photo.width - width) / 2);
    const y = Math.floor((photo.height - height) / 2);
    if (width < SIDE || height < SIDE) continue;
    const c = pearson(turn(small, rotation), grey(photo, { x, y, width, height }));
    if (c > best.correlation) best = { correlation: c, rotation };
  }
  return best;
}
