/** Matches are computed on working copies; what leaves the engine speaks of the pictures' own pixels. */
import type { Region } from '../../claims/finding.ts';
import type { Match } from '../../match/types.ts';

/** Region from working to own pixels; `scale` = working size / own size. */
export function regionToOwn(region: Region, scale: number): Region {
  const k = 1 / scale;
  return {
    ...region,
    x: Math.floor(region.x * k),
    y: Math.floor(region.y * k),
    width: Math.ceil(region.width * k),
    height: Math.ceil(region.height * k),
    area: Math.round(region.area * k * k),
    contours: region.contours?.map((contour) => contour.map((value) => value * k)),
  };
}

/**
 * Match from working to own pixels of both pictures. With S = diag(scale, scale, 1) per picture, the homography of own
 * pixels is S_source⁻¹ · H · S_photo.
 */
export function matchToOwn(match: Match, photoScale: number, sourceScale: number): Match {
  if (photoScale === 1 && sourceScale === 1) return match;
  const h = match.transform;
  const at = (i: number): number => h[i] ?? 0;
  const p = photoScale;
  const s = 1 / sourceScale;
  const transform = [
    at(0) * p * s,
    at(1) * p * s,
    at(2) * s,
    at(3) * p * s,
    at(4) * p * s,
    at(5) * s,
    at(6) * p,
    at(7) * p,
    at(8),
  ];
  const own = (region: Region): Region => regionToOwn(region, photoScale);
  return {
    ...match,
    transform,
    changed: match.changed.map(own),
    ...(match.same ? { same: own(match.same) } : {}),
  };
}
