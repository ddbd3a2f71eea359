/** What the whole claim's history says, read from the database: changed statements between rounds, the buyer's other claims. */
import type { Finding } from '../claims/finding.ts';
import type { RequestRow } from '../store/case-rows.ts';
import type { ClaimLensDb } from '../store/db.ts';
import { shopSalt } from '../store/logged/salt.ts';
import type { ClaimRow, ReadingRow } from '../store/rows.ts';
import { readSettings } from '../store/settings.ts';
import { buyerHash, type ClaimFact, repeatFindings } from '../verdict/history/repeat.ts';
import { roundFindings } from '../verdict/history/rounds.ts';

/** Refunds paid for claims: recorded payments, else the amount of a claim that its page shows as paid. */
export async function paidFor(
  db: ClaimLensDb,
  rows: readonly ClaimRow[],
): Promise<Map<string, ClaimFact['paid']>> {
  const payments = await db.payments
    .where('claimKey')
    .anyOf(rows.map(({ key }) => key))
    .toArray();
  return new Map(
    rows.map(({ key, claim }) => {
      const recorded = payments.filter((row) => row.claimKey === key && row.direction === 'paid');
      const read = claim.stage === 'paid' && claim.amount ? [claim.amount] : [];
      return [key, recorded.length > 0 ? recorded.map(({ amount }) => amount) : read];
    }),
  );
}

/** The shop's claims as facts are the same for every claim of a page, so they are read once in this time. */
const FRESH_MS = 60_000;
const shopFacts = new WeakMap<ClaimLensDb, { at: number; facts: Promise<ClaimFact[]> }>();

async function readShopFacts(db: ClaimLensDb): Promise<ClaimFact[]> {
  const salt = await shopSalt(db);
  const rows = await db.claims.toArray();
  const paid = await paidFor(
    db,
    rows.filter(({ buyerKey }) => buyerKey !== null),
  );
  return rows.map((row) => ({
    key: row.key,
    buyer: row.buyerKey === null ? null : buyerHash(row.buyerKey, salt),
    kind: row.claim.kind,
    appliedAt: row.appliedAt,
    paid: paid.get(row.key) ?? [],
  }));
}

/** A claim's row, its readings and when more was asked for. */
export interface ClaimHistory {
  row: ClaimRow | undefined;
  readings: ReadingRow[];
  requests: RequestRow[];
}

/** Reads a claim's history in one transaction. Joins a running one over `claims`, `readings` and `requests`. */
export function readHistory(db: ClaimLensDb, claimKey: string): Promise<ClaimHistory> {
  const { claims, readings: read, requests: asked } = db;
  return db.transaction('r', [claims, read, asked], async () => {
    const [row, readings, requests] = await Promise.all([
      claims.get(claimKey),
      read.where('claimKey').equals(claimKey).toArray(),
      asked.where('claimKey').equals(claimKey).toArray(),
    ]);
    return { row, readings, requests };
  });
}

/** `rounds-differ`, `repeat-claimant`, `claims-add-up` and `refund-only-burst` of one claim. */
export async function historyFindings(
  db: ClaimLensDb,
  { row, readings, requests }: ClaimHistory,
  now: Date,
): Promise<Finding[]> {
  if (!row) return [];
  const found = roundFindings(
    readings,
    requests.map(({ at }) => at),
  );
  if (row.buyerKey === null) return found;
  let known = shopFacts.get(db);
  if (!known || now.getTime() - known.at > FRESH_MS) {
    known = { at: now.getTime(), facts: readShopFacts(db) };
    shopFacts.set(db, known);
  }
  const facts = await known.facts;
  const own: ClaimFact = {
    key: row.key,
    buyer: buyerHash(row.buyerKey, await shopSalt(db)),
    kind: row.claim.kind,
    appliedAt: row.appliedAt,
    paid: (await paidFor(db, [row])).get(row.key) ?? [],
  };
  const { provincialFigure } = await readSettings(db);
  return [...found, ...repeatFindings(own, facts, provincialFigure * 100)];
}
