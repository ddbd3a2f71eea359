/**
 * A visible label that an earlier version of the photo carried and this one doesn't. Only that ground is used: looking for a
 * smoothed corner in one picture's pixels found 9 % of blurred marks and accused 1.5 % of genuine photos (docs/findings/labels.md).
 */
import type { Finding, Region } from '../../claims/finding.ts';
import type { Picture } from '../../pixels/picture.ts';
import type { Rect } from '../../pixels/resample.ts';
import type { LabelAnswer } from '../reader.ts';
import { LABELS_CHECK } from './judge.ts';

/** A label that an earlier version of this photo carried, and how its pixels map into this photo. */
export interface EarlierLabel {
  /** SHA-256 of the earlier version; it is this product's own evidence. */
  sha256: string;
  claim?: string;
  text: string;
  /** In the earlier version's pixels. */
  region: Rect;
  /** Homography, row-major, earlier pixels → this photo's pixels. */
  toThis: readonly number[];
}

/** Share of the label's area that must lie inside this photo for "wiped", and outside it for "cut off". */
const MOSTLY = 0.8;

/**
 * An earlier version carried the label and this one doesn't: `cut-off` when its place lies outside this photo, `wiped` when it
 * lies inside and no label was read. Null when this photo still carries one, or the place is half cut.
 */
export function removedSince(
  photo: string,
  picture: Picture,
  answer: LabelAnswer,
  earlier: EarlierLabel,
): Finding | null {
  if (answer.labels.length > 0) return null;
  const corners = cornersOf(earlier.region).map((p) => project(earlier.toThis, p));
  if (corners.some((p) => p === null)) return null;
  const points = corners as [number, number][];
  const x0 = Math.min(...points.map((p) => p[0]));
  const x1 = Math.max(...points.map((p) => p[0]));
  const y0 = Math.min(...points.map((p) => p[1]));
  const y1 = Math.max(...points.map((p) => p[1]));
  const across = Math.max(0, Math.min(x1, picture.width) - Math.max(x0, 0));
  const down = Math.max(0, Math.min(y1, picture.height) - Math.max(y0, 0));
  const inside = (across * down) / Math.max(1e-9, (x1 - x0) * (y1 - y0));
  if (inside > 1 - MOSTLY && inside < MOSTLY) return null;
  const wiped = inside >= MOSTLY;
  return {
    code: 'label-removed',
    strength: 'moderate',
    photo,
    region: wiped ? [regionOf({ x: x0, y: y0, width: x1 - x0, height: y1 - y0 })] : [],
    against: { kind: 'claim', sha256: earlier.sha256, ...(earlier.claim ? { claim: earlier.claim } : {}) },
    facts: { sign: wiped ? 'wiped' : 'cut-off', ground: 'earlier-version', text: earlier.text },
    check: { ...LABELS_CHECK },
  };
}

function cornersOf({ x, y, width, height }: Rect): [number, number][] {
  return [
    [x, y],
    [x + width, y],
    [x, y + height],
    [x + width, y + height],
  ];
}

function project(h: readonly number[], [x, y]: [number, number]): [number, number] | null {
  const w = h[6]! * x + h[7]! * y + h[8]!;
  if (!(Math.abs(w) > 1e-9)) return null;
  const px = (h[0]! * x + h[1]! * y + h[2]!) / w;
  const py = (h[3]! * x + h[4]! * y + h[5]!) / w;
  return Number.isFinite(px) && Number.isFinite(py) ? [px, py] : null;
}

function regionOf(box: Rect): Region {
  const x = Math.max(0, Math.floor(box.x));
  const y = Math.max(0, Math.floor(box.y));
  const width = Math.max(1, Math.ceil(box.x + box.width) - x);
  const height = Math.max(1, Math.ceil(box.y + box.height) - y);
  return { x, y, width, height, area: width * height };
}
