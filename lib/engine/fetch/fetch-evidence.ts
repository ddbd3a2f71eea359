/** Getting bytes: evidence of claims and the product pictures that the claims show. Kept by content from first sight. */
import { sha256Hex } from '../../claims/canonical.ts';
import type { Finding } from '../../claims/finding.ts';
import { stableAddress } from '../../claims/unite.ts';
import { type FetchProblem, UnavailablePhotoError } from '../../images/errors.ts';
import { type Fetched, type FetchRules, fetchOriginal } from '../../images/fetch.ts';
import { originals } from '../../images/originals.ts';
import { itemProductKey } from '../../store/claims.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { askFor, endJob, MAX_ATTEMPTS, PRIORITY, postpone } from '../../store/jobs.ts';
import { appendLedger } from '../../store/ledger.ts';
import type { FetchFacts, JobRow } from '../../store/rows.ts';
import { findingRow, sumUp } from '../photo/results.ts';

export const FETCH_CHECK = { name: 'fetch', version: '1' } as const;

export interface FetchDeps {
  db: ClaimLensDb;
  rules: FetchRules;
  now(): Date;
  /** Last resort when the extension's own fetch was refused: ask the page that shows the picture. */
  askPage?(evidenceId: string, url: string): void;
}

const addressesOf = (shown: string): string[] => originals(shown).map((candidate) => candidate.url);

function factsOf(fetched: Fetched, shownUrl: string, at: string): FetchFacts {
  return {
    usedUrl: fetched.usedUrl,
    at,
    status: fetched.status,
    headers: fetched.headers,
    how: fetched.usedUrl === shownUrl ? 'as-shown' : 'original',
    tries: fetched.tries,
  };
}

/** Puts bytes into the content store; the same bytes are one row. Joins a running transaction over `blobs`. */
export async function keepBytes(
  db: ClaimLensDb,
  bytes: Uint8Array,
  mime: string,
  at: string,
): Promise<string> {
  const sha256 = sha256Hex(bytes);
  if (!(await db.blobs.get(sha256)))
    await db.blobs.put({ v: 1, sha256, bytes, size: bytes.length, mime, addedAt: at });
  return sha256;
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
  return db.transaction(
    'rw',
    [db.evidence, db.blobs, db.jobs, db.findings, db.checks, db.verdicts, db.ledger, db.meta],
    async () => {
      const row = await db.evidence.get(evidenceId);
      if (!row) return null;
      const sha256 = await keepBytes(db, bytes, mime, at);
      await db.evidence.put({ ...row, state: 'kept', sha256, fetch: facts });
      // The finding that it was not available is answered by having it now.
      const stale = await db.findings.where('claimKey').equals(row.claimKey).toArray();
      await db.findings.bulkDelete(stale.filter((f) => f.sha256 === evidenceId).map((f) => f.id));
      await askFor(
        db,
        [
          {
            kind: 'check-photo',
            subject: `${row.claimKey}#${sha256}`,
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
            data: { sha256, size: bytes.length, mime, usedUrl: stableAddress(facts.usedUrl) },
          },
        ],
        at,
      );
      return sha256;
    },
  );
}

/** Problems that pass by themselves; a host that says no or does not know the picture is not asked again by itself. */
const PASSING = new Set<FetchProblem>([
  'too-many-requests',
  'server-error',
  'network',
  'timed-out',
  'cut-short',
]);

/** Pause before the next try where the host names none: 20 s, then 2 min. */
const PAUSES_MS = [20_000, 120_000];

/** When a failed fetch is tried again, in milliseconds since epoch; null when it is not. */
function nextTry(error: UnavailablePhotoError, job: JobRow, now: Date): number | null {
  if (!PASSING.has(error.problem) || job.attempts >= MAX_ATTEMPTS) return null;
  return now.getTime() + (error.retryAfterMs ?? PAUSES_MS[job.attempts - 1] ?? 120_000);
}

/** Ends a job that failed, or puts it back for its next try at `retryAt`. Joins a running transaction over `jobs`. */
async function endOrPostpone(
  db: ClaimLensDb,
  job: JobRow,
  why: string,
  now: Date,
  retryAt: number | null,
): Promise<void> {
  if (retryAt === null) await endJob(db, job, { state: 'failed', error: why }, now.getTime());
  else await postpone(db, job, retryAt, why);
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
        const finding: Finding = {
          code: 'photo-unavailable',
          strength: 'context',
          facts: {
            why,
            url: stableAddress(row.url),
            tries: tries.map((t) => `${stableAddress(t.url)}: ${t.outcome}`),
          },
          check: FETCH_CHECK,
        };
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

/** Runs a `fetch-evidence` job: the original first, then the address as shown. */
export async function fetchEvidence(deps: FetchDeps, job: JobRow): Promise<void> {
  const { db } = deps;
  const row = await db.evidence.get(job.subject);
  if (!row || row.state === 'kept') {
    await endJob(db, job, { state: 'done' }, deps.now().getTime());
    return;
  }
  try {
    const fetched = await fetchOriginal(addressesOf(row.url), row.kind, deps.rules);
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

/** Runs a `learn-product-image` job: the product picture in the claim's row joins the library by itself. */
export async function learnProductImage(deps: FetchDeps, job: JobRow): Promise<void> {
  const { db } = deps;
  const cut = job.subject.lastIndexOf('#');
  const claim = (await db.claims.get(job.subject.slice(0, cut)))?.claim;
  const index = Number(job.subject.slice(cut + 1));
  const item = claim?.items[index];
  const productKey = claim ? itemProductKey(claim, index) : null;
  if (!claim || !item?.imageUrl || productKey === null) {
    await endJob(db, job, { state: 'done' }, deps.now().getTime());
    return;
  }
  const url = stableAddress(item.imageUrl);
  if (await db.libraryImages.where('url').equals(url).first()) {
    await endJob(db, job, { state: 'done' }, deps.now().getTime());
    return;
  }
  try {
    const fetched = await fetchOriginal(addressesOf(item.imageUrl), 'photo', deps.rules);
    const now = deps.now();
    const at = now.toISOString();
    await db.transaction(
      'rw',
      [db.products, db.libraryImages, db.blobs, db.jobs, db.ledger, db.meta],
      async () => {
        const sha256 = await keepBytes(db, fetched.bytes, fetched.mime, at);
        const product = await db.products.get(productKey);
        await db.products.put({
          v: 1,
          key: productKey,
          title: item.title ?? product?.title ?? productKey,
          itemIds: [...new Set([...(product?.itemIds ?? []), ...(item.itemId ? [item.itemId] : [])])],
          source: product?.source ?? 'claim',
          addedAt: product?.addedAt ?? at,
        });
        const id = `${productKey}#${sha256}`;
        await db.libraryImages.put({
          v: 1,
          id,
          productKey,
          sha256,
          name: item.title ?? '',
          url,
          addedAt: at,
          state: 'waiting',
          why: null,
        });
        await askFor(
          db,
          [{ kind: 'fingerprint-library', subject: id, claimKey: claim.key, priority: job.priority }],
          now.getTime(),
        );
        await endJob(db, job, { state: 'done' }, now.getTime());
        await appendLedger(db, [{ what: 'product-image-learned', subject: id, data: { url } }], at);
      },
    );
  } catch (error) {
    if (!(error instanceof UnavailablePhotoError)) throw error;
    const now = deps.now();
    await endOrPostpone(db, job, error.problem, now, nextTry(error, job, now));
  }
}
