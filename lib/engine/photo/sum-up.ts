/** What only the whole claim can tell: its photos compared with each other, its buyer's other claims, then the verdict. */
import { contextFindings } from '../../cases/claim-context.ts';
import type { Finding } from '../../claims/finding.ts';
import { claimSet } from '../../provenance/index.ts';
import type { FileReport } from '../../provenance/types.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { endJob } from '../../store/jobs.ts';
import type { JobRow } from '../../store/rows.ts';
import { writeClaimFindings } from './results.ts';

/** Runs a `sum-up-claim` job; does nothing while photos of the claim are still being checked. */
export async function sumUpClaim(db: ClaimLensDb, job: JobRow, now: Date): Promise<void> {
  const claimKey = job.subject;
  const evidence = (await db.evidence.where('claimKey').equals(claimKey).toArray()).filter(
    (row) => row.sha256,
  );
  const photos = await db.photos.bulkGet(evidence.map((row) => row.sha256 ?? ''));
  const reports = evidence.flatMap((row, i) => {
    const report = photos[i]?.report as FileReport | undefined;
    return row.sha256 && report ? [{ sha256: row.sha256, name: row.name ?? undefined, report }] : [];
  });
  const findings: Finding[] =
    reports.length > 1 ? claimSet(reports).map(({ photo: _photo, ...finding }) => finding) : [];
  findings.push(...(await contextFindings(db, claimKey, now)));
  await writeClaimFindings(db, claimKey, findings, now);
  await endJob(db, job, { state: 'done' }, now.getTime());
}
