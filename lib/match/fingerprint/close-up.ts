/** A photo's features seen from farther away: a close crop shows little of its source, and that enlarged. */

import { shrinkPlane } from '../../pixels/kernels/shrink.ts';
import { extractFeatures, FEATURE_SIDE, type Features, joinFeatures } from './features.ts';
import type { Box } from './panel.ts';
import type { Prepared } from './prepare.ts';

/**
 * Longest sides as shares of the usual one, and features at each. The source's own features stand at its finest levels, where
 * a crop of a half or a third of its sides has only the few that its coarsest levels give.
 */
const SIDES = [0.55, 0.35];
const FEATURES = 150;

const made = new WeakMap<Prepared, Features>();

/** Up to 300 features, in the picture's own pixels like all others; made once per picture. */
export function closeUpOf(prepared: Prepared): Features {
  const known = made.get(prepared);
  if (known) return known;
  const { planes, scaleX, scaleY, panel } = prepared;
  const box = panel && {
    x: panel.x / scaleX,
    y: panel.y / scaleY,
    width: panel.width / scaleX,
    height: panel.height / scaleY,
  };
  const side = box ? Math.max(box.width, box.height) : Math.max(planes.width, planes.height);
  const grey = { width: planes.width, height: planes.height, data: planes.y };
  const sets = SIDES.map((share) => {
    const shrink = Math.min(1, (share * FEATURE_SIDE) / side);
    const width = Math.max(1, Math.round(planes.width * shrink));
    const height = Math.max(1, Math.round(planes.height * shrink));
    const [kx, ky] = [width / planes.width, height / planes.height];
    const inside = box && wholePixels(box, kx, ky, width, height);
    const small = shrinkPlane(grey, width, height);
    return extractFeatures(small, scaleX / kx, scaleY / ky, FEATURES, inside ?? undefined);
  });
  const features = joinFeatures(...sets);
  made.set(prepared, features);
  return features;
}

/** The box in a copy of `width` x `height`, without the edge pixels that it covers in part. */
function wholePixels(box: Box, kx: number, ky: number, width: number, height: number): Box {
  const x = Math.min(width - 1, Math.ceil(box.x * kx));
  const y = Math.min(height - 1, Math.ceil(box.y * ky));
  return {
    x,
    y,
    width: Math.max(1, Math.min(width, Math.floor((box.x + box.width) * kx)) - x),
    height: Math.max(1, Math.min(height, Math.floor((box.y + box.height) * ky)) - y),
  };
}
