/** Where a preview and its picture differ, beyond tone, sharpening and one pixel of misalignment. */
import type { Region } from '../../claims/finding.ts';
import type { Part } from '../../pixels/contours.ts';
import type { Frame } from '../../pixels/frame.ts';
import { partsOf } from '../../pixels/kernels/masks.ts';
import { solve } from '../../pixels/linear.ts';
import { luma } from '../../pixels/luma.ts';
import type { Picture } from '../../pixels/picture.ts';

/** Longest side of the compared pictures; EXIF thumbnails have 160. */
const LONG = 160;
/** Grey or colour levels that tone-matched sound pairs do not exceed over a whole blurred neighbourhood. */
const LEAST = 26;
/** A region must cover this share of the picture, and all together not more than the second share (then it is tone, not an edit). */
const SMALLEST = 0.006;
const LARGEST = 0.4;

/** A component whose neighbourhood correlates like this shows the same content in another tone. */
const SAME_CONTENT = 0.92;
/** A mix that leaves everything black: never taken, since the ridge keeps the equations solvable. */
const NO_MIX = [0, 0, 0, 0];

/**
 * @param rotation quarter turns clockwise that bring the preview onto the photo.
 * @param shown the part of the photo that the preview shows; all of it by default.
 * @returns boxes in the photo's pixels; empty when the pair is sound.
 */
export function changedRegions(
  preview: Picture,
  frame: Frame,
  rotation: number,
  photo: Picture,
  shown: Frame = { x: 0, y: 0, width: photo.width, height: photo.height },
): Region[] {
  const scale = Math.min(1, LONG / Math.max(frame.width, frame.height));
  const turnedWide = rotation % 2 === 1;
  const width = Math.max(8, Math.round((turnedWide ? frame.height : frame.width) * scale));
  const height = Math.max(8, Math.round((turnedWide ? frame.width : frame.height) * scale));
  const a = planes(preview, frame, rotation, width, height);
  const b = planes(photo, shown, 0, width, height);
  const difference = new Float32Array(width * height);
  const from = a.map((plane) => blur(plane, width, height));
  const to = b.map((plane) => blur(plane, width, height));
  for (const plane of to) nearest(toneMatched(from, plane), plane, width, height, difference);
  // Where the preview is burnt out or black its tones are lost, and a tone cannot be asked to match.
  for (let i = 0; i < difference.length; i++) {
    if (from.some((plane) => plane[i]! > 250 || plane[i]! < 4)) difference[i]! *= 0.5;
  }
  const limit = Math.max(LEAST, 5 * median(difference));
  const mask = new Uint8Array(difference.length);
  // At the very edge a cut frame, a bar or the blur itself may differ.
  const margin = Math.max(2, Math.round(Math.min(width, height) * 0.03));
  for (let y = margin; y < height - margin; y++) {
    for (let x = margin; x < width - margin; x++)
      mask[y * width + x] = difference[y * width + x]! > limit ? 1 : 0;
  }
  const fromLuma = lumaOf(from);
  const toLuma = lumaOf(to);
  const found = components(mask, width, height, Math.ceil(width * height * SMALLEST)).filter(
    (c) => likeness(fromLuma, toLuma, c, width, height) < SAME_CONTENT,
  );
  const covered = found.reduce((sum, f) => sum + f.area, 0);
  if (covered > width * height * LARGEST) return [];
  const sx = shown.width / width;
  const sy = shown.height / height;
  return found.slice(0, 12).map((f) => ({
    x: Math.floor(shown.x + f.left * sx),
    y: Math.floor(shown.y + f.top * sy),
    width: Math.ceil((f.right - f.left) * sx),
    height: Math.ceil((f.bottom - f.top) * sy),
    area: Math.round(f.area * sx * sy),
  }));
}

const lumaOf = ([r, g, b]: Float32Array[]): Float32Array => r!.map((v, i) => luma(v, g![i]!, b![i]!));

/** Correlation of the two inside a component and a quarter of its size around it: high when only its tone differs. */
function likeness(a: Float32Array, b: Float32Array, c: Part, width: number, height: number): number {
  const dx = Math.max(3, Math.round((c.right - 1 - c.left) / 4));
  const dy = Math.max(3, Math.round((c.bottom - 1 - c.top) / 4));
  let [n, sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0, 0];
  for (let y = Math.max(0, c.top - dy); y <= Math.min(height - 1, c.bottom - 1 + dy); y++) {
    for (let x = Math.max(0, c.left - dx); x <= Math.min(width - 1, c.right - 1 + dx); x++) {
      const u = a[y * width + x]!;
      const v = b[y * width + x]!;
      n++;
      sa += u;
      sb += v;
      saa += u * u;
      sbb += v * v;
      sab += u * v;
    }
  }
  const [va, vb] = [saa - (sa * sa) / n, sbb - (sb * sb) / n];
  return va > n && vb > n ? (sab - (sa * sb) / n) / Math.sqrt(va * vb) : 0;
}

/**
 * R, G, B planes of the frame averaged down to width × height, turned by quarter turns clockwise. Up to 4 × 4 samples per
 * cell: enough for an average, and a 50 MP photo costs no more than a small one.
 */
function planes(p: Picture, f: Frame, rotation: number, width: number, height: number): Float32Array[] {
  const [red, green, blue] = [0, 1, 2].map(() => new Float32Array(width * height)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const n = Math.max(1, Math.min(4, Math.ceil(Math.max(f.width, f.height) / Math.max(width, height))));
  const stepX = 1 / (width * n);
  const stepY = 1 / (height * n);
  for (let y = 0; y < height * n; y++) {
    const v = (y + 0.5) * stepY;
    for (let x = 0; x < width * n; x++) {
      const u = (x + 0.5) * stepX;
      // Position of the turned picture back in the stored frame.
      const s = rotation === 0 ? u : rotation === 1 ? v : rotation === 2 ? 1 - u : 1 - v;
      const t = rotation === 0 ? v : rotation === 1 ? 1 - u : rotation === 2 ? 1 - v : u;
      const from = (Math.floor(f.y + t * f.height) * p.width + Math.floor(f.x + s * f.width)) * 4;
      const to = Math.floor(y / n) * width + Math.floor(x / n);
      red[to]! += p.data[from]!;
      green[to]! += p.data[from + 1]!;
      blue[to]! += p.data[from + 2]!;
    }
  }
  for (const plane of [red, green, blue]) for (let i = 0; i < plane.length; i++) plane[i]! /= n * n;
  return [red, green, blue];
}

/** 3 × 3 box, twice. */
function blur(a: Float32Array, width: number, height: number): Float32Array {
  let from = a;
  for (let pass = 0; pass < 2; pass++) {
    const to = new Float32Array(a.length);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let sum = 0;
        let n = 0;
        for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
          for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
            sum += from[v * width + u]!;
            n++;
          }
        }
        to[y * width + x] = sum / n;
      }
    }
    from = to;
  }
  return from;
}

/**
 * The planes `from` as the photo would show them: each channel of `to` is fitted as a linear mix of the three channels
 * and an offset (brightness, contrast, colour and saturation are such mixes), twice, the second time without the fifth
 * that fits worst; clipped like the photo.
 */
function toneMatched(from: Float32Array[], to: Float32Array): Float32Array {
  const n = to.length;
  let keep = 1_000;
  const out = new Float32Array(n);
  for (let pass = 0; pass < 2; pass++) {
    const normal = new Float64Array(16);
    const right = new Float64Array(4);
    const v = [0, 0, 0, 1];
    for (let i = 0; i < n; i++) {
      if (pass > 0 && Math.abs(out[i]! - to[i]!) > keep) continue;
      v[0] = from[0]![i]!;
      v[1] = from[1]![i]!;
      v[2] = from[2]![i]!;
      for (let r = 0; r < 4; r++) {
        for (let c = 0; c < 4; c++) normal[r * 4 + c]! += v[r]! * v[c]!;
        right[r]! += v[r]! * to[i]!;
      }
    }
    // A little ridge keeps grey pictures, whose channels are one, solvable.
    for (let r = 0; r < 4; r++) normal[r * 5]! += n * 0.5;
    const mix = solve(normal, right, 4) ?? NO_MIX;
    const off = new Float32Array(n);
    for (let i = 0; i < n; i++) {
      const shown = mix[0]! * from[0]![i]! + mix[1]! * from[1]![i]! + mix[2]! * from[2]![i]! + mix[3]!;
      out[i] = Math.min(255, Math.max(0, shown));
      off[i] = Math.abs(out[i]! - to[i]!);
    }
    keep = Math.max(4, off.sort()[Math.floor(n * 0.8)]!);
  }
  return out;
}

/** Smallest difference to any neighbour within one pixel, the largest of the channels kept. */
function nearest(a: Float32Array, b: Float32Array, width: number, height: number, out: Float32Array) {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let least = 255;
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
          least = Math.min(least, Math.abs(a[v * width + u]! - b[y * width + x]!));
        }
      }
      const i = y * width + x;
      out[i] = Math.max(out[i]!, least);
    }
  }
}

const median = (a: Float32Array): number => Float32Array.from(a).sort()[a.length >> 1] ?? 0;

/** Connected areas (8 neighbours) of at least `least` pixels, largest first. */
const components = (mask: Uint8Array, width: number, height: number, least: number): Part[] =>
  partsOf(mask, width, height)
    .filter((part) => part.area >= least)
    .sort((a, b) => b.area - a.area);
