/** One photo of the audit that ran last, in depth: the audit's own database is kept until the next one starts. */
import { ClaimLensDb } from '../store/db.ts';
import type { FindingRow, PhotoRow } from '../store/rows.ts';
import { AUDIT_DB } from './audit.ts';
import type { ReportMatch } from './audit-report.ts';
import { type PicturePair, picturePair } from './picture-pair.ts';

export interface AuditPhoto {
  photo: PhotoRow | null;
  findings: FindingRow[];
  /** The finding that the report calls the photo's match; null without one. */
  match: FindingRow | null;
}

const sameTransform = (row: FindingRow, match: ReportMatch): boolean =>
  JSON.stringify(row.finding.facts.transform) === JSON.stringify(match.transform);

/**
 * @param claim the claim's key in the report
 * @param sha256 the photo's hash in the report; empty for a file that could not be read
 */
export async function auditPhoto(
  claim: string,
  sha256: string,
  match: ReportMatch | null,
): Promise<AuditPhoto> {
  const db = new ClaimLensDb(AUDIT_DB);
  try {
    const [rows, photo] = await Promise.all([
      db.findings.where('claimKey').equals(claim).toArray(),
      sha256 ? db.photos.get(sha256) : undefined,
    ]);
    const findings = rows.filter((row) => row.sha256 === sha256);
    const named = match ? findings.filter((row) => row.code === match.code) : [];
    const found = named.find((row) => match && sameTransform(row, match)) ?? named[0];
    return { photo: photo ?? null, findings, match: found ?? null };
  } finally {
    db.close();
  }
}

/** Both pictures of a finding of the audit. Null when one of them is not kept. */
export const auditPair = (row: FindingRow): Promise<PicturePair | null> =>
  row.sha256 ? picturePair(row.sha256, row.finding, AUDIT_DB) : Promise.resolve(null);
