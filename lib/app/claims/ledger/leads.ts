/** The finding that each verdict rests on first, with the order that it names: a few reads for many claims. */
import { strengthRank } from '../../../claims/finding.ts';
import type { ClaimLensDb } from '../../../store/db.ts';
import type { FindingRow, VerdictRow } from '../../../store/rows.ts';
import { type LeadingFinding, leadOf } from './line.ts';

const first = (a: FindingRow, b: FindingRow): number =>
  strengthRank(a.finding.strength) - strengthRank(b.finding.strength) ||
  Number(b.finding.against !== undefined) - Number(a.finding.against !== undefined) ||
  (a.id < b.id ? -1 : 1);

/** By claim key; claims whose verdict rests on nothing have none. */
export async function leadsOf(
  db: ClaimLensDb,
  verdicts: readonly VerdictRow[],
): Promise<Map<string, LeadingFinding>> {
  const ids = [...new Set(verdicts.flatMap(({ because }) => because))];
  if (ids.length === 0) return new Map();
  const rows = (await db.findings.bulkGet(ids)).filter((row) => row !== undefined);
  const best = new Map<string, FindingRow>();
  for (const row of rows.sort(first)) if (!best.has(row.claimKey)) best.set(row.claimKey, row);
  const named = [...new Set([...best.values()].flatMap(({ finding }) => finding.against?.claim ?? []))];
  const orders = new Map(
    (await db.claims.bulkGet(named)).flatMap((row) =>
      row?.claim.orderId ? [[row.key, row.claim.orderId] as const] : [],
    ),
  );
  return new Map(
    [...best].map(([key, { finding }]) => [key, leadOf(finding, orders.get(finding.against?.claim ?? ''))]),
  );
}
