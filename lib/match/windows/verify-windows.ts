/** Comparing pictures of which at least one is long: the pair of windows that fits best, then everything that it covers. */
import type { Region } from '../../claims/finding.ts';
import type { Frame } from '../../pixels/frame.ts';
import { applyTo, invert } from '../../pixels/homography.ts';
import type { Prepared } from '../fingerprint/prepare.ts';
import type { Match, MatchLevel } from '../types.ts';
import { agreeingPairs, verify } from '../verify.ts';
import { matchToOwn, type Placed } from './own-pixels.ts';
import { windowsOf } from './windows.ts';

/** One part of a picture, or all of it, made ready for comparison. */
export interface View extends Placed {
  prepared: Prepared;
}

/** A picture that can be looked at as a whole (`null`) or in parts, in its own pixels. */
export interface Viewed {
  width: number;
  height: number;
  view(frame: Frame | null): View;
}

/** A part of the photo and a part of the source that may belong together. */
export type Pair = [photo: Frame | null, source: Frame | null];

const RANK: Record<MatchLevel, number> = {
  copy: 4,
  likely: 3,
  rerendered: 2,
  part: 1,
  flat: 0,
  'same-goods': 0,
};

/** Room around a part that is looked at again, as a share of its sides: a map by one window is a little off at the far end. */
const ROOM = 0.06;
/** Agreement on where a part lies, as a share of its longer side. */
const TOGETHER = 0.05;
/** Features from which a part that does not fit is drawing that differs, and not a blank margin. */
const TEXTURED = 40;
/** With less than this share of the covered photo following the source, only a part is shared. */
const MOSTLY = 0.5;

function verifyPair(photo: Viewed, source: Viewed, [a, b]: Pair): Match | null {
  const [own, other] = [photo.view(a), source.view(b)];
  const match = verify(own.prepared, other.prepared);
  return match && matchToOwn(match, own, other);
}

const better = (a: Match, b: Match): boolean =>
  RANK[a.level] > RANK[b.level] || (RANK[a.level] === RANK[b.level] && a.confidence > b.confidence);

/** The outline of a frame, carried over, as an upright frame inside `size`; null where hardly anything of it lies there. */
function carried(
  map: number[],
  frame: Frame,
  size: { width: number; height: number },
  room: number,
): Frame | null {
  const xs: number[] = [];
  const ys: number[] = [];
  for (const [u, v] of [
    [0, 0],
    [0.5, 0],
    [1, 0],
    [1, 0.5],
    [1, 1],
    [0.5, 1],
    [0, 1],
    [0, 0.5],
  ] as const) {
    const [x, y] = applyTo(map, frame.x + u * frame.width, frame.y + v * frame.height);
    if (!Number.isFinite(x) || !Number.isFinite(y)) return null;
    xs.push(x);
    ys.push(y);
  }
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [dx, dy] = [room * (right - left), room * (bottom - top)];
  const x = Math.max(0, Math.floor(left - dx));
  const y = Math.max(0, Math.floor(top - dy));
  const width = Math.min(size.width, Math.ceil(right + dx)) - x;
  const height = Math.min(size.height, Math.ceil(bottom + dy)) - y;
  return width < 48 || height < 48 ? null : { x, y, width, height };
}

const inside = (a: Frame, b: Frame): boolean =>
  a.x >= b.x - 1 &&
  a.y >= b.y - 1 &&
  a.x + a.width <= b.x + b.width + 1 &&
  a.y + a.height <= b.y + b.height + 1;

const whole = ({ width, height }: { width: number; height: number }): Frame => ({
  x: 0,
  y: 0,
  width,
  height,
});

/** Whether a match of a part says the same about where the part lies as the one that is spread. */
function agrees(match: Match, best: Match, tile: Frame): boolean {
  if (match.mirrored !== best.mirrored) return false;
  const [x, y] = [tile.x + tile.width / 2, tile.y + tile.height / 2];
  const [ax, ay] = applyTo(match.transform, x, y);
  const [bx, by] = applyTo(best.transform, x, y);
  const [cx, cy] = applyTo(best.transform, x + tile.width / 2, y + tile.height / 2);
  const reach = TOGETHER * 2 * Math.max(Math.abs(cx - bx), Math.abs(cy - by), 24);
  return Math.hypot(ax - bx, ay - by) <= reach;
}

/** Regions of overlapping windows that meet are one region. */
function united(regions: Region[]): Region[] {
  const out: Region[] = [];
  for (const region of regions) {
    const meets = out.findIndex(
      (one) =>
        one.x < region.x + region.width &&
        region.x < one.x + one.width &&
        one.y < region.y + region.height &&
        region.y < one.y + one.height,
    );
    const one = out[meets];
    if (!one) {
      out.push(region);
      continue;
    }
    const x = Math.min(one.x, region.x);
    const y = Math.min(one.y, region.y);
    const larger = one.area >= region.area ? one : region;
    out[meets] = {
      ...larger,
      x,
      y,
      width: Math.max(one.x + one.width, region.x + region.width) - x,
      height: Math.max(one.y + one.height, region.y + region.height) - y,
    };
  }
  return out;
}

/** Looks at everything that the best pair's map covers: it may reach beyond the two windows, and what differs may stand there. */
function spread(photo: Viewed, source: Viewed, best: Match, [a, b]: Pair): Match {
  const back = invert(best.transform);
  const covered = back && carried(back, whole(source), photo, 0);
  if (!covered) return best;
  const reached = carried(best.transform, covered, source, 0);
  if (!reached) return best;
  if (inside(covered, a ?? whole(photo)) && inside(reached, b ?? whole(source))) return best;
  const windows = windowsOf(covered);
  const tiles = windows.length
    ? windows.map((w) => ({ ...w, x: w.x + covered.x, y: w.y + covered.y }))
    : [covered];
  let area = 0;
  let kept = 0;
  const changed: Region[] = [];
  let top: Match | null = null;
  for (const tile of tiles) {
    const part = carried(best.transform, tile, source, ROOM);
    const match = part && verifyPair(photo, source, [tile, part]);
    const size = tile.width * tile.height;
    if (match && agrees(match, best, tile)) {
      area += size;
      kept += size * match.kept;
      changed.push(...match.changed);
      if (!top || better(match, top)) top = match;
    } else if (photo.view(tile).prepared.features.count >= TEXTURED) area += size;
  }
  if (!top || RANK[top.level] < RANK[best.level]) return best;
  const share = area ? kept / area : best.kept;
  return {
    ...top,
    level: share < MOSTLY && RANK[top.level] > RANK.part ? 'part' : top.level,
    kept: share,
    overlap: Math.min(1, (covered.width * covered.height) / (photo.width * photo.height)),
    changed: united(changed),
  };
}

/** Pairs worth a look where no search has named them: most agreeing features first. */
function likelyPairs(photo: Viewed, source: Viewed): Pair[] {
  const framesOf = (picture: Viewed): (Frame | null)[] => [null, ...windowsOf(picture)];
  const counted: { pair: Pair; count: number }[] = [];
  for (const a of framesOf(photo)) {
    for (const b of framesOf(source)) {
      const count = agreeingPairs(photo.view(a).prepared, source.view(b).prepared);
      if (count > 0) counted.push({ pair: [a, b], count });
    }
  }
  return counted
    .sort((one, other) => other.count - one.count)
    .slice(0, 3)
    .map(({ pair }) => pair);
}

/**
 * Is the photo, or something in it, pixel-derived from the source or from something in it? Both in their own pixels; null when not.
 * @param pairs what a search found to belong together; without it all windows are paired
 */
export function verifyViews(photo: Viewed, source: Viewed, pairs: Pair[] = []): Match | null {
  const long = windowsOf(photo).length + windowsOf(source).length > 0;
  if (!long) return verifyPair(photo, source, [null, null]);
  let best: { match: Match; pair: Pair } | null = null;
  for (const pair of pairs.length ? pairs : likelyPairs(photo, source)) {
    const match = verifyPair(photo, source, pair);
    if (match && (!best || better(match, best.match))) best = { match, pair };
  }
  return best && spread(photo, source, best.match, best.pair);
}
