/** The photos of the audit that ran last, in depth and as small pictures: the audit's own database is kept until the next one starts. */

import { pictureAddress } from '../../cases/package/html.ts';
import { factOf } from '../../claims/finding.ts';
import { sniff } from '../../images/sniff.ts';
import { ClaimLensDb } from '../../store/db.ts';
import type { FindingRow, PhotoRow } from '../../store/rows.ts';
import { type PicturePair, picturePair } from '../claims/picture-pair.ts';
import { AUDIT_DB } from './audit.ts';
import { type AuditPictures, collectPictures } from './audit-pictures.ts';
import type { AuditReport, ReportMatch } from './audit-report.ts';

export interface AuditPhoto {
  photo: PhotoRow | null;
  findings: FindingRow[];
  /** The finding that the report calls the photo's match; null without one. */
  match: FindingRow | null;
}

const sameTransform = (row: FindingRow, match: ReportMatch): boolean =>
  JSON.stringify(factOf(row.finding, 'transform')) === JSON.stringify(match.transform);

/** Of a photo's findings, the one that the report calls its match. */
export function matchRow(findings: FindingRow[], match: ReportMatch): FindingRow | null {
  const named = findings.filter((row) => row.code === match.code);
  return named.find((row) => sameTransform(row, match)) ?? named[0] ?? null;
}

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
    return { photo: photo ?? null, findings, match: match && matchRow(findings, match) };
  } finally {
    db.close();
  }
}

/** Preview of an audited photo, its longest side 320 px; null where none is kept. */
export async function auditPreview(sha256: string): Promise<Uint8Array | null> {
  const db = new ClaimLensDb(AUDIT_DB);
  try {
    return (await db.photos.get(sha256))?.preview ?? null;
  } finally {
    db.close();
  }
}

/** Both pictures of a finding of the audit. Null when one of them is not kept. */
export const auditPair = (row: FindingRow): Promise<PicturePair | null> =>
  row.sha256 ? picturePair(row.sha256, row.finding, AUDIT_DB) : Promise.resolve(null);

/** What the page shows of a report: its pictures, from the previews in the audit's own database. */
export async function auditPictures(report: AuditReport): Promise<AuditPictures> {
  const db = new ClaimLensDb(AUDIT_DB);
  const preview = async (sha256: string | undefined): Promise<string | null> => {
    const bytes = sha256 ? (await db.photos.get(sha256))?.preview : null;
    return bytes ? pictureAddress(bytes, sniff(bytes).mime) : null;
  };
  try {
    return await collectPictures(report, async ({ claim }, { sha256, match }) => {
      const findings = match
        ? await db.findings.where('[claimKey+sha256]').equals([claim, sha256]).toArray()
        : [];
      const against = match ? matchRow(findings, match)?.finding.against : undefined;
      return { photo: await preview(sha256), source: await preview(against?.sha256) };
    });
  } finally {
    db.close();
  }
}
