/** Writing what a check found: findings, checks, job state and verdict stand or fall together. */
import { contentHash } from '../../claims/canonical.ts';
import { type Check, type Finding, factOf } from '../../claims/finding.ts';
import { PACK_CHECK } from '../../packs/judge-score.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { askFor, endJob, isLastOf, type JobAsk, PRIORITY } from '../../store/jobs.ts';
import { checkKey, jobKey, photoKey } from '../../store/keys.ts';
import { appendLedger, type LedgerEntry } from '../../store/ledger.ts';
import type { CheckRow, FindingRow, JobRow } from '../../store/rows.ts';
import { verdictChanged } from '../../store/verdict-changes.ts';
import { addUp } from '../../verdict/add-up.ts';
import { validFinding } from '../../verdict/validate.ts';
import { videoCheck } from '../../video/check.ts';

/** Checks that follow a photo's comparison as jobs of their own, by job; each replaces only what it said before. */
const STEPS = {
  labels: new Set(['labels', 'numbers']),
  packs: new Set<string>([PACK_CHECK]),
  video: new Set<string>([videoCheck.id]),
} as const;
export type StepName = keyof typeof STEPS;

const ofLaterStep = (check: string): boolean => Object.values(STEPS).some((names) => names.has(check));

/** Reason of a comparison that waits for a picture which only another seat of the team has. */
export const ELSEWHERE = 'elsewhere';

/** After every check of the page, before background work. */
export const LABELS_PRIORITY = 7;

/** Finding id: the same statement about the same things is one row, however often it is found. */
const findingId = (claimKey: string, finding: Finding): string =>
  contentHash([
    claimKey,
    finding.photo ?? null,
    finding.code,
    finding.against ?? null,
    factOf(finding, 'place') ?? factOf(finding, 'which') ?? null,
  ]);

/** The row of a finding. Throws FindingError when its facts do not fit its code: nothing else may be stored. */
export const findingRow = (claimKey: string, finding: Finding, at: string): FindingRow => ({
  v: 1,
  id: findingId(claimKey, finding),
  claimKey,
  sha256: finding.photo ?? null,
  code: finding.code,
  finding: validFinding(finding),
  at,
});

/** Row of a check; packs share one name, so their own is part of the key. */
const checkRow = (claimKey: string, sha256: string, check: Check, ms: number, at: string): CheckRow => ({
  v: 1,
  id: checkKey(claimKey, sha256, check.name === PACK_CHECK ? `${check.name}#${check.version}` : check.name),
  claimKey,
  sha256,
  check,
  ms,
  at,
});

/** Pictures that the seller said this photo is no copy of: what a person decided is not found again. */
async function refusedMatches(db: ClaimLensDb, sha256: string): Promise<Set<string>> {
  const rows = await db.decisions.where('photo').equals(sha256).toArray();
  return new Set(rows.flatMap((row) => (row.what === 'not-a-match' && row.against ? [row.against] : [])));
}

/**
 * Stores the outcome of one photo's check and ends its job, in one transaction; a death before it leaves no trace,
 * a death after it repeats nothing. What only the whole claim says is written with its last photo; before that, its sum is asked for.
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
    /** What the whole claim says; null while others of its photos are still to be answered for. */
    whole: Finding[] | null;
    now: Date;
  },
): Promise<void> {
  const { claimKey, sha256, job, whole, now } = result;
  const at = now.toISOString();
  await db.transaction(
    'rw',
    [db.findings, db.checks, db.jobs, db.verdicts, db.evidence, db.ledger, db.meta, db.decisions],
    async () => {
      const refused = await refusedMatches(db, sha256);
      const findings = result.findings.filter(({ against }) => !against || !refused.has(against.sha256));
      // What a later step found is its own job's to replace.
      await forget(db, claimKey, sha256, (check) => !ofLaterStep(check));
      await db.findings.bulkPut(findings.map((finding) => findingRow(claimKey, finding, at)));
      await db.checks.bulkPut(
        result.checks.map((check) => checkRow(claimKey, sha256, check, result.ms[check.name] ?? 0, at)),
      );
      await endJob(db, job, { state: 'done', ms: result.ms }, now.getTime());
      await askFor(
        db,
        [{ kind: 'read-labels', subject: job.subject, claimKey, priority: LABELS_PRIORITY }],
        now.getTime(),
      );
      if (whole && (await isLastOf(db, claimKey, job, now.getTime()))) {
        await replaceWhole(db, claimKey, whole, at);
        await repeatRunningSum(db, claimKey, now);
      } else await askSum(db, claimKey, now);
      await sumUp(db, claimKey, at, [
        {
          what: 'photo-checked',
          subject: photoKey(claimKey, sha256),
          data: { codes: findings.map((f) => f.code) },
        },
      ]);
    },
  );
}

/** Deletes what these checks said about one photo. */
async function forget(
  db: ClaimLensDb,
  claimKey: string,
  sha256: string,
  isOf: (check: string) => boolean,
): Promise<void> {
  const photo = [claimKey, sha256];
  const findings = await db.findings.where('[claimKey+sha256]').equals(photo).toArray();
  const checks = await db.checks.where('[claimKey+sha256]').equals(photo).toArray();
  await db.findings.bulkDelete(
    findings.filter(({ finding }) => isOf(finding.check.name)).map(({ id }) => id),
  );
  await db.checks.bulkDelete(checks.filter(({ check }) => isOf(check.name)).map(({ id }) => id));
}

/** Asks for a claim's sum as a job, which waits until all of the claim is answered for. */
const askSum = (db: ClaimLensDb, claimKey: string, now: Date): Promise<void> =>
  askFor(
    db,
    [{ kind: 'sum-up-claim', subject: claimKey, claimKey, priority: PRIORITY.page, again: true }],
    now.getTime(),
  );

/** A sum that runs at this moment may have read too early, and runs again. One that waits may be asked for by what came since. */
async function repeatRunningSum(db: ClaimLensDb, claimKey: string, now: Date): Promise<void> {
  const job = await db.jobs.get(jobKey('sum-up-claim', claimKey));
  if (job?.state === 'running') await askSum(db, claimKey, now);
}

/** Replaces the claim-level findings (those without a photo) of one claim. Inside a transaction over `findings`. */
async function replaceWhole(
  db: ClaimLensDb,
  claimKey: string,
  findings: Finding[],
  at: string,
): Promise<void> {
  const old = await db.findings.where('claimKey').equals(claimKey).toArray();
  await db.findings.bulkDelete(old.filter((row) => row.sha256 === null).map((row) => row.id));
  await db.findings.bulkPut(findings.map((finding) => findingRow(claimKey, finding, at)));
}

/** Stores what a later step said about one photo, asks for what follows it and ends its job, in one transaction. */
export async function writeStepResult(
  db: ClaimLensDb,
  step: StepName,
  result: {
    claimKey: string;
    sha256: string;
    findings: Finding[];
    checks: Check[];
    ms: number;
    /** Milliseconds by stage, beside the whole. */
    stages?: Record<string, number>;
    job: JobRow;
    next?: JobAsk[];
    now: Date;
  },
): Promise<void> {
  const { claimKey, sha256, now } = result;
  const at = now.toISOString();
  const tables = [db.findings, db.checks, db.jobs, db.verdicts, db.evidence, db.ledger, db.meta];
  await db.transaction('rw', tables, async () => {
    await forget(db, claimKey, sha256, (check) => STEPS[step].has(check));
    await db.findings.bulkPut(result.findings.map((finding) => findingRow(claimKey, finding, at)));
    await db.checks.bulkPut(result.checks.map((check) => checkRow(claimKey, sha256, check, result.ms, at)));
    await endJob(
      db,
      result.job,
      { state: 'done', ms: { ...result.stages, [step]: result.ms } },
      now.getTime(),
    );
    if (result.next?.length) await askFor(db, result.next, now.getTime());
    await sumUp(db, claimKey, at);
  });
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
      await replaceWhole(db, claimKey, findings, at);
      await sumUp(db, claimKey, at);
    },
  );
}

/**
 * Computes and stores the verdict of one claim from its rows; a change of it goes into the ledger, before `entries`. Call inside a
 * transaction over the tables it reads, `ledger` and `meta`.
 */
export async function sumUp(
  db: ClaimLensDb,
  claimKey: string,
  at: string,
  entries: readonly LedgerEntry[] = [],
): Promise<void> {
  const [findings, checks, evidence] = await Promise.all([
    db.findings.where('claimKey').equals(claimKey).sortBy('id'),
    db.checks.where('claimKey').equals(claimKey).toArray(),
    db.evidence.where('claimKey').equals(claimKey).toArray(),
  ]);
  const looked = new Set(
    checks
      .filter(({ check }) => check.name === videoCheck.id && check.result.state !== 'not-checked')
      .map((row) => row.sha256),
  );
  // A video that cannot be looked at is said so, and keeps no claim from being answered by its photos.
  const photos = evidence.filter((row) => row.kind === 'photo' || (row.sha256 && looked.has(row.sha256)));
  const answered = new Set(checks.map((row) => row.sha256));
  const unfinished = new Set(
    checks
      .filter(({ check: { result } }) => result.state === 'not-checked' && result.reason === ELSEWHERE)
      .map((row) => row.sha256),
  );
  const unreadable = new Set(
    findings
      // With `parts` only what the file says about itself was damaged; the picture was checked.
      .filter(({ code, finding }) => code === 'photo-unreadable' && !('parts' in finding.facts))
      .map((row) => row.sha256),
  );
  const checked = photos.filter(
    ({ sha256 }) => sha256 && answered.has(sha256) && !unreadable.has(sha256) && !unfinished.has(sha256),
  ).length;
  const counts = { total: photos.length, checked, notChecked: photos.length - checked };
  const sum = addUp(
    findings.map((row) => row.finding),
    checks.map((row) => row.check),
    counts,
  );
  const because = sum.because.flatMap((i) => findings[i] ?? []);
  const before = (await db.verdicts.get(claimKey))?.verdict ?? null;
  const changes = before === sum.verdict ? [] : [verdictChanged(claimKey, before, sum.verdict, because)];
  if (changes.length + entries.length > 0) await appendLedger(db, [...changes, ...entries], at);
  await db.verdicts.put({
    v: 1,
    claimKey,
    verdict: sum.verdict,
    because: because.map(({ id }) => id),
    photos: counts,
    at,
  });
}
