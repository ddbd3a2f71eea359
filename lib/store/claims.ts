/** Writing claims: one reading from a page becomes rows, history, evidence and jobs in one transaction. */
import { contentHash, sha256Hex } from '../claims/canonical.ts';
import { utcInstant } from '../claims/instants.ts';
import type { Claim } from '../claims/model.ts';
import { stableAddress, uniteClaims } from '../claims/unite.ts';
import type { ClaimLensDb } from './db.ts';
import { askFor, type JobAsk, PRIORITY } from './jobs.ts';
import { evidenceKey, itemKey, photoKey } from './keys.ts';
import { appendLedger, type LedgerEntry } from './ledger.ts';
import { loggedClaim, versionOf } from './logged/claim.ts';
import { shopSalt } from './logged/salt.ts';
import type { ClaimRow, EvidenceRow } from './rows.ts';
import { joinTwins } from './twins.ts';
import { supersededBy, withdrawEvidence, withoutWithdrawn } from './withdrawn.ts';

const utf8 = new TextEncoder();

/** Evidence id: the claim and the picture's stable address. */
export const evidenceId = (claimKey: string, originalUrl: string): string =>
  evidenceKey(claimKey, sha256Hex(utf8.encode(stableAddress(originalUrl))).slice(0, 24));

/** Library product key of a claim's item: its id on that console, else its title. Null when the page told neither. */
export function itemProductKey(claim: Claim, index: number): string | null {
  const item = claim.items[index];
  if (!item) return null;
  const name = item.itemId ?? item.title;
  return name ? `${claim.console}:${name}` : null;
}

/**
 * Within one shop and console, who the buyer is: id before name; null when the console does not say. A masked value
 * (`李**`) is shared by strangers and names nobody.
 */
export function buyerKeyOf(claim: Claim): string | null {
  const who = [claim.buyer?.id, claim.buyer?.name].find((value) => value && !/[*＊•]/.test(value));
  return who ? `${claim.console}:${claim.shopId ?? ''}:${who}` : null;
}

/** A countdown read to the minute gives a slightly different end with every reading; nearer than this it is the same end. */
const DEADLINE_JITTER_MS = 5 * 60_000;

/** The known deadline where the fresh one only differs by how it was read, so that a claim is not forever changing. */
function steady(claim: Claim, known: Claim): Claim {
  if (!claim.deadlineAt || !known.deadlineAt) return claim;
  const apart = Math.abs(Date.parse(claim.deadlineAt) - Date.parse(known.deadlineAt));
  return apart < DEADLINE_JITTER_MS ? { ...claim, deadlineAt: known.deadlineAt } : claim;
}

/**
 * Stores validated readings, one by order number under the claim that the order has (twins.ts). New claims and new evidence are queued for checking at `priority`.
 * Reading the same page again changes nothing but `lastReadAt`. Returns the keys that were new or changed.
 */
export async function saveReadings(
  db: ClaimLensDb,
  readings: Claim[],
  now: Date,
  priority: number = PRIORITY.page,
): Promise<string[]> {
  const at = now.toISOString();
  const changed: string[] = [];
  const joined = await joinTwins(db, readings, now);
  await db.transaction(
    'rw',
    [
      db.claims,
      db.readings,
      db.evidence,
      db.findings,
      db.checks,
      db.verdicts,
      db.jobs,
      db.ledger,
      db.meta,
      db.libraryImages,
    ],
    async () => {
      const entries: LedgerEntry[] = [];
      const asks: JobAsk[] = [];
      for (const reading of joined) {
        const fresh = await withoutWithdrawn(db, reading);
        const superseded = await withdrawSuperseded(db, fresh, now);
        if (superseded) changed.push(fresh.key);
        const known = await db.claims.get(fresh.key);
        const claim = known ? steady(uniteClaims(known.claim, fresh), known.claim) : fresh;
        const version = versionOf(claim);
        const isNew = !known || versionOf(known.claim) !== version;
        const row: ClaimRow = {
          v: 1,
          key: claim.key,
          claim,
          console: claim.console,
          shopId: claim.shopId ?? '',
          buyerKey: buyerKeyOf(claim),
          firstSeenAt: known?.firstSeenAt ?? at,
          lastReadAt: at,
          appliedAt: utcInstant(claim.appliedAt ?? known?.appliedAt ?? at),
          deadlineAt: claim.deadlineAt ? utcInstant(claim.deadlineAt) : null,
          touchedAt: isNew ? now.getTime() : known.touchedAt,
        };
        await db.claims.put(row);
        if (isNew) {
          if (!superseded) changed.push(claim.key);
          await db.readings.put({
            v: 1,
            id: contentHash([claim.key, version]),
            claimKey: claim.key,
            claim,
            at,
          });
          entries.push({
            what: known ? 'claim-changed' : 'claim-seen',
            subject: claim.key,
            data: loggedClaim(claim, await shopSalt(db)),
          });
        }
        if (known && timesChanged(known.claim, claim))
          asks.push(...(await judgeAgain(db, claim.key, priority)));
        // A claim that shows no photo is answered for too: not enough information.
        if (isNew && !claim.evidence.length) {
          asks.push({ kind: 'sum-up-claim', subject: claim.key, claimKey: claim.key, priority, again: true });
        }
        asks.push(
          ...(await saveEvidence(db, claim, at, priority, entries)),
          ...(await learnAsks(db, claim, priority)),
        );
      }
      await askFor(db, asks, now.getTime());
      if (entries.length) await appendLedger(db, entries, at);
    },
  );
  return changed;
}

/** What a newer reader of the same page no longer takes for the buyer's is evidence no longer. */
async function withdrawSuperseded(db: ClaimLensDb, fresh: Claim, now: Date): Promise<boolean> {
  const known = await db.claims.get(fresh.key);
  const gone = known ? supersededBy(known.claim, fresh) : [];
  if (!gone.length) return false;
  const ids = gone.map((ref) => evidenceId(fresh.key, ref.originalUrl));
  return (await withdrawEvidence(db, fresh.key, ids, 'better-reading', now)) > 0;
}

/**
 * Withdraws the pictures of claims that a reading established to be somebody else's. `refused` holds stable addresses per claim key.
 */
export async function withdrawRefused(
  db: ClaimLensDb,
  refused: Record<string, string[]>,
  now: Date,
): Promise<void> {
  for (const [key, addresses] of Object.entries(refused)) {
    const ids = addresses.map((address) => evidenceId(key, address));
    const known = (await db.evidence.bulkGet(ids)).flatMap((row) => (row ? [row.id] : []));
    if (known.length) await withdrawEvidence(db, key, known, 'other-owner', now);
  }
}

/** Instants that a file's own times are compared with. */
const TIMES = ['orderedAt', 'shippedAt', 'deliveredAt', 'appliedAt'] as const;

const timesChanged = (before: Claim, after: Claim): boolean =>
  TIMES.some((name) => before[name] !== after[name]);

/** Photos checked before the order's times were known are judged with them: the detail page often comes second. */
async function judgeAgain(db: ClaimLensDb, claimKey: string, priority: number): Promise<JobAsk[]> {
  const kept = await db.evidence.where('claimKey').equals(claimKey).toArray();
  return kept.flatMap((row): JobAsk[] =>
    row.sha256
      ? [{ kind: 'check-photo', subject: photoKey(claimKey, row.sha256), claimKey, priority, again: true }]
      : [],
  );
}

async function saveEvidence(
  db: ClaimLensDb,
  claim: Claim,
  at: string,
  priority: number,
  entries: LedgerEntry[],
): Promise<JobAsk[]> {
  const asks: JobAsk[] = [];
  const rounds = await db.evidence.where('claimKey').equals(claim.key).toArray();
  const lastRound = rounds.reduce((max, row) => Math.max(max, row.round), 0);
  for (const ref of claim.evidence) {
    const id = evidenceId(claim.key, ref.originalUrl);
    const known = rounds.find((row) => row.id === id);
    let again = false;
    if (known) {
      // Keep the newest address: an old signature no longer opens the picture.
      if (known.state !== 'kept' && known.url !== ref.url) {
        await db.evidence.put({ ...known, state: 'waiting', url: ref.url, originalUrl: ref.originalUrl });
        // What the old address could not give is asked for once more at the new one.
        again = known.state === 'unavailable';
      }
    } else {
      const row: EvidenceRow = {
        v: 1,
        id,
        claimKey: claim.key,
        url: ref.url,
        originalUrl: ref.originalUrl,
        kind: ref.kind,
        round: ref.round ?? Math.max(1, lastRound),
        seenAt: at,
        state: 'waiting',
        sha256: null,
        fetch: null,
        name: null,
      };
      await db.evidence.put(row);
      entries.push({
        what: 'evidence-seen',
        subject: id,
        data: { url: stableAddress(ref.url), round: row.round },
      });
    }
    if (known?.state !== 'kept')
      asks.push({ kind: 'fetch-evidence', subject: id, claimKey: claim.key, priority, again });
  }
  return asks;
}

async function learnAsks(db: ClaimLensDb, claim: Claim, priority: number): Promise<JobAsk[]> {
  const asks: JobAsk[] = [];
  for (const [index, item] of claim.items.entries()) {
    if (!item.imageUrl || itemProductKey(claim, index) === null) continue;
    const known = await db.libraryImages.where('url').equals(stableAddress(item.imageUrl)).first();
    if (!known) {
      // Ahead of everything else of the same page: the first check must find the product picture in the library.
      asks.push({
        kind: 'learn-product-image',
        subject: itemKey(claim.key, index),
        claimKey: claim.key,
        priority: Math.max(0, priority - 1),
      });
    }
  }
  return asks;
}
