/** One place of a photo looked up in another picture: where it lies there, how surely, and a patch of it turned to the photo's view. */
import type { Box } from '../../pixels/box.ts';
import { applyTo, chain, type Homography, invert } from '../../pixels/homography.ts';
import type { Picture } from '../../pixels/picture.ts';
import type { SurfaceFeatures } from '../features/features.ts';
import type { Joined } from '../join/join.ts';
import { derivative } from '../join/local-change.ts';
import { type LocalMap, localMap } from './local-map.ts';
import { agreementOf, evened, register } from './register.ts';
import { type Patch, patchLuma, samplePatch } from './sample.ts';

/** A picture with its features, both in the pixels of `picture`. */
export interface Looked {
  picture: Picture;
  features: SurfaceFeatures;
}

/**
 * `seen`: found, and the surroundings agree. `unsure`: it should be there, but few pairs carry it, or the surroundings do not agree.
 * `absent`: nothing around the place was found again; `outside`: it lies beyond the picture's edge.
 */
export type PlaceState = 'seen' | 'unsure' | 'absent' | 'outside';

export interface PlaceFound {
  state: PlaceState;
  /** Pixels of the photo → pixels of the other picture around the place; null where it is absent. */
  map: Homography | null;
  /** Pairs that carry the map. */
  support: number;
  /** Likely error of the place, in pixels of the other picture. */
  error: number;
  /** Correlation of the surroundings, -1..1, once both are laid over each other. */
  agreement: number;
  /** Pixels of the other picture per pixel of the photo there. */
  scale: number;
}

/** The square that is cut out around a place: its longer side and this much air. */
const AIR = 1.9;
/** Smallest square, as a share of the photo's longest side: below it nothing of the surroundings would be seen. */
const LEAST_SHARE = 0.06;
/** Side of the patches that are laid over each other, and how far, of it, a place may be moved. */
const SIDE = 128;
const REACH = 0.12;
const SEEN_AGREEMENT = 0.55;
const SEEN_SUPPORT = 6;
const SEEN_SIDES = 2;

/** The square around a place, in the photo's pixels. */
export function squareAround(box: Box, photo: { width: number; height: number }): Box {
  const side = Math.max(box.width, box.height, LEAST_SHARE * Math.max(photo.width, photo.height)) * AIR;
  return {
    x: box.x + box.width / 2 - side / 2,
    y: box.y + box.height / 2 - side / 2,
    width: side,
    height: side,
  };
}

/** Pixels of a patch of `side` → pixels of the photo. */
export const patchToPhoto = (square: Box, side: number): Homography => {
  const k = square.width / side;
  return [k, 0, square.x, 0, k, square.y, 0, 0, 1];
};

const scaleOf = (map: Homography, x: number, y: number): number => {
  const d = derivative(map, x, y);
  return d ? Math.sqrt(Math.abs(d[0] * d[3] - d[1] * d[2])) : 0;
};

const nothing = (state: PlaceState, local: LocalMap | null, scale: number): PlaceFound => ({
  state,
  map: local?.map ?? null,
  support: local?.support ?? 0,
  error: Infinity,
  agreement: 0,
  scale,
});

/** Where the place stands in `other`. */
export function findPlace(photo: Looked, other: Looked, joined: Joined, box: Box): PlaceFound {
  const local = localMap(photo.features, other.features, joined.surfaces, box);
  if (!local) return nothing('absent', null, 0);
  const [cx, cy] = [box.x + box.width / 2, box.y + box.height / 2];
  const [u, v] = applyTo(local.map, cx, cy);
  const scale = scaleOf(local.map, cx, cy);
  if (!(scale > 0.02)) return nothing('absent', null, 0);
  if (!(u >= 0 && v >= 0 && u <= other.picture.width && v <= other.picture.height))
    return nothing('outside', local, scale);
  const square = squareAround(box, photo.picture);
  const toPhoto = patchToPhoto(square, SIDE);
  const step = square.width / SIDE;
  const a = samplePatch(photo.picture, toPhoto, SIDE, SIDE, step);
  const b = samplePatch(other.picture, chain(local.map, toPhoto), SIDE, SIDE, step * scale);
  const both = a.inside.map((v, i) => v & b.inside[i]!);
  const [ea, eb] = [evenedOf(a), evenedOf(b)];
  const before = agreementOf(ea, eb, both, SIDE, SIDE, [0, 0, 0, 0, 0, 0]);
  const laid = register(ea, eb, both, SIDE, SIDE, REACH * SIDE);
  const better = laid.agreement > before + 0.01;
  const agreement = Math.max(before, laid.agreement);
  const map = better ? chain(chain(local.map, toPhoto), chain(slipOf(laid.p), invert(toPhoto)!)) : local.map;
  const sure = agreement >= SEEN_AGREEMENT && local.support >= SEEN_SUPPORT && local.sides >= SEEN_SIDES;
  return {
    state: sure ? 'seen' : 'unsure',
    map,
    support: local.support,
    error: (better && laid.settled ? 0.5 : 1) * local.spread,
    agreement,
    scale,
  };
}

const evenedOf = (patch: Patch): Float32Array =>
  evened(patchLuma(patch), patch.inside, patch.width, patch.height);

/** What `register` found as a map of the patch, whose pixel k has its middle at k + .5. */
function slipOf(p: Float64Array): Homography {
  const half = SIDE / 2;
  const [a, b, c, d] = [1 + p[1]! / half, p[2]! / half, p[4]! / half, 1 + p[5]! / half];
  const m = half + 0.5;
  return [a, b, p[0]! + m - a * m - b * m, c, d, p[3]! + m - c * m - d * m, 0, 0, 1];
}
