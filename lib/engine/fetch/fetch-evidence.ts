/** Getting the bytes of a claim's evidence, kept by content from first sight. */
import { noteServerClock } from '../../cases/server-clock.ts';
import { sha256HexAsync } from '../../claims/canonical.ts';
import { stableAddress } from '../../claims/unite.ts';
import { unavailable } from '../../images/checks.ts';
import { UnavailablePhotoError } from '../../images/errors.ts';
import { type Fetched, fetchOriginal } from '../../images/fetch.ts';
import type { FetchRules } from '../../images/receive.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { askFor, endJob, PRIORITY } from '../../store/jobs.ts';
import { photoKey } from '../../store/keys.ts';
import { appendLedger } from '../../store/ledger.ts';
import type { EvidenceRow, FetchFacts, JobRow } from '../../store/rows.ts';
import { isNotBuyers, withdrawEvidence } from '../../store/withdrawn.ts';
import { wantToCheck } from '../../team/sync/wants.ts';
import { findingRow, sumUp } from '../photo/results.ts';
import { begunRules, dropBegun } from './begun.ts';
import { addressesOf, endOrPostpone, keepBytes, nextTry } from './tries.ts';

export interface FetchDeps {
  db: ClaimLensDb;
  rules: FetchRules;
  now(): Date;
  /** Last resort when the extension's own fetch was refused: ask the page that shows the picture. */
  askPage?(evidenceId: string, url: string): void;
}

function factsOf(fetched: Fetched, shownUrl: string, at: string): FetchFacts {
  return {
    usedUrl: fetched.usedUrl,
    at,
    status: fetched.status,
    headers: fetched.headers,
    how: fetched.usedUrl === shownUrl ? 'as-shown' : 'original',
    tries: fetched.tries,
    ...(fetched.parts && { parts: fetched.parts }),
  };
}

/** Stores fetched evidence and queues its check; bytes, row, job and ledger entry are one transaction. */
export async function keepEvidence(
  db: ClaimLensDb,
  evidenceId: string,
  bytes: Uint8Array,
  mime: string,
  facts: FetchFacts,
  job: JobRow | null,
  now: Date,
): Promise<string | null> {
  const at = now.toISOString();
  const sha256 = await sha256HexAsync(bytes);
  return db.transaction(
    'rw',
    [
      ...[db.evidence, db.blobs, db.jobs, db.findings, db.checks, db.verdicts, db.ledger, db.meta],
      // What the seller called not the buyer's is taken out again at once, whatever its address is now.
      ...[db.claims, db.readings],
    ],
    async () => {
      const row = await db.evidence.get(evidenceId);
      if (!row) return null;
      await noteServerClock(db, facts.headers.date, now.getTime());
      const { parts } = facts;
      await keepBytes(db, sha256, bytes, mime, at, parts);
      const { begun, ...rest } = row;
      await db.evidence.put({ ...rest, state: 'kept', sha256, fetch: facts });
      if (begun) await dropBegun(db, begun.sha256);
      // The finding that it was not available is answered by having it now.
      const stale = await db.findings.where('claimKey').equals(row.claimKey).toArray();
      await db.findings.bulkDelete(stale.filter((f) => f.sha256 === evidenceId).map((f) => f.id));
      await askFor(
        db,
        [
          {
            kind: 'check-photo',
            subject: photoKey(row.claimKey, sha256),
            claimKey: row.claimKey,
            priority: job?.priority ?? PRIORITY.page,
          },
        ],
        now.getTime(),
      );
      if (job) await endJob(db, job, { state: 'done' }, now.getTime());
      await appendLedger(
        db,
        [
          {
            what: 'evidence-kept',
            subject: evidenceId,
            data: {
              ...{ sha256, size: bytes.length, mime, usedUrl: stableAddress(facts.usedUrl) },
              ...(parts && { total: parts.total, parts: parts.parts }),
            },
          },
        ],
        at,
      );
      if (await isNotBuyers(db, row, sha256))
        await withdrawEvidence(db, row.claimKey, [row.id], 'not-buyers', now);
      return sha256;
    },
  );
}

/** Records that evidence could not be had: a finding with the reason, and a job that is tried or can be asked for again. */
export async function recordUnavailable(
  db: ClaimLensDb,
  evidenceId: string,
  why: string,
  tries: { url: string; outcome: string }[],
  job: JobRow,
  now: Date,
  retryAt: number | null = null,
): Promise<void> {
  const at = now.toISOString();
  await db.transaction(
    'rw',
    [db.evidence, db.jobs, db.findings, db.checks, db.verdicts, db.ledger, db.meta],
    async () => {
      const row = await db.evidence.get(evidenceId);
      if (row) {
        await db.evidence.put({
          ...row,
          state: 'unavailable',
          fetch: { usedUrl: row.url, at, status: 0, headers: {}, how: 'as-shown', tries, error: why },
        });
        const finding = unavailable({
          why,
          url: stableAddress(row.url),
          tries: tries.map((t) => `${stableAddress(t.url)}: ${t.outcome}`),
        });
        await db.findings.put({
          ...findingRow(row.claimKey, finding, at),
          id: `${evidenceId}!unavailable`,
          sha256: evidenceId,
        });
        await sumUp(db, row.claimKey, at);
      }
      await endOrPostpone(db, job, why, now, retryAt);
    },
  );
}

/**
 * A photo of a claim that only another seat has read: its bytes come from that seat and from nowhere else. False for all others, and
 * where the team is no more.
 */
async function fromTeam({ db, now }: FetchDeps, row: EvidenceRow, job: JobRow): Promise<boolean> {
  const { sha256, claimKey } = row;
  if (!sha256 || (await db.claims.get(claimKey))?.foreign !== true) return false;
  const blob = await db.blobs.get(sha256);
  if (blob) {
    const facts: FetchFacts = {
      usedUrl: row.url,
      at: now().toISOString(),
      status: 0,
      headers: {},
      how: 'team',
      tries: [],
    };
    await keepEvidence(db, row.id, blob.bytes, blob.mime, facts, job, now());
    return true;
  }
  if (!(await wantToCheck(db, photoKey(claimKey, sha256)))) return false;
  await endJob(db, job, { state: 'done' }, now().getTime());
  return true;
}

/** Runs a `fetch-evidence` job: the original first, then the address as shown. */
export async function fetchEvidence(deps: FetchDeps, job: JobRow): Promise<void> {
  const { db } = deps;
  const row = await db.evidence.get(job.subject);
  if (!row || row.state === 'kept') {
    await endJob(db, job, { state: 'done' }, deps.now().getTime());
    return;
  }
  if (row.sha256 && (await fromTeam(deps, row, job))) return;
  try {
    const rules = row.kind === 'video' ? await begunRules(deps, row) : deps.rules;
    const fetched = await fetchOriginal(addressesOf(row.url), row.kind, rules);
    const facts = factsOf(fetched, row.url, deps.now().toISOString());
    await keepEvidence(db, row.id, fetched.bytes, fetched.mime, facts, job, deps.now());
  } catch (error) {
    if (!(error instanceof UnavailablePhotoError)) throw error;
    const { tries = [] } = error as { tries?: { url: string; outcome: string }[] };
    const now = deps.now();
    await recordUnavailable(db, row.id, error.problem, tries, job, now, nextTry(error, job, now));
    // Never for a host that was not granted: the page's context is no way around the seller's decision.
    if (error.problem === 'refused' || error.problem === 'network') deps.askPage?.(row.id, row.url);
  }
}
