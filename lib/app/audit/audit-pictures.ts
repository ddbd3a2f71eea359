/** Small pictures for an audit's page: each photo with a match beside its source, the worst claims first, within a bound. */
import { VERDICTS } from '../../claims/finding.ts';
import type { AuditReport, ReportClaim, ReportPhoto } from './audit-report.ts';

/** Characters of pictures in one page. A pair takes some 40,000; beyond this, browsers and mail grow slow. */
export const PICTURE_BUDGET = 24_000_000;

/** The photo and its source as `data:` addresses; null where there is none to show. */
export interface ShownPictures {
  photo: string | null;
  source: string | null;
}

export interface AuditPictures {
  shown: Map<ReportPhoto, ShownPictures>;
  /** Photos whose pictures found no room. */
  leftOut: number;
}

/** The claims of a report, those that need most attention first. */
export const worstFirst = (claims: readonly ReportClaim[]): ReportClaim[] =>
  [...claims].sort((a, b) => VERDICTS.indexOf(b.verdict) - VERDICTS.indexOf(a.verdict));

/** Photos about which there is something to see. */
const isTelling = ({ match, findings }: ReportPhoto): boolean =>
  match !== null || findings.some(({ strength }) => strength !== 'context');

/** @param load brings the small pictures of one photo of a claim */
export async function collectPictures(
  report: AuditReport,
  load: (claim: ReportClaim, photo: ReportPhoto) => Promise<ShownPictures>,
  budget: number = PICTURE_BUDGET,
): Promise<AuditPictures> {
  const shown = new Map<ReportPhoto, ShownPictures>();
  let leftOut = 0;
  let left = budget;
  for (const claim of worstFirst(report.claims)) {
    for (const photo of claim.photos.filter(isTelling)) {
      const pictures = left > 0 ? await load(claim, photo) : null;
      const size = (pictures?.photo?.length ?? 0) + (pictures?.source?.length ?? 0);
      if (!pictures || size > left) {
        // Smaller ones further down could still fit, but the page would then show them in no order that a reader sees.
        left = 0;
        leftOut += 1;
        continue;
      }
      left -= size;
      if (size) shown.set(photo, pictures);
    }
  }
  return { shown, leftOut };
}
