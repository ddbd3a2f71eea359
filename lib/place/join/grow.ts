/** Grows a surface: features beside its pairs whose partner stands where the neighbours say, though another place was more alike. */
import { applyTo } from '../../pixels/homography.ts';
import { LENGTH } from '../features/descriptor.ts';
import type { SurfaceFeatures } from '../features/features.ts';
import { agrees } from './local-change.ts';
import { apartness, type Nearest, type Pairs } from './nearest.ts';
import { REACH, type Surface } from './surfaces.ts';

/** How far neighbours speak, as a share of the first picture's longest side, and how many are asked at most. */
const NEIGHBOURHOOD = 0.1;
const ASKED = 6;
/** A partner may be this much less alike (in distance) than the most alike of the whole picture. */
const LESS_ALIKE = 1.1;
const ROUNDS = 6;

/** A surface with everything that follows it: pairs of feature numbers. */
export interface GrownSurface extends Surface {
  /** Pairs found by likeness alone, before any neighbour was asked. */
  seeds: number;
  a: number[];
  b: number[];
}

/** Features of a picture by cells of `cell` pixels; what stands for each is the caller's number. */
class Cells {
  private readonly lists = new Map<number, number[]>();
  private readonly cell: number;

  constructor(cell: number) {
    this.cell = cell;
  }

  private key(x: number, y: number): number {
    return Math.floor(y / this.cell) * 65_536 + Math.floor(x / this.cell);
  }

  add(x: number, y: number, what: number): void {
    const key = this.key(x, y);
    const list = this.lists.get(key);
    if (list) list.push(what);
    else this.lists.set(key, [what]);
  }

  /** Those in the nine cells around a point, cell by cell. */
  near(x: number, y: number): number[][] {
    const out: number[][] = [];
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const list = this.lists.get(this.key(x + dx * this.cell, y + dy * this.cell));
        if (list) out.push(list);
      }
    }
    return out;
  }
}

const product = (a: SurfaceFeatures, i: number, b: SurfaceFeatures, j: number): number => {
  let d = 0;
  for (let k = 0; k < LENGTH; k++) d += a.descriptors[i * LENGTH + k]! * b.descriptors[j * LENGTH + k]!;
  return d;
};

/** Adds to each surface what its neighbours carry; a feature belongs to one surface, that of more pairs first. */
export function grow(
  a: SurfaceFeatures,
  b: SurfaceFeatures,
  pairs: Pairs,
  found: Nearest,
  surfaces: readonly Surface[],
): GrownSurface[] {
  const reach = REACH * 1.5 * Math.max(b.width, b.height);
  const cells = new Cells(reach);
  for (let j = 0; j < b.count; j++) cells.add(b.x[j]!, b.y[j]!, j);
  const takenA = new Uint8Array(a.count);
  const takenB = new Uint8Array(b.count);
  const grown = surfaces.map((s): GrownSurface => {
    const own = { a: s.pairs.map((k) => pairs.a[k]!), b: s.pairs.map((k) => pairs.b[k]!) };
    for (const i of own.a) takenA[i] = 1;
    for (const j of own.b) takenB[j] = 1;
    return { ...s, seeds: s.pairs.length, ...own };
  });
  const radius = NEIGHBOURHOOD * Math.max(a.width, a.height);
  for (const s of grown) {
    const known = new Cells(radius);
    let before = 0;
    const within = new Float64Array(a.count).fill(radius);
    for (let round = 0; round < ROUNDS; round++) {
      const slips = s.a.map((i, k) => {
        const [x, y] = applyTo(s.map, a.x[i]!, a.y[i]!);
        return [b.x[s.b[k]!]! - x, b.y[s.b[k]!]! - y] as const;
      });
      const fresh = new Cells(radius);
      for (; before < s.a.length; before++) {
        const i = s.a[before]!;
        known.add(a.x[i]!, a.y[i]!, before);
        fresh.add(a.x[i]!, a.y[i]!, before);
      }
      for (let i = 0; i < a.count; i++) {
        // Where no new pair is nearer than those that were asked, the answer is the one it was.
        if (takenA[i] || !comesWithin(a, s, fresh, i, within[i]!)) continue;
        const where = expected(a, s, slips, i, radius, known);
        if (!where) continue;
        within[i] = where.within;
        const j = partner(a, b, s, i, where, reach, cells, takenB, found);
        if (j < 0) continue;
        takenA[i] = 1;
        takenB[j] = 1;
        s.a.push(i);
        s.b.push(j);
      }
      if (s.a.length === before) break;
    }
  }
  return grown;
}

/** Whether one of `pairs` stands nearer to a feature than `within`. */
function comesWithin(a: SurfaceFeatures, s: GrownSurface, pairs: Cells, i: number, within: number): boolean {
  const x = a.x[i]!;
  const y = a.y[i]!;
  return pairs
    .near(x, y)
    .some((list) => list.some((k) => (a.x[s.a[k]!]! - x) ** 2 + (a.y[s.a[k]!]! - y) ** 2 < within * within));
}

/** Where a feature should stand in the second picture, and how near a pair must stand to change that. */
interface Expected {
  x: number;
  y: number;
  within: number;
}

/** The nearest pairs found so far by `expected`, and how far they are. */
const nearest = new Int32Array(ASKED);
const away = new Float64Array(ASKED);

/** By its surface's map and how its nearest pairs leave it. Null with no neighbour. */
function expected(
  a: SurfaceFeatures,
  s: GrownSurface,
  slips: readonly (readonly [number, number])[],
  i: number,
  radius: number,
  known: Cells,
): Expected | null {
  const ax = a.x[i]!;
  const ay = a.y[i]!;
  let asked = 0;
  for (const list of known.near(ax, ay)) {
    for (const k of list) {
      const x = a.x[s.a[k]!]! - ax;
      if (x >= radius || x <= -radius) continue;
      const y = a.y[s.a[k]!]! - ay;
      if (y >= radius || y <= -radius) continue;
      const d = Math.sqrt(x * x + y * y);
      if (d >= radius || (asked === ASKED && d >= away[ASKED - 1]!)) continue;
      let at = asked < ASKED ? asked++ : ASKED - 1;
      for (; at > 0 && away[at - 1]! > d; at--) {
        away[at] = away[at - 1]!;
        nearest[at] = nearest[at - 1]!;
      }
      away[at] = d;
      nearest[at] = k;
    }
  }
  if (asked === 0) return null;
  let sum = 0;
  let dx = 0;
  let dy = 0;
  for (let n = 0; n < asked; n++) {
    const w = 1 / (away[n]! + radius / 20);
    const slip = slips[nearest[n]!]!;
    sum += w;
    dx += w * slip[0];
    dy += w * slip[1];
  }
  const [x, y] = applyTo(s.map, ax, ay);
  return { x: x + dx / sum, y: y + dy / sum, within: asked === ASKED ? away[ASKED - 1]! : radius };
}

function partner(
  a: SurfaceFeatures,
  b: SurfaceFeatures,
  s: Surface,
  i: number,
  { x, y }: Expected,
  reach: number,
  cells: Cells,
  taken: Uint8Array,
  found: Nearest,
): number {
  let best = -1;
  let most = 0;
  for (const list of cells.near(x, y)) {
    for (const j of list) {
      if (taken[j] || (b.x[j]! - x) ** 2 + (b.y[j]! - y) ** 2 > reach * reach) continue;
      const size = Math.log2(b.size[j]! / a.size[i]!);
      if (!agrees(s.map, a.x[i]!, a.y[i]!, size, b.turn[j]! - a.turn[i]!)) continue;
      const d = product(a, i, b, j);
      if (d > most) {
        most = d;
        best = j;
      }
    }
  }
  const limit = LESS_ALIKE * LESS_ALIKE * apartness(found.rows[i * 3 + 1]!);
  return best >= 0 && apartness(most) <= limit ? best : -1;
}
