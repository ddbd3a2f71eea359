/** Which findings are shown first, and which picture tells most. */

import type { ClaimView, PhotoView } from '../../lib/app/claims/views.ts';
import { type Finding, strengthRank } from '../../lib/claims/finding.ts';
import type { FindingRow } from '../../lib/store/rows.ts';

/** Strongest first, those with a picture to show before those without. */
export const byStrength = (a: FindingRow, b: FindingRow): number =>
  strengthRank(a.finding.strength) - strengthRank(b.finding.strength) ||
  Number(b.finding.against !== undefined) - Number(a.finding.against !== undefined) ||
  a.code.localeCompare(b.code);

/** The photo whose strongest finding is strongest; null for a claim without photos. */
export function tellingPhoto(view: ClaimView): PhotoView | null {
  const first = (photo: PhotoView) => [...photo.findings].sort(byStrength)[0];
  return (
    [...view.photos].sort((a, b) => {
      const [x, y] = [first(a), first(b)];
      if (x && y) return byStrength(x, y);
      return Number(y !== undefined) - Number(x !== undefined);
    })[0] ?? null
  );
}

/** The finding of a photo that has another picture to be compared with. */
export const comparable = (photo: PhotoView): FindingRow | null =>
  [...photo.findings].sort(byStrength).find((row) => row.finding.against !== undefined) ?? null;

/** Whether a finding has another picture to be compared with: one that is stored, or the preview inside the file. */
export const hasPair = ({ against, code }: Finding): boolean =>
  against !== undefined || code === 'thumbnail-differs';

/** One finding for each different picture that this photo can be compared with, strongest first. */
export function comparisons(photo: PhotoView): FindingRow[] {
  const seen = new Map<string, FindingRow>();
  for (const row of [...photo.findings].sort(byStrength)) {
    if (!hasPair(row.finding)) continue;
    const other = row.finding.against?.sha256 ?? 'inside';
    const known = seen.get(other);
    if (!known || (!known.finding.region?.length && row.finding.region?.length)) seen.set(other, row);
  }
  return [...seen.values()];
}
