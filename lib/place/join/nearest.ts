/** Pairs of features that are each other's nearest, clearly nearer than the next: the start of every joining of two pictures. */
import { aligned } from '../../pixels/kernels/kernels.ts';
import { LENGTH, NORM } from '../features/descriptor.ts';
import type { SurfaceFeatures } from '../features/features.ts';
import { surfaceRoom } from '../kernels/kernels.ts';

/** Distance to the nearest over distance to the next at another place (Lowe, IJCV 2004, section 7.1, has .8; turn and size are held against the map here). */
const RATIO = 0.85;

/** Features compared in one call: engines change to their faster code between calls only, and a multiple of four. */
const AT_ONCE = 64;

/** Numbers of features of the two pictures, pair by pair. */
export interface Pairs {
  count: number;
  a: Int32Array;
  b: Int32Array;
}

/** For each feature of `a` three numbers (nearest, its product, product of the next), for each of `b` two (nearest, its product). */
export interface Nearest {
  rows: Int32Array;
  columns: Int32Array;
}

const placesOf = (f: SurfaceFeatures): Float32Array => {
  const out = new Float32Array(f.count * 3);
  for (let i = 0; i < f.count; i++) out.set([f.x[i]!, f.y[i]!, f.size[i]!], i * 3);
  return out;
};

/** `nearest` of build/kernels/assembly/surface in plain code: the reference. */
export function plainNearest(a: SurfaceFeatures, b: SurfaceFeatures): Nearest {
  const { rows, columns } = empty(a.count, b.count);
  const apart = (i: number, j: number): boolean => {
    const reach = 2 * Math.max(b.size[i]!, b.size[j]!);
    return Math.abs(b.x[i]! - b.x[j]!) > reach || Math.abs(b.y[i]! - b.y[j]!) > reach;
  };
  for (let i = 0; i < a.count; i++) {
    for (let j = 0; j < b.count; j++) {
      let d = 0;
      for (let k = 0; k < LENGTH; k++) d += a.descriptors[i * LENGTH + k]! * b.descriptors[j * LENGTH + k]!;
      if (d > columns[j * 2 + 1]!) columns.set([i, d], j * 2);
      const [first, best, second] = [rows[i * 3]!, rows[i * 3 + 1]!, rows[i * 3 + 2]!];
      if (d <= second) continue;
      if (d > best) rows.set([j, d, first < 0 || apart(j, first) ? best : second], i * 3);
      else if (apart(j, first)) rows[i * 3 + 2] = d;
    }
  }
  return { rows, columns };
}

function empty(n: number, m: number): Nearest {
  const rows = new Int32Array(n * 3);
  const columns = new Int32Array(m * 2);
  for (let i = 0; i < n; i++) rows[i * 3] = -1;
  for (let j = 0; j < m; j++) columns[j * 2] = -1;
  return { rows, columns };
}

export function nearest(a: SurfaceFeatures, b: SurfaceFeatures): Nearest {
  const held = surfaceRoom();
  if (!held) return plainNearest(a, b);
  const { room, calls } = held;
  // Four at a time: what is missing to a multiple of four is zero and like nothing.
  const n = (a.count + 3) & ~3;
  const bAt = aligned(n * LENGTH * 2);
  const places = aligned(bAt + b.count * LENGTH * 2);
  const rowsAt = aligned(places + b.count * 12);
  const columnsAt = aligned(rowsAt + n * 12);
  room.reserve(columnsAt + b.count * 8);
  const first = new Int16Array(room.bytes(0, n * LENGTH * 2).buffer, 0, n * LENGTH);
  first.set(a.descriptors);
  first.fill(0, a.count * LENGTH);
  new Int16Array(room.bytes(0, 1).buffer, bAt, b.count * LENGTH).set(b.descriptors);
  room.floats(places, b.count * 3).set(placesOf(b));
  const start = empty(n, b.count);
  room.ints(rowsAt, n * 3).set(start.rows);
  room.ints(columnsAt, b.count * 2).set(start.columns);
  for (let from = 0; from < n; from += AT_ONCE)
    calls.nearest(0, from, Math.min(n, from + AT_ONCE), bAt, b.count, places, rowsAt, columnsAt);
  return { rows: room.ints(rowsAt, a.count * 3).slice(), columns: room.ints(columnsAt, b.count * 2).slice() };
}

/** Squared distance of two descriptors of length NORM with this product. */
export const apartness = (product: number): number => Math.max(0, 2 * (NORM * NORM - product));

/** Pairs that are each other's nearest and pass the ratio. */
export function mutualPairs(
  a: SurfaceFeatures,
  b: SurfaceFeatures,
  found = nearest(a, b),
  ratio = RATIO,
): Pairs {
  const from: number[] = [];
  const to: number[] = [];
  for (let i = 0; i < a.count; i++) {
    const j = found.rows[i * 3]!;
    if (j < 0 || found.columns[j * 2] !== i) continue;
    if (apartness(found.rows[i * 3 + 1]!) >= ratio * ratio * apartness(found.rows[i * 3 + 2]!)) continue;
    from.push(i);
    to.push(j);
  }
  return { count: from.length, a: Int32Array.from(from), b: Int32Array.from(to) };
}
