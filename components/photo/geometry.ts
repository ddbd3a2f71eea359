/** The plane geometry of a comparison: homographies as CSS and the part of a photo that its source covers. */
import { invert as inverseOf } from '../../lib/pixels/homography.ts';

/** Row-major 3×3 homography. */
export type Homography = readonly number[];
export interface Size {
  width: number;
  height: number;
}
export type Point = [x: number, y: number];

/** Shown coordinates (0..1) to stored ones per EXIF orientation: [u from u, u from v, u offset, v from u, v from v, v offset]. */
const TURNS: Record<number, [number, number, number, number, number, number]> = {
  1: [1, 0, 0, 0, 1, 0],
  2: [-1, 0, 1, 0, 1, 0],
  3: [-1, 0, 1, 0, -1, 1],
  4: [1, 0, 0, 0, -1, 1],
  5: [0, 1, 0, 1, 0, 0],
  6: [0, 1, 0, -1, 0, 1],
  7: [0, -1, 1, -1, 0, 1],
  8: [0, -1, 1, 1, 0, 0],
};

/** The homography from a photo as shown to its preview as stored, unturned, with the given EXIF orientation. */
export function unturned(orientation: number, photo: Size, preview: Size): number[] {
  const [uu, uv, u0, vu, vv, v0] = TURNS[orientation] ?? TURNS[1]!;
  const { width, height } = preview;
  return [
    (uu * width) / photo.width,
    (uv * width) / photo.height,
    u0 * width,
    (vu * height) / photo.width,
    (vv * height) / photo.height,
    v0 * height,
    0,
    0,
    1,
  ];
}

/** Inverse of a stored homography, scaled so that its last entry is 1; null when it has none or is damaged. */
export function invert(h: Homography): number[] | null {
  if (h.length !== 9 || h.some((n) => !Number.isFinite(n))) return null;
  const back = inverseOf([...h]);
  return back?.at(-1) === 1 && back.every(Number.isFinite) ? back : null;
}

/** Where a point goes; null for points on the horizon. */
export function mapPoint(h: Homography, [x, y]: Point): Point | null {
  const w = h[6]! * x + h[7]! * y + h[8]!;
  if (Math.abs(w) < 1e-9) return null;
  return [(h[0]! * x + h[1]! * y + h[2]!) / w, (h[3]! * x + h[4]! * y + h[5]!) / w];
}

/** A homography as a CSS `matrix3d` for an element whose transform origin is its top left corner. */
export function cssMatrix(h: Homography): string {
  const [a, b, c, d, e, f, g, i, j] = h as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return `matrix3d(${[a, d, 0, g, b, e, 0, i, 0, 0, 1, 0, c, f, 0, j].join(',')})`;
}

/** Cuts a convex polygon to the rectangle 0..width × 0..height (Sutherland–Hodgman). */
export function clipToFrame(polygon: Point[], { width, height }: Size): Point[] {
  const sides: [axis: 0 | 1, limit: number, keepBelow: boolean][] = [
    [0, 0, false],
    [0, width, true],
    [1, 0, false],
    [1, height, true],
  ];
  let points = polygon;
  for (const [axis, limit, keepBelow] of sides) {
    const inside = (p: Point) => (keepBelow ? p[axis] <= limit : p[axis] >= limit);
    points = points.flatMap((p, n) => {
      const next = points[(n + 1) % points.length]!;
      const cut: Point[] = inside(p) ? [p] : [];
      if (inside(p) !== inside(next)) {
        const share = (limit - p[axis]) / (next[axis] - p[axis]);
        cut.push([p[0] + share * (next[0] - p[0]), p[1] + share * (next[1] - p[1])]);
      }
      return cut;
    });
    if (points.length === 0) return [];
  }
  return points;
}

/** The part of the photo (its pixels) that the source picture covers, as a convex polygon; empty when none. */
export function coveredArea(sourceToPhoto: Homography, source: Size, photo: Size): Point[] {
  const corners: Point[] = [
    [0, 0],
    [source.width, 0],
    [source.width, source.height],
    [0, source.height],
  ];
  const mapped = corners.map((corner) => mapPoint(sourceToPhoto, corner));
  if (mapped.some((point) => point === null)) return [];
  return clipToFrame(mapped as Point[], photo);
}

/** An SVG path through the points. */
export const toPath = (points: Point[]): string =>
  points.length ? `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z` : '';
