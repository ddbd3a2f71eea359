/**
 * One claim known by two numbers. A page that shows no claim number is read under its order's (`order-…`, lib/claims/ids.ts);
 * as soon as the order's one claim is known by its own number, both are that claim, and what was stored twice is joined.
 */

import { orderOfKeyed } from '../claims/ids.ts';
import { compareInstants } from '../claims/instants.ts';
import { type Claim, claimKey } from '../claims/model.ts';
import { uniteClaims } from '../claims/unite.ts';
import type { PaymentRow } from './case-rows.ts';
import type { ClaimLensDb } from './db.ts';
import { askFor, type JobAsk, PRIORITY } from './jobs.ts';
import { photoKey } from './keys.ts';
import { appendLedger } from './ledger.ts';
import { loggedClaim } from './logged/claim.ts';
import { shopSalt } from './logged/salt.ts';
import type { ClaimRow, LedgerRow } from './rows.ts';

const JOINED = 'claims-joined';

const isStandIn = (claim: Claim): boolean => orderOfKeyed(claim.claimId) !== undefined;
const orderOf = (claim: Claim): string | undefined => claim.orderId ?? orderOfKeyed(claim.claimId);

/** Claims of one order on one console; two shops that the page names are two orders. */
const sameOrder = (a: Claim, b: Claim): boolean =>
  a.console === b.console && orderOf(a) === orderOf(b) && (!a.shopId || !b.shopId || a.shopId === b.shopId);

/** All keys under which a claim's history is written: its own and those that were joined with it. */
export function namesOf(ledger: readonly LedgerRow[], key: string): string[] {
  const names = [key];
  // A joined claim may itself have been joined before.
  for (const name of names)
    for (const row of ledger)
      if (row.what === JOINED && row.subject === name && !names.includes(String(row.data.from)))
        names.push(String(row.data.from));
  return names;
}

/** Ledger rows about a claim itself, under every key it had, with today's key as their subject. */
export async function historyOf(db: ClaimLensDb, key: string): Promise<LedgerRow[]> {
  const out: LedgerRow[] = [];
  const names = [key];
  for (const name of names) {
    const rows = await db.ledger.where('subject').equals(name).toArray();
    out.push(...rows.map((row) => ({ ...row, subject: key })));
    for (const row of rows) if (row.what === JOINED) names.push(String(row.data.from));
  }
  return out;
}

/**
 * The readings under the keys they are stored by. An order with several claims says nothing about which one a reading by
 * order number means, so such a reading stays apart. Stored twins of these readings are joined on the way.
 */
export async function joinTwins(db: ClaimLensDb, readings: readonly Claim[], now: Date): Promise<Claim[]> {
  const orders = [...new Set(readings.flatMap((claim) => orderOf(claim) ?? []))];
  if (orders.length === 0) return [...readings];
  const rows = await db.claims.where('claim.orderId').anyOf(orders).toArray();
  const known = [...rows.map((row) => row.claim), ...readings];
  if (!known.some(isStandIn)) return [...readings];
  const moves = new Map<string, Claim>();
  for (const claim of known.filter(isStandIn)) {
    const own = known.filter((other) => !isStandIn(other) && sameOrder(claim, other));
    const [first] = own;
    if (first && own.every(({ key }) => key === first.key)) moves.set(claim.key, first);
  }
  if (moves.size === 0) return [...readings];
  const stored = rows.filter((row) => moves.has(row.key));
  if (stored.length > 0) await moveClaims(db, stored, moves, now);
  return readings.map((claim) => {
    const to = moves.get(claim.key);
    return to ? { ...claim, key: to.key, claimId: to.claimId } : claim;
  });
}

/** Joins the twins that are stored already: from before pages were read under both numbers, or from a restored backup. */
export async function joinStoredTwins(db: ClaimLensDb, now: Date): Promise<void> {
  const consoles = await db.claims.orderBy('console').uniqueKeys();
  const prefixes = consoles.map((console) => claimKey(String(console), 'order-'));
  if (prefixes.length === 0) return;
  const rows = await db.claims.where('key').startsWithAnyOf(prefixes).toArray();
  if (rows.length > 0)
    await joinTwins(
      db,
      rows.map(({ claim }) => claim),
      now,
    );
}

/**
 * Moves everything of the stand-ins to the claims they are. What checks said of them is dropped and asked for again: a photo
 * compared with its own twin would look reused.
 */
async function moveClaims(
  db: ClaimLensDb,
  stored: readonly ClaimRow[],
  moves: ReadonlyMap<string, Claim>,
  now: Date,
): Promise<void> {
  const at = now.toISOString();
  await db.transaction('rw', db.tables, async () => {
    for (const row of stored) {
      const to = moves.get(row.key);
      if (to) await moveClaim(db, row, to, now);
    }
    const gone = new Map(stored.map(({ key }) => [key, moves.get(key)?.key ?? key]));
    await renameMentions(db, gone);
    const salt = await shopSalt(db);
    const joined = (await db.claims.bulkGet([...new Set(gone.values())])).flatMap((row) => row ?? []);
    await appendLedger(
      db,
      [
        ...stored.map(({ key }) => ({ what: JOINED, subject: gone.get(key) ?? key, data: { from: key } })),
        ...joined.map(({ key, claim }) => ({
          what: 'claim-changed',
          subject: key,
          data: loggedClaim(claim, salt),
        })),
      ],
      at,
    );
  });
}

async function moveClaim(db: ClaimLensDb, from: ClaimRow, into: Claim, now: Date): Promise<void> {
  const { key, claimId } = into;
  const renamed: Claim = { ...from.claim, key, claimId };
  const known = await db.claims.get(key);
  // The claim's own reading is the surer one, whichever came first.
  const claim = known ? uniteClaims(renamed, known.claim) : renamed;
  await db.claims.put({
    ...(known ?? from),
    key,
    claim,
    shopId: claim.shopId ?? '',
    buyerKey: known?.buyerKey ?? from.buyerKey,
    firstSeenAt:
      known && compareInstants(known.firstSeenAt, from.firstSeenAt) < 0
        ? known.firstSeenAt
        : from.firstSeenAt,
    appliedAt: known?.appliedAt ?? from.appliedAt,
    deadlineAt: known?.deadlineAt ?? from.deadlineAt,
    touchedAt: now.getTime(),
  });
  await db.claims.delete(from.key);
  await moveEvidence(db, from.key, key);
  await db.readings
    .where('claimKey')
    .equals(from.key)
    .modify((row) => {
      row.claimKey = key;
      row.claim = { ...row.claim, key, claimId };
    });
  for (const table of ['notes', 'requests', 'decisions'])
    await db.table(table).where('claimKey').equals(from.key).modify({ claimKey: key });
  await movePayments(db, from.key, key);
  await moveMarks(db, from.key, key);
  for (const table of [db.findings, db.checks, db.jobs])
    await table.where('claimKey').equals(from.key).delete();
  await db.findings
    .where('claimKey')
    .equals(key)
    .filter(({ finding }) => finding.against?.claim === from.key)
    .delete();
  await db.verdicts.delete(from.key);
  await askAgain(db, key, now);
}

async function moveEvidence(db: ClaimLensDb, from: string, to: string): Promise<void> {
  for (const row of await db.evidence.where('claimKey').equals(from).toArray()) {
    const id = to + row.id.slice(from.length);
    const known = await db.evidence.get(id);
    const keep = known && (known.state === 'kept' || row.state !== 'kept') ? known : row;
    const seenAt = known && compareInstants(known.seenAt, row.seenAt) < 0 ? known.seenAt : row.seenAt;
    await db.evidence.put({ ...keep, id, claimKey: to, seenAt });
    await db.evidence.delete(row.id);
  }
}

/** A refund that both pages showed as paid went out once. */
async function movePayments(db: ClaimLensDb, from: string, to: string): Promise<void> {
  const same = (a: PaymentRow, b: PaymentRow): boolean =>
    a.direction === b.direction &&
    a.amount.value === b.amount.value &&
    a.amount.currency === b.amount.currency &&
    a.source === b.source &&
    a.at.slice(0, 10) === b.at.slice(0, 10);
  const known = await db.payments.where('claimKey').equals(to).toArray();
  for (const row of await db.payments.where('claimKey').equals(from).toArray())
    if (known.some((other) => same(row, other))) await db.payments.delete(row.id);
    else await db.payments.put({ ...row, claimKey: to });
}

/** The seller's flag and case: neither a mark nor a hold is lost by joining. */
async function moveMarks(db: ClaimLensDb, from: string, to: string): Promise<void> {
  const [flag, ownFlag, work, ownWork] = await Promise.all([
    db.flags.get(from),
    db.flags.get(to),
    db.cases.get(from),
    db.cases.get(to),
  ]);
  if (flag && !ownFlag?.on) await db.flags.put({ ...flag, claimKey: to });
  if (work)
    await db.cases.put({
      ...work,
      ...ownWork,
      claimKey: to,
      openedAt:
        ownWork && compareInstants(ownWork.openedAt, work.openedAt) < 0 ? ownWork.openedAt : work.openedAt,
      state: ownWork?.state === 'closed' && work.state === 'closed' ? 'closed' : 'open',
      closedAt: ownWork?.state === 'closed' && work.state === 'closed' ? ownWork.closedAt : null,
      legalHold: work.legalHold || (ownWork?.legalHold ?? false),
      holdReason: ownWork?.holdReason || work.holdReason,
    });
  await db.flags.delete(from);
  await db.cases.delete(from);
}

async function askAgain(db: ClaimLensDb, key: string, now: Date): Promise<void> {
  const evidence = await db.evidence.where('claimKey').equals(key).toArray();
  const asks = evidence.map(
    (row): JobAsk =>
      row.sha256
        ? {
            kind: 'check-photo',
            subject: photoKey(key, row.sha256),
            claimKey: key,
            priority: PRIORITY.page,
            again: true,
          }
        : { kind: 'fetch-evidence', subject: row.id, claimKey: key, priority: PRIORITY.page, again: true },
  );
  asks.push({ kind: 'sum-up-claim', subject: key, claimKey: key, priority: PRIORITY.page, again: true });
  await askFor(db, asks, now.getTime());
}

/** What else names a claim: findings of others, pages, and the search index, which is made again. */
async function renameMentions(db: ClaimLensDb, names: ReadonlyMap<string, string>): Promise<void> {
  const rows = await db.findings.filter(({ finding }) => names.has(finding.against?.claim ?? '')).toArray();
  for (const row of rows) {
    const { against } = row.finding;
    if (against)
      row.finding = { ...row.finding, against: { ...against, claim: names.get(against.claim ?? '') } };
  }
  await db.findings.bulkPut(rows);
  for (const row of await db.health.toArray())
    if (row.keys.some((key) => names.has(key)))
      await db.health.put({ ...row, keys: [...new Set(row.keys.map((key) => names.get(key) ?? key))] });
  await db.indexShards.filter(({ key }) => key.includes('/evidence/')).delete();
}
