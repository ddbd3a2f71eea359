/** Large videos that are kept in part: their beginning is stored before their end is asked for, so that no try repeats it. */

import { sha256HexAsync } from '../../claims/canonical.ts';
import { partsOf } from '../../images/parts.ts';
import type { FetchRules, FirstPart } from '../../images/receive.ts';
import { sniff } from '../../images/sniff.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import type { EvidenceRow } from '../../store/rows.ts';
import type { FetchDeps } from './fetch-evidence.ts';
import { keepBytes } from './tries.ts';

/** The rules of fetching, with what an earlier try has kept and where this one keeps the same. */
export async function begunRules({ db, rules, now }: FetchDeps, row: EvidenceRow): Promise<FetchRules> {
  const blob = row.begun && (await db.blobs.get(row.begun.sha256));
  const begun: FirstPart | null = row.begun && blob ? { ...row.begun, bytes: blob.bytes } : null;
  return { ...rules, begun, keepFirst: (first) => keepFirst(db, row.id, first, now()) };
}

async function keepFirst(db: ClaimLensDb, id: string, first: FirstPart, now: Date): Promise<void> {
  const { bytes, ...begun } = first;
  const { mime, kind } = sniff(bytes);
  // What is no video is refused at the end, and leaves nothing here.
  if (kind !== 'video') return;
  const sha256 = await sha256HexAsync(bytes);
  await db.transaction('rw', [db.evidence, db.blobs], async () => {
    const row = await db.evidence.get(id);
    if (!row || row.state === 'kept') return;
    const parts = partsOf(begun.total, begun.why, [{ from: 0, bytes }]);
    await keepBytes(db, sha256, bytes, mime, now.toISOString(), parts);
    await db.evidence.put({ ...row, begun: { ...begun, sha256 } });
  });
}

/**
 * Takes a beginning away that stood alone for a while, unless it is all that was kept of a video. Joins a running transaction over
 * `evidence` and `blobs`.
 */
export async function dropBegun(db: ClaimLensDb, sha256: string): Promise<void> {
  if ((await db.evidence.where('sha256').equals(sha256).count()) === 0) await db.blobs.delete(sha256);
}
