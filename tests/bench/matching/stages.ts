/** What each stage before the full comparison loses, and what it spares: stored geometry, then a look at the stored preview. */

import { CORE_ALIKE, LOOKS_ALIKE, SURE_MAP } from '../../../lib/match/align/cascade.ts';
import type { Fingerprint, Match, Prepared, StoredMap } from '../../../lib/match/index.ts';
import {
  coarseAgreement,
  coreAgreement,
  decodeFingerprint,
  encodeFingerprint,
  storedMap,
} from '../../../lib/match/index.ts';
import { shrinkPlane } from '../../../lib/pixels/kernels/shrink.ts';
import type { Plane } from '../../../lib/pixels/raster.ts';

const PREVIEW_SIDE = 320;

/** A picture as the library keeps it. */
export interface Kept {
  fingerprint: Fingerprint;
  preview: Plane;
}

export function keptOf(prepared: Prepared, fingerprint: Fingerprint): Kept {
  const { width, height, y } = prepared.planes;
  const shrink = Math.min(1, PREVIEW_SIDE / Math.max(width, height));
  return {
    fingerprint: decodeFingerprint(encodeFingerprint(fingerprint)),
    preview: shrinkPlane(
      { width, height, data: y },
      Math.max(1, Math.round(width * shrink)),
      Math.max(1, Math.round(height * shrink)),
    ),
  };
}

interface Count {
  n: number;
  geometry: number;
  preview: number;
}

const counts = new Map<string, Count>();

/** Whether a picture that is looked at unasked, as those of the claimed goods are, gets as far as its pixels. */
export function reachesPixels(photo: Prepared, { fingerprint, preview }: Kept): boolean {
  const map = storedMap(photo, fingerprint, true);
  if (!map) return false;
  if (map.inliers >= SURE_MAP) return true;
  return looksAlike(photo, { fingerprint, preview }, map);
}

/** Whether photo and preview agree in small, as a whole or in the goods alone; where the preview can tell nothing, they may. */
function looksAlike(photo: Prepared, { fingerprint, preview }: Kept, { transform }: StoredMap): boolean {
  const seen = coarseAgreement(photo, preview, fingerprint, transform);
  if (seen === null || seen >= LOOKS_ALIKE) return true;
  return (coreAgreement(photo, preview, fingerprint, transform) ?? 0) >= CORE_ALIKE;
}

/** Sends one pair through the stages; `level` is what the full comparison says of it. */
export function throughStages(
  photo: Prepared,
  kept: Kept,
  closeUp: boolean,
  level: Match['level'] | 'none',
): void {
  const count = counts.get(level) ?? { n: 0, geometry: 0, preview: 0 };
  counts.set(level, count);
  count.n++;
  const map = storedMap(photo, kept.fingerprint, closeUp);
  if (!map) return;
  count.geometry++;
  if (map.inliers >= SURE_MAP || looksAlike(photo, kept, map)) count.preview++;
}

export function printStages(): void {
  console.log(
    '\n| what the full comparison says | pairs | left by stored geometry | left by the preview too |\n| --- | --- | --- | --- |',
  );
  for (const [level, { n, geometry, preview }] of [...counts].sort())
    console.log(`| ${level} | ${n} | ${geometry} | ${preview} |`);
}
