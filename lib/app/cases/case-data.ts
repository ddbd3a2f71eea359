/** One case put together from all its tables, once or live. */

import { type EntityTable, liveQuery, type Observable } from 'dexie';
import { archiveFor } from '../../cases/archive.ts';
import { clockOf, urgency } from '../../cases/clock.ts';
import { type Dossier, ordered } from '../../cases/dossier.ts';
import type { LedgerClaim } from '../../cases/law/amounts.ts';
import { compareInstants } from '../../claims/instants.ts';
import { claimedProducts } from '../../library/claimed-products.ts';
import type { CaseRow } from '../../store/case-rows.ts';
import { type ClaimLensDb, shopDb } from '../../store/db.ts';
import { answered } from '../../store/logged/stretch.ts';
import type { ClaimRow, VerdictRow } from '../../store/rows.ts';
import { libraryRow } from '../../store/team/images.ts';
import { historyOf } from '../../store/twins.ts';
import { verdictChanges } from '../../store/verdict-changes.ts';

/** Pictures of the claimed product that go into a case even when no finding names them. */
const MOST_PRODUCT_PICTURES = 4;

async function references(db: ClaimLensDb, row: ClaimRow, named: string[]): Promise<Dossier['references']> {
  const products = (await claimedProducts(db, row.claim)).flat();
  const [matched, theirs, own] = await Promise.all([
    db.libraryImages.where('sha256').anyOf(named).toArray(),
    db.teamImages.where('sha256').anyOf(named).toArray(),
    db.libraryImages.where('productKey').anyOf(products).limit(MOST_PRODUCT_PICTURES).toArray(),
  ]);
  const images = new Map(
    [...theirs.map(libraryRow), ...matched, ...own].map((image) => [image.sha256, image]),
  );
  const titles = new Map([
    ...theirs.map(({ productKey, title }) => [productKey, title] as const),
    ...(await db.products.bulkGet([...images.values()].map((image) => image.productKey))).flatMap(
      (product) => (product ? [[product.key, product.title] as const] : []),
    ),
  ]);
  return [...images.values()].map((image) => ({ image, productTitle: titles.get(image.productKey) ?? '' }));
}

/** Everything of a case, its rows in a fixed order; null when the claim is not known. `ledger: false` leaves the log out. */
export async function loadDossier(
  db: ClaimLensDb,
  claimKey: string,
  options: { ledger: boolean },
): Promise<Dossier | null> {
  const claim = await db.claims.get(claimKey);
  if (!claim) return null;
  const of = <T extends { id: string }>(table: EntityTable<T, 'id'>) =>
    table.where('claimKey').equals(claimKey).toArray() as PromiseLike<T[]>;
  const [readings, evidence, findings, checks, notes, requests, decisions, payments] = await Promise.all([
    of(db.readings),
    of(db.evidence),
    of(db.findings),
    of(db.checks),
    of(db.notes),
    of(db.requests),
    of(db.decisions),
    of(db.payments),
  ]);
  const [verdict, flag, caseRow, archive, log, ledger] = await Promise.all([
    db.verdicts.get(claimKey),
    db.flags.get(claimKey),
    db.cases.get(claimKey),
    db.archiveFiles.toArray(),
    historyOf(db, claimKey),
    options.ledger ? db.ledger.toArray() : [],
  ]);
  const own = archiveFor(claim.claim, archive, null, 0);
  return ordered({
    claim,
    readings,
    evidence,
    findings,
    checks,
    verdict: verdict ?? null,
    flag: flag ?? null,
    case: caseRow ?? null,
    notes,
    requests,
    decisions,
    payments,
    references: await references(
      db,
      claim,
      findings.flatMap(({ finding }) => finding.against?.sha256 ?? []),
    ),
    archive: [...own.present, ...own.vanished],
    verdicts: verdictChanges(log, claimKey),
    ledger,
    anchors: options.ledger ? await answered(db) : [],
  });
}

/** Claims of the same account with what was paid on them, this one included; empty when the buyer is not known. */
export async function sameAccount(db: ClaimLensDb, row: ClaimRow): Promise<LedgerClaim[]> {
  if (row.buyerKey === null) return [];
  const rows = await db.claims.where('buyerKey').equals(row.buyerKey).toArray();
  const payments = await db.payments
    .where('claimKey')
    .anyOf(rows.map(({ key }) => key))
    .toArray();
  return rows.map(({ key, claim, appliedAt, lastReadAt }) => {
    const of = (direction: 'paid' | 'recovered') =>
      payments
        .filter((payment) => payment.claimKey === key && payment.direction === direction)
        .map(({ at, amount }) => ({ at, amount }));
    const recorded = of('paid');
    const read = claim.stage === 'paid' && claim.amount ? [{ at: lastReadAt, amount: claim.amount }] : [];
    return {
      claimKey: key,
      account: row.buyerKey ?? '',
      appliedAt,
      asked: claim.amount ?? null,
      paid: recorded.length > 0 ? recorded : read,
      recovered: of('recovered'),
    };
  });
}

export interface CaseView {
  dossier: Dossier;
  sameAccount: LedgerClaim[];
  /** True when nothing is in the archive for the parcel while a dangerous clock still runs. */
  archiveMissing: boolean;
}

/** A case, kept current; null when the claim is not known. */
export function watchCase(claimKey: string): Observable<CaseView | null> {
  return liveQuery(async () => {
    const db = shopDb();
    const dossier = await loadDossier(db, claimKey, { ledger: false });
    if (!dossier) return null;
    const { claim } = dossier.claim;
    return {
      dossier,
      sameAccount: await sameAccount(db, dossier.claim),
      archiveMissing: archiveFor(claim, dossier.archive, clockOf(claim), Date.now()).missingWhileClockRuns,
    };
  });
}

export interface CaseLine {
  row: ClaimRow;
  verdict: VerdictRow | null;
  case: CaseRow | null;
}

/** Cases and flagged claims: open ones by urgency (money at stake and time left), closed ones last, newest first. */
export function watchCaseList(): Observable<CaseLine[]> {
  return liveQuery(async () => {
    const db = shopDb();
    const [cases, flags] = await Promise.all([db.cases.toArray(), db.flags.toArray()]);
    const caseOf = new Map(cases.map((row) => [row.claimKey, row]));
    const keys = [
      ...new Set([...caseOf.keys(), ...flags.filter(({ on }) => on).map(({ claimKey }) => claimKey)]),
    ];
    const [rows, verdicts] = await Promise.all([db.claims.bulkGet(keys), db.verdicts.bulkGet(keys)]);
    const lines = keys.flatMap((key, i): CaseLine[] => {
      const row = rows[i];
      return row ? [{ row, verdict: verdicts[i] ?? null, case: caseOf.get(key) ?? null }] : [];
    });
    const now = Date.now();
    const weight = ({ row }: CaseLine) => urgency(clockOf(row.claim), row.claim.amount, now);
    const closed = (line: CaseLine) => (line.case?.state === 'closed' ? 1 : 0);
    return lines.sort(
      (a, b) =>
        closed(a) - closed(b) || weight(b) - weight(a) || compareInstants(b.row.appliedAt, a.row.appliedAt),
    );
  });
}
