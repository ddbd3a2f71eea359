/** Labels that earlier versions of a photo carried, as far as this shop's own evidence knows them. */
import { factOf } from '../../claims/finding.ts';
import type { EarlierLabel } from '../../labels/index.ts';
import { invert } from '../../pixels/homography.ts';
import type { ClaimLensDb } from '../../store/db.ts';

/** For every photo that this one was found to be derived from: the labels read on it, mapped into this photo's own pixels. */
export async function earlierLabels(
  db: ClaimLensDb,
  claimKey: string,
  sha256: string,
): Promise<EarlierLabel[]> {
  const out: EarlierLabel[] = [];
  for (const { finding } of await db.findings
    .where('[claimKey+sha256]')
    .equals([claimKey, sha256])
    .toArray()) {
    const { against } = finding;
    const transform = factOf(finding, 'transform');
    if (!against || !transform || (against.kind !== 'claim' && against.kind !== 'same-claim')) continue;
    const toThis = invert(transform);
    if (!toThis) continue;
    for (const { finding: label } of await db.findings.where('sha256').equals(against.sha256).toArray()) {
      const region = label.region?.[0];
      if (label.code !== 'ai-label-visible' || !region) continue;
      // What a platform lays over a video never stood on the picture that a still was taken from.
      if (factOf(label, 'filmFrom') !== undefined) continue;
      out.push({
        sha256: against.sha256,
        claim: against.claim,
        text: factOf(label, 'text') ?? '',
        region,
        toThis,
      });
    }
  }
  return out;
}
