/** Whether what is stored is sound and has room: the ledger checked, the disk watched, damage shown and never repaired. */
import { liveQuery, type Observable } from 'dexie';
import * as v from 'valibot';
import { brokenAnchors } from '../../cases/anchor/cover.ts';
import { type ClaimLensDb, shopDb } from '../../store/db.ts';
import { ledgerHead } from '../../store/ledger.ts';
import { verifyLedger } from '../../store/ledger-chain.ts';
import { answered } from '../../store/logged/stretch.ts';
import { readMeta, writeMeta } from '../../store/meta.ts';
import { freeable } from './retention.ts';

/** Newest entries that are checked at every start; the whole chain is checked when somebody asks. */
const SAMPLE = 300;

/** Less free than this, or more used than that share, is said early. */
const LITTLE_BYTES = 500_000_000;
const MUCH = 0.85;

const StoreHealth = v.object({
  /** ISO instant of the check. */
  at: v.string(),
  /** Entries that were checked; the newest ones, or all. */
  entries: v.number(),
  damage: v.array(
    v.object({
      seat: v.string(),
      n: v.number(),
      why: v.picklist(['hash', 'link', 'gap', 'end', 'time', 'tombstone', 'anchor']),
    }),
  ),
  disk: v.nullable(
    v.object({
      usedBytes: v.number(),
      quotaBytes: v.number(),
      /** True when room is getting short. */
      near: v.boolean(),
      /** Bytes of pictures of claims without findings: what could be let go first. */
      freeableBytes: v.number(),
    }),
  ),
});
export type StoreHealth = v.InferOutput<typeof StoreHealth>;

async function checkedLedger(
  db: ClaimLensDb,
  whole: boolean,
): Promise<Pick<StoreHealth, 'entries' | 'damage'>> {
  return db.transaction('r', [db.ledger, db.meta, db.anchors], async () => {
    const head = await ledgerHead(db);
    if (whole) {
      const rows = await db.ledger.toArray();
      const broken = brokenAnchors(rows, await answered(db));
      return {
        entries: rows.length,
        damage: [
          ...verifyLedger(rows, head),
          ...broken.map(({ seat, from: n }) => ({ seat, n, why: 'anchor' as const })),
        ],
      };
    }
    if (!head) return { entries: 0, damage: [] };
    const from = Math.max(1, head.n - SAMPLE + 1);
    const rows = await db.ledger
      .where('[seat+n]')
      .between([head.seat, from], [head.seat, Number.MAX_SAFE_INTEGER])
      .toArray();
    return { entries: rows.length, damage: verifyLedger(rows, head, from === 1 ? 'first' : 'any') };
  });
}

async function disk(db: ClaimLensDb): Promise<StoreHealth['disk']> {
  const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {};
  if (usage === undefined || !quota) return null;
  const near = quota - usage < LITTLE_BYTES || usage / quota > MUCH;
  return {
    usedBytes: usage,
    quotaBytes: quota,
    near,
    freeableBytes: near ? (await freeable(db)).bytes : 0,
  };
}

/** Checks the ledger (its newest part, or the whole of it) and the room on the disk, and keeps the answer for the surfaces. */
export async function checkStore(whole: boolean, db: ClaimLensDb = shopDb()): Promise<StoreHealth> {
  const value: StoreHealth = {
    at: new Date().toISOString(),
    ...(await checkedLedger(db, whole)),
    disk: await disk(db),
  };
  await writeMeta(db, 'store-health', value);
  return value;
}

/** The last answer; null before the first check. */
export function watchStoreHealth(): Observable<StoreHealth | null> {
  return liveQuery(async () => {
    const parsed = v.safeParse(StoreHealth, await readMeta(shopDb(), 'store-health'));
    return parsed.success ? parsed.output : null;
  });
}

/** Left free beside what is asked for: results, previews and the log need some, too. */
const SPARE_BYTES = 64_000_000;

/** True where the browser says so, or says nothing: it then refuses by itself. */
export async function hasRoom(bytes: number): Promise<boolean> {
  const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {};
  return usage === undefined || !quota || quota - usage >= bytes + SPARE_BYTES;
}
