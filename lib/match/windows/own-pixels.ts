/** Matches are computed on working copies of pictures or of parts of them; what leaves speaks of the pictures' own pixels. */
import type { Region } from '../../claims/finding.ts';
import { chain } from '../../pixels/homography.ts';
import type { Match } from '../types.ts';

/** Where a working copy stands in its picture: working pixel = (own pixel - origin) · scale. */
export interface Placed {
  /** Working size / own size, above 0, at most 1. */
  scale: number;
  /** Own pixels. */
  x: number;
  y: number;
}

/** Region from working to own pixels. */
export function regionToOwn(region: Region, { scale, x, y }: Placed): Region {
  const k = 1 / scale;
  return {
    ...region,
    x: Math.floor(region.x * k + x),
    y: Math.floor(region.y * k + y),
    width: Math.ceil(region.width * k),
    height: Math.ceil(region.height * k),
    area: Math.round(region.area * k * k),
    contours: region.contours?.map((contour) => contour.map((value, i) => value * k + (i % 2 ? y : x))),
  };
}

const isWhole = ({ scale, x, y }: Placed): boolean => scale === 1 && x === 0 && y === 0;

/**
 * Match from working to own pixels of both pictures. With W mapping own to working pixels, the homography of own pixels is
 * W_source⁻¹ · H · W_photo.
 */
export function matchToOwn(match: Match, photo: Placed, source: Placed): Match {
  if (isWhole(photo) && isWhole(source)) return match;
  const toWorking = [photo.scale, 0, -photo.x * photo.scale, 0, photo.scale, -photo.y * photo.scale, 0, 0, 1];
  const k = 1 / source.scale;
  const toOwn = [k, 0, source.x, 0, k, source.y, 0, 0, 1];
  return {
    ...match,
    transform: chain(toOwn, chain(match.transform, toWorking)),
    changed: match.changed.map((region) => regionToOwn(region, photo)),
    ...(match.same ? { same: regionToOwn(match.same, photo) } : {}),
  };
}
