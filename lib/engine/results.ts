/** Writing what a check found: findings, checks, job state and verdict stand or fall together. */
import { contentHash } from '../claims/canonical.ts';
import type { Check, Finding } from '../claims/finding.ts';
import type { ClaimLensDb } from '../store/db.ts';
import { askFor, endJob } from '../store/jobs.ts';
import { appendLedger } from '../store/ledger.ts';
import type { FindingRow, JobRow } from '../store/rows.ts';
import { verdictChanged } from '../store/verdict-changes.ts';
import { addUp } from '../verdict/add-up.ts';

/** Checks of the label step, which is a job of its own. */
const LABEL_STEP = new Set(['labels', 'numbers']);

/** After every check of the page, before background work. */
const LABELS_PRIORITY = 7;

/** Finding id: the same statement about the same things is one row, however often it is found. */
const findingId = (claimKey: string, finding: Finding): string =>
  contentHash([
    claimKey,
    finding.photo ?? null,
    finding.code,
    finding.against ?? null,
    finding.facts.place ?? null,
  ]);

export const findingRow = (claimKey: string, finding: Finding, at: string): FindingRow => ({
  v: 1,
  id: findingId(claimKey, finding),
  claimKey,
  sha256: finding.photo ?? null,
  code: finding.code,
  finding,
  at,
});

/** Pictures that the seller said this photo is no copy of: what a person decided is not found again. */
async function refusedMatches(db: ClaimLensDb, sha256: string): Promise<Set<string>> {
  const rows = await db.decisions.where('photo').equals(sha256).toArray();
  return new Set(rows.flatMap((row) => (row.what === 'not-a-match' && row.against ? [row.against] : [])));
}

/**
 * Stores the outcome of one photo's check and ends its job, in one transaction; a death before it leaves no trace,
 * a death after it repeats nothing.
 */
export async function writePhotoResult(
  db: ClaimLensDb,
  result: {
    claimKey: string;
    sha256: string;
    findings: Finding[];
    checks: Check[];
    ms: Record<string, number>;
    job: JobRow;
    now: Date;
  },
): Promise<void> {
  const { claimKey, sha256, job, now } = result;
  const at = now.toISOString();
  const refused = await refusedMatches(db, sha256);
  const findings = result.findings.filter(({ against }) => !against || !refused.has(against.sha256));
  await db.transaction(
    'rw',
    [db.findings, db.checks, db.jobs, db.verdicts, db.evidence, db.ledger, db.meta],
    async () => {
      // What the label step found is its own job's to replace.
      await db.findings
        .where('[claimKey+sha256]')
        .equals([claimKey, sha256])
        .filter((row) => !LABEL_STEP.has(row.finding.check.name))
        .delete();
      await db.checks
        .where('[claimKey+sha256]')
        .equals([claimKey, sha256])
        .filter((row) => !LABEL_STEP.has(row.check.name))
        .delete();
      await db.findings.bulkPut(findings.map((finding) => findingRow(claimKey, finding, at)));
      await db.checks.bulkPut(
        result.checks.map((check) => ({
          v: 1 as const,
          id: `${claimKey}#${sha256}#${check.name}`,
          claimKey,
          sha256,
          check,
          ms: result.ms[check.name] ?? 0,
          at,
        })),
      );
      await endJob(db, job, { state: 'done', ms: result.ms }, now.getTime());
      await askFor(
        db,
        [{ kind: 'read-labels', subject: job.subject, claimKey, priority: LABELS_PRIORITY }],
        now.getTime(),
      );
      await sumUp(db, claimKey, at);
      await appendLedger(
        db,
        [
          {
            what: 'photo-checked',
            subject: `${claimKey}#${sha256}`,
            data: { codes: findings.map((f) => f.code) },
          },
        ],
        at,
      );
    },
  );
}

/** Stores what the label step said about one photo and ends its job, in one transaction. */
export async function writeLabelResult(
  db: ClaimLensDb,
  result: {
    claimKey: string;
    sha256: string;
    findings: Finding[];
    checks: Check[];
    ms: number;
    job: JobRow;
    now: Date;
  },
): Promise<void> {
  const { claimKey, sha256, now } = result;
  const at = now.toISOString();
  await db.transaction(
    'rw',
    [db.findings, db.checks, db.jobs, db.verdicts, db.evidence, db.ledger, db.meta],
    async () => {
      const old = await db.findings.where('[claimKey+sha256]').equals([claimKey, sha256]).toArray();
      await db.findings.bulkDelete(
        old.filter((row) => LABEL_STEP.has(row.finding.check.name)).map((row) => row.id),
      );
      await db.findings.bulkPut(result.findings.map((finding) => findingRow(claimKey, finding, at)));
      await db.checks.bulkPut(
        result.checks.map((check) => ({
          v: 1 as const,
          id: `${claimKey}#${sha256}#${check.name}`,
          claimKey,
          sha256,
          check,
          ms: result.ms,
          at,
        })),
      );
      await endJob(db, result.job, { state: 'done', ms: { labels: result.ms } }, now.getTime());
      await sumUp(db, claimKey, at);
    },
  );
}

/** Replaces the claim-level findings (those without a photo) of one claim, then sums it up again. */
export async function writeClaimFindings(
  db: ClaimLensDb,
  claimKey: string,
  findings: Finding[],
  now: Date,
): Promise<void> {
  const at = now.toISOString();
  await db.transaction(
    'rw',
    [db.findings, db.checks, db.verdicts, db.evidence, db.ledger, db.meta],
    async () => {
      const old = await db.findings.where('claimKey').equals(claimKey).toArray();
      await db.findings.bulkDelete(old.filter((row) => row.sha256 === null).map((row) => row.id));
      await db.findings.bulkPut(findings.map((finding) => findingRow(claimKey, finding, at)));
      await sumUp(db, claimKey, at);
    },
  );
}

/**
 * Computes and stores the verdict of one claim from its rows; a change of it goes into the ledger. Call inside a transaction
 * over the tables it reads, `ledger` and `meta`.
 */
export async function sumUp(db: ClaimLensDb, claimKey: string, at: string): Promise<void> {
  const [findings, checks, evidence] = await Promise.all([
    db.findings.where('claimKey').equals(claimKey).sortBy('id'),
    db.checks.where('claimKey').equals(claimKey).toArray(),
    db.evidence.where('claimKey').equals(claimKey).toArray(),
  ]);
  const photos = evidence.filter((row) => row.kind === 'photo');
  const answered = new Set(checks.map((row) => row.sha256));
  const unreadable = new Set(
    findings.filter((row) => row.code === 'photo-unreadable').map((row) => row.sha256),
  );
  const checked = photos.filter(
    (row) => row.sha256 && answered.has(row.sha256) && !unreadable.has(row.sha256),
  ).length;
  const counts = { total: photos.length, checked, notChecked: photos.length - checked };
  const sum = addUp(
    findings.map((row) => row.finding),
    checks.map((row) => row.check),
    counts,
  );
  const because = sum.because.flatMap((i) => findings[i] ?? []);
  const before = (await db.verdicts.get(claimKey))?.verdict ?? null;
  if (before !== sum.verdict)
    await appendLedger(db, [verdictChanged(claimKey, before, sum.verdict, because)], at);
  await db.verdicts.put({
    v: 1,
    claimKey,
    verdict: sum.verdict,
    because: because.map(({ id }) => id),
    photos: counts,
    at,
  });
}
