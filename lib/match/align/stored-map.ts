/** Geometry before pixels: a photo's features against those that are kept of a stored picture, which needs no decoding. */
import { chain } from '../../pixels/homography.ts';
import { closeUpOf } from '../fingerprint/close-up.ts';
import { emptyFeatures, type Features, joinFeatures } from '../fingerprint/features.ts';
import { type Fingerprint, SIGNATURE_WORDS } from '../fingerprint/fingerprint.ts';
import { DESCRIPTOR_WORDS } from '../fingerprint/pattern.ts';
import type { Prepared } from '../fingerprint/prepare.ts';
import { type Consensus, findConsensus } from './consensus.ts';
import type { Nearest } from './nearest.ts';
import { KEPT_HALF, nearestOf, pairNearest } from './pairing.ts';

/** Places are kept to 1/255 of the longer side: as far again as between two pictures' own places. */
const REACH = 4.5 / 512;
/** With fewer agreeing features than this the photo is looked at as a close crop too, as in the full comparison. */
const FEW = 25;
/** Fewer than this are chance (docs/findings/matching.md has what unrelated pictures reach). */
const LEAST_STORED = 7;

/** A map that stored features agree on. */
export interface StoredMap extends Consensus {
  mirrored: boolean;
}

/** The kept features of a picture, in its own pixels; the half of each descriptor that is not kept is zero. */
function featuresOf({ stored, width, height }: Fingerprint): Features {
  const side = Math.max(width, height);
  const out = emptyFeatures(stored.count);
  out.count = stored.count;
  for (let i = 0; i < stored.count; i++) {
    out.x[i] = (stored.x[i]! / 255) * side;
    out.y[i] = (stored.y[i]! / 255) * side;
    out.size[i] = (2 ** ((stored.octave[i]! - 32) / 4) * side) / 512;
    out.angle[i] = stored.angle[i]!;
    const from = i * SIGNATURE_WORDS;
    out.descriptor.set(stored.signature.subarray(from, from + SIGNATURE_WORDS), i * DESCRIPTOR_WORDS);
  }
  return out;
}

/** One photo is held against many pictures: what is seen from farther away is added once. */
const withCloseUp = new WeakMap<Prepared, Features>();

/**
 * The map (photo pixels → picture pixels) that most kept features agree on, the photo as it is or mirrored, and as a close crop where
 * `closeUp` says that it may be one; null when fewer than `LEAST_STORED` agree. Says where to look, not what is the case.
 */
export function storedMap(photo: Prepared, picture: Fingerprint, closeUp = true): StoredMap | null {
  const kept = featuresOf(picture);
  const own = nearestKept(photo.features, kept);
  let best = mapOf(photo.features, own, kept, picture);
  if (best && best.inliers >= FEW) return best;
  const better = (map: StoredMap | null): void => {
    if (map && map.inliers > (best?.inliers ?? 0)) best = map;
  };
  if (closeUp) {
    const farther = closeUpOf(photo);
    let joined = withCloseUp.get(photo);
    if (!joined) {
      joined = joinFeatures(photo.features, farther);
      withCloseUp.set(photo, joined);
    }
    // What is nearest to a feature does not depend on the photo's other features.
    const more = nearestKept(farther, kept);
    better(
      mapOf(
        joined,
        own.map((near, i) => joinedNearest(near, more[i]!)),
        kept,
        picture,
      ),
    );
  }
  for (const { x, y, prepared } of photo.panels) {
    const map = storedMap(prepared, picture, closeUp);
    better(map && { ...map, transform: chain(map.transform, [1, 0, -x, 0, 1, -y, 0, 0, 1]) });
  }
  return best;
}

const HANDS = [false, true] as const;

/** The nearest kept feature to each of the photo's, as it is and mirrored. */
const nearestKept = (features: Features, kept: Features): Nearest[] =>
  HANDS.map((mirrored) => nearestOf(features, kept, mirrored, KEPT_HALF.words).slice());

function joinedNearest(a: Nearest, b: Nearest): Nearest {
  const out = new Int32Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

function mapOf(
  features: Features,
  nearest: readonly Nearest[],
  kept: Features,
  picture: Fingerprint,
): StoredMap | null {
  const side = Math.max(picture.width, picture.height);
  let best: StoredMap | null = null;
  HANDS.forEach((mirrored, i) => {
    const pairs = pairNearest(nearest[i]!, kept.count, KEPT_HALF);
    const map = findConsensus(pairs, features, kept, side, mirrored, LEAST_STORED, REACH);
    if (map && map.inliers > (best?.inliers ?? 0)) best = { ...map, mirrored };
  });
  return best;
}
