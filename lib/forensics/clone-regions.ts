/**
 * Finds parts of a picture that stand in it twice, shifted: copy-move. Dense blocks described by low DCT terms, sorted so that
 * equal ones meet, shifts voted on (Fridrich 2003; Christlein 2012). Survives a re-save; repeated prints and shelves repeat honestly.
 */
import type { Picture } from '../images/picture.ts';

/** Longest side at which it looks. */
const SIDE = 480;
const BLOCK = 12;
const STRIDE = 1;
/** Copies nearer than this are texture repeating itself. */
const LEAST_SHIFT = 40;
/** Blocks flatter than this (variance, grey steps squared) look like each other anyway. */
const LEAST_VARIANCE = 60;
/** Neighbours in sorted order that are compared. */
const NEIGHBOURS = 6;
/** Squared difference per pixel between two blocks that are the same after a re-save. */
const SAME = 40;
/** Blocks that must agree on one shift, and the area they must fill. */
const LEAST_VOTES = 260;
/** More competing shifts than this are a repeated pattern, not a copy. */
const MOST_SHIFTS = 3;

export interface Clone {
  /** Where the part stands, and where its double stands, in pixels of the picture. */
  region: { x: number; y: number; width: number; height: number; area: number };
  double: { x: number; y: number; width: number; height: number; area: number };
}

function greyCopy(picture: Picture): { width: number; height: number; data: Float32Array; scale: number } {
  const scale = Math.max(1, Math.max(picture.width, picture.height) / SIDE);
  const width = Math.max(1, Math.floor(picture.width / scale));
  const height = Math.max(1, Math.floor(picture.height / scale));
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const y0 = Math.floor(y * scale);
    const y1 = Math.max(y0 + 1, Math.min(picture.height, Math.floor((y + 1) * scale)));
    for (let x = 0; x < width; x++) {
      const x0 = Math.floor(x * scale);
      const x1 = Math.max(x0 + 1, Math.min(picture.width, Math.floor((x + 1) * scale)));
      let sum = 0;
      for (let v = y0; v < y1; v++) {
        for (let u = x0; u < x1; u++) {
          const p = (v * picture.width + u) * 4;
          sum += 0.299 * picture.data[p]! + 0.587 * picture.data[p + 1]! + 0.114 * picture.data[p + 2]!;
        }
      }
      data[y * width + x] = sum / ((y1 - y0) * (x1 - x0));
    }
  }
  return { width, height, data, scale };
}

/** Pairs of equal parts, largest first; empty when there are none or when the picture repeats itself all over. */
export function findClones(picture: Picture): Clone[] {
  const grey = greyCopy(picture);
  const { width, height, data } = grey;
  if (width < 4 * BLOCK || height < 4 * BLOCK) return [];
  const places: number[] = [];
  const keys: number[] = [];
  // Four cell means relative to the block's mean, coarsely: equal parts get equal keys or neighbouring ones.
  const cell = BLOCK / 3;
  for (let y = 0; y + BLOCK <= height; y += STRIDE) {
    for (let x = 0; x + BLOCK <= width; x += STRIDE) {
      const means = new Float64Array(9);
      let sum = 0;
      let squares = 0;
      for (let v = 0; v < BLOCK; v++) {
        for (let u = 0; u < BLOCK; u++) {
          const g = data[(y + v) * width + x + u]!;
          sum += g;
          squares += g * g;
          const m = ((v / cell) | 0) * 3 + ((u / cell) | 0);
          means[m] = means[m]! + g;
        }
      }
      const n = BLOCK * BLOCK;
      const mean = sum / n;
      if (squares / n - mean * mean < LEAST_VARIANCE) continue;
      let key = 0;
      for (const m of [4, 0, 2, 6, 8, 1]) {
        const v = Math.round((means[m]! / (cell * cell) - mean) / 5);
        key = key * 32 + Math.max(0, Math.min(31, v + 16));
      }
      places.push(y * width + x);
      keys.push(key * 64 + Math.round(mean / 4));
    }
  }
  const order = Uint32Array.from(places, (_, i) => i).sort((a, b) => keys[a]! - keys[b]!);
  const shifts = new Map<number, number[]>();
  for (let i = 0; i < order.length; i++) {
    const p = places[order[i]!]!;
    for (let k = 1; k <= NEIGHBOURS && i + k < order.length; k++) {
      const q = places[order[i + k]!]!;
      const [a, b] = p < q ? [p, q] : [q, p];
      const dx = (b % width) - (a % width);
      const dy = ((b / width) | 0) - ((a / width) | 0);
      if (dx * dx + dy * dy < LEAST_SHIFT * LEAST_SHIFT || !alike(data, width, a, b)) continue;
      const shift = (dy + 4096) * 16384 + dx + 8192;
      const list = shifts.get(shift);
      if (list) list.push(a);
      else shifts.set(shift, [a]);
    }
  }
  const strong = [...shifts]
    .filter(([, list]) => list.length >= LEAST_VOTES)
    .sort((a, b) => b[1].length - a[1].length);
  const apart: typeof strong = [];
  for (const entry of strong) {
    const near = apart.some(
      ([s]) =>
        Math.abs((s % 16384) - (entry[0] % 16384)) < 4 &&
        Math.abs(Math.floor(s / 16384) - Math.floor(entry[0] / 16384)) < 4,
    );
    if (!near) apart.push(entry);
  }
  if (apart.length > MOST_SHIFTS) return [];
  return apart.flatMap(([shift, list]) => {
    const region = boxOf(new Set(list), width, grey.scale);
    if (!region) return [];
    const dx = ((shift % 16384) - 8192) * grey.scale;
    const dy = (Math.floor(shift / 16384) - 4096) * grey.scale;
    return [{ region, double: { ...region, x: region.x + dx, y: region.y + dy } }];
  });
}

function alike(data: Float32Array, width: number, a: number, b: number): boolean {
  let d = 0;
  const limit = SAME * BLOCK * BLOCK;
  for (let v = 0; v < BLOCK; v++) {
    for (let u = 0; u < BLOCK; u++) {
      const e = data[a + v * width + u]! - data[b + v * width + u]!;
      d += e * e;
    }
    if (d > limit) return false;
  }
  return true;
}

/** Box of the largest connected group of block places; null when it is small or thin. */
function boxOf(places: Set<number>, width: number, scale: number): Clone['region'] | null {
  let best: { left: number; top: number; right: number; bottom: number; n: number } | null = null;
  const seen = new Set<number>();
  for (const start of places) {
    if (seen.has(start)) continue;
    const stack = [start];
    seen.add(start);
    const group = { left: width, top: 1e9, right: 0, bottom: 0, n: 0 };
    while (stack.length > 0) {
      const p = stack.pop()!;
      group.n++;
      const x = p % width;
      const y = (p / width) | 0;
      group.left = Math.min(group.left, x);
      group.right = Math.max(group.right, x + BLOCK);
      group.top = Math.min(group.top, y);
      group.bottom = Math.max(group.bottom, y + BLOCK);
      for (let v = -2; v <= 2; v++) {
        for (let u = -2; u <= 2; u++) {
          const q = p + v * width + u;
          if (places.has(q) && !seen.has(q)) {
            seen.add(q);
            stack.push(q);
          }
        }
      }
    }
    if (!best || group.n > best.n) best = group;
  }
  if (!best || best.n < LEAST_VOTES / 2) return null;
  const w = best.right - best.left;
  const h = best.bottom - best.top;
  if (Math.min(w, h) < 1.5 * BLOCK) return null;
  return {
    x: best.left * scale,
    y: best.top * scale,
    width: w * scale,
    height: h * scale,
    area: Math.round(Math.min(best.n + BLOCK * BLOCK, w * h) * scale * scale),
  };
}
