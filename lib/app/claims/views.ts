/** What the surfaces show: rows of several tables put together for one claim, one product, one queue. */

import type { Verdict } from '../../claims/finding.ts';
import { compareInstants } from '../../claims/instants.ts';
import type { Money } from '../../claims/model.ts';
import { type ClaimLensDb, rowsOf } from '../../store/db.ts';
import { PRIORITY } from '../../store/jobs.ts';
import { photoKey } from '../../store/keys.ts';
import type {
  CheckRow,
  ClaimRow,
  EvidenceRow,
  FindingRow,
  FlagRow,
  JobKind,
  JobRow,
  LibraryImageRow,
  PhotoRow,
  ProductRow,
  VerdictRow,
} from '../../store/rows.ts';

export type WorkState = 'waiting' | 'checking' | 'done' | 'failed';

export interface PhotoView {
  evidence: EvidenceRow;
  photo: PhotoRow | null;
  findings: FindingRow[];
  checks: CheckRow[];
  state: WorkState;
}

export interface ClaimView {
  row: ClaimRow;
  verdict: VerdictRow | null;
  findings: FindingRow[];
  photos: PhotoView[];
  checks: CheckRow[];
  flag: FlagRow | null;
  /** Looked at and let pass. */
  passed: boolean;
  state: WorkState;
  /** Other claims of the same buyer in this shop, and what was paid out on them. */
  historyOfBuyer: { claims: number; refunded: Money[] };
}

export interface ProductView {
  product: ProductRow;
  /** Its own and those of the products joined with it, each picture once. */
  images: LibraryImageRow[];
  /** Products that the seller has said to be the same. */
  joined: ProductRow[];
}

const RANK: Record<Verdict, number> = {
  'file-declares-ai': 0,
  'several-signs': 1,
  'worth-checking': 2,
  'not-enough-information': 3,
  'no-anomaly': 4,
};

/** Jobs that follow behind; the answer that the seller waits for is there without them. */
const FOLLOWING = new Set<JobKind>([
  'read-labels',
  'read-inside',
  'ask-packs',
  'check-video',
  'sum-up-claim',
]);

/** Worst first; within one level the nearest deadline first, then the newest. */
export function byAttention(a: ClaimView, b: ClaimView): number {
  const rank = (view: ClaimView) => (view.verdict ? RANK[view.verdict.verdict] : 3.5);
  return (
    rank(a) - rank(b) ||
    compareInstants(a.row.deadlineAt ?? '', b.row.deadlineAt ?? '') ||
    compareInstants(b.row.appliedAt, a.row.appliedAt) ||
    a.row.key.localeCompare(b.row.key)
  );
}

function groupBy<T>(rows: T[], keyOf: (row: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

function photoState(evidence: EvidenceRow, jobs: JobRow[], answered: boolean): WorkState {
  const own = jobs.filter(
    (job) =>
      job.subject === evidence.id ||
      (evidence.sha256 && job.subject === photoKey(evidence.claimKey, evidence.sha256)),
  );
  if (own.some((job) => job.state === 'running')) return 'checking';
  if (own.some((job) => job.state === 'queued')) return evidence.state === 'kept' ? 'checking' : 'waiting';
  if (evidence.state === 'unavailable' || own.some((job) => job.state === 'failed')) return 'failed';
  return answered || own.some((job) => job.kind === 'check-photo' && job.state === 'done')
    ? 'done'
    : 'waiting';
}

/** The view of one claim; null when it is not (or no longer) known. */
export const claimView = (db: ClaimLensDb, key: string): Promise<ClaimView | null> =>
  db.transaction('r', viewTables(db), async () => {
    const row = await db.claims.get(key);
    return row ? ((await claimViews(db, [row]))[0] ?? null) : null;
  });

const viewTables = (db: ClaimLensDb) => [
  ...[db.claims, db.evidence, db.photos, db.findings],
  ...[db.checks, db.verdicts, db.flags, db.jobs],
];

/** What the views of these claims are made of, in one transaction and as few reads as there are tables. */
const readViews = (db: ClaimLensDb, rows: ClaimRow[]) =>
  db.transaction('r', viewTables(db), async () => {
    const keys = rows.map((row) => row.key);
    const buyers = [...new Set(rows.flatMap((row) => (row.buyerKey ? [row.buyerKey] : [])))];
    const [evidence, findings, checks, verdicts, flags, jobs, ofBuyers] = await Promise.all([
      rowsOf<EvidenceRow>(db.evidence, 'claimKey', keys),
      rowsOf<FindingRow>(db.findings, 'claimKey', keys),
      rowsOf<CheckRow>(db.checks, 'claimKey', keys),
      db.verdicts.bulkGet(keys),
      db.flags.bulkGet(keys),
      rowsOf<JobRow>(db.jobs, 'claimKey', keys),
      rowsOf<ClaimRow>(db.claims, 'buyerKey', buyers),
    ]);
    const hashes = [...new Set(evidence.flatMap((row) => (row.sha256 ? [row.sha256] : [])))];
    const photos = (await db.photos.bulkGet(hashes)).filter((row) => row !== undefined);
    return { evidence, findings, checks, verdicts, flags, jobs, ofBuyers, photos };
  });

/** Builds the views of these claims. Order as given. */
export async function claimViews(db: ClaimLensDb, rows: ClaimRow[]): Promise<ClaimView[]> {
  const read = await readViews(db, rows);
  const { evidence, findings, checks, verdicts, flags, jobs } = read;
  const photos = new Map(read.photos.map((row) => [row.sha256, row]));
  const ofBuyers = groupBy(read.ofBuyers, (row) => row.buyerKey);
  const evidenceOf = groupBy(evidence, (row) => row.claimKey);
  const findingsOf = groupBy(findings, (row) => row.claimKey);
  const checksOf = groupBy(checks, (row) => row.claimKey);
  const answered = new Set<string>(checks.map((row) => photoKey(row.claimKey, row.sha256)));
  const behind = (row: JobRow): boolean =>
    FOLLOWING.has(row.kind) ||
    // A second look in the background changes an answer when it has one; until then the first one stands.
    (row.kind === 'check-photo' && row.priority > PRIORITY.looking && answered.has(row.subject));
  const awaited = jobs.filter((row) => !behind(row));
  const jobsOf = groupBy(awaited, (row) => row.claimKey);

  return rows.map((row, i) => {
    const ownFindings = findingsOf.get(row.key) ?? [];
    const ownChecks = checksOf.get(row.key) ?? [];
    const ownJobs = jobsOf.get(row.key) ?? [];
    const views = (evidenceOf.get(row.key) ?? []).map(
      (ref): PhotoView => ({
        evidence: ref,
        photo: ref.sha256 ? (photos.get(ref.sha256) ?? null) : null,
        findings: ownFindings.filter((finding) => finding.sha256 === (ref.sha256 ?? ref.id)),
        checks: ownChecks.filter((check) => check.sha256 === ref.sha256),
        state: photoState(ref, ownJobs, answered.has(photoKey(row.key, ref.sha256 ?? ''))),
      }),
    );
    const others = (row.buyerKey ? (ofBuyers.get(row.buyerKey) ?? []) : []).filter(
      (other) => other.key !== row.key,
    );
    return {
      row,
      verdict: verdicts[i] ?? null,
      findings: ownFindings,
      photos: views,
      checks: ownChecks,
      flag: flags[i]?.on ? flags[i] : null,
      passed: flags[i]?.passed ?? false,
      state: claimState(views, ownJobs, verdicts[i] ?? null),
      historyOfBuyer: {
        claims: others.length,
        refunded: others.flatMap((other) =>
          other.claim.stage === 'paid' && other.claim.amount ? [other.claim.amount] : [],
        ),
      },
    };
  });
}

function claimState(photos: PhotoView[], jobs: JobRow[], verdict: VerdictRow | null): WorkState {
  if (jobs.some((job) => job.state === 'running')) return 'checking';
  if (jobs.some((job) => job.state === 'queued'))
    return photos.some((photo) => photo.state === 'done') ? 'checking' : 'waiting';
  if (photos.length > 0 && photos.every((photo) => photo.state === 'failed')) return 'failed';
  return verdict ? 'done' : 'waiting';
}
