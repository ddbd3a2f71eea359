/**
 * A canary outside the database: where the log ended and how much there was. A browser that finds its storage damaged may
 * open an empty one without a word; held against the canary, what is missing is said.
 */
import * as v from 'valibot';
import { dropLocal, readLocal, writeLocal } from '../../platform/local-store.ts';
import { type ClaimLensDb, schemaVersion, shopDb } from '../../store/db.ts';
import { appendLedger, ledgerHead } from '../../store/ledger.ts';

const CANARY = 'canary';
export const LOSS = 'loss';

const Canary = v.object({
  /** ISO instant at which it was written. */
  at: v.string(),
  seat: v.string(),
  n: v.number(),
  hash: v.string(),
  claims: v.number(),
  cases: v.number(),
});
type Canary = v.InferOutput<typeof Canary>;

const Loss = v.object({
  /** Written last when everything was there; what is missing went since then. */
  since: v.string(),
  /** `missing`: less is there than was. `cannot-open`: the database does not open. `newer`: it is from a newer version. */
  why: v.picklist(['missing', 'cannot-open', 'newer']),
  claims: v.number(),
  cases: v.number(),
  entries: v.number(),
});
export type Loss = v.InferOutput<typeof Loss>;

/** Entries by which claims go on purpose: erased with a count, joined, or attached to another one. */
const TAKES_AWAY: Record<string, (data: Record<string, unknown>) => number> = {
  'claims-erased': ({ claims }) => Number(claims ?? 0),
  'claims-joined': () => 1,
  'evidence-attached': () => 1,
};

async function canaryNow(db: ClaimLensDb): Promise<Canary | null> {
  const head = await ledgerHead(db);
  if (!head) return null;
  const [claims, cases] = await Promise.all([db.claims.count(), db.cases.count()]);
  return { at: new Date().toISOString(), ...head, claims, cases };
}

/** What is missing against the canary; null when nothing is. */
export async function missing(db: ClaimLensDb, canary: Canary): Promise<Loss | null> {
  const { seat, n, hash } = canary;
  const chain = await db.ledger
    .where('[seat+n]')
    .between([seat, 0], [seat, Number.MAX_SAFE_INTEGER])
    .toArray();
  const end = chain.at(-1)?.n ?? 0;
  const isThere = chain.find((row) => row.n === n)?.hash === hash;
  // A seat's entries may be fewer than `n`, also where some in the middle are gone.
  const entries = isThere ? 0 : Math.max(1, n - Math.min(end, chain.length));
  const later = isThere ? chain.filter((row) => row.n > n) : [];
  const gone = later.reduce((sum, { what, data }) => sum + (TAKES_AWAY[what]?.(data) ?? 0), 0);
  const [claims, cases] = await Promise.all([db.claims.count(), db.cases.count()]);
  const loss: Loss = {
    since: canary.at,
    why: 'missing',
    claims: Math.max(0, canary.claims - claims - gone),
    cases: Math.max(0, canary.cases - cases - gone),
    entries,
  };
  return loss.claims + loss.cases + loss.entries > 0 ? loss : null;
}

/**
 * Holds the database against the canary, says what is missing, or rewrites the canary. A loss stands, and the canary as it
 * was, until a person has answered it.
 */
export async function checkCanary(db: ClaimLensDb = shopDb()): Promise<Loss | null> {
  const known = await standingLoss();
  const parsed = v.safeParse(Canary, await readLocal(CANARY));
  const canary = parsed.success ? parsed.output : null;
  let loss: Loss | null = null;
  try {
    await db.open();
    // Dexie opens a newer database as it is; writing to it would spoil what only the newer version understands.
    const newer = db.backendDB().version / 10 > schemaVersion();
    if (newer) loss = { since: canary?.at ?? '', why: 'newer', claims: 0, cases: 0, entries: 0 };
    else if (canary) loss = await missing(db, canary);
  } catch {
    const { claims, cases, n: entries } = canary ?? { claims: 0, cases: 0, n: 0 };
    loss = { since: canary?.at ?? '', why: 'cannot-open', claims, cases, entries };
  }
  if (loss) {
    await writeLocal(LOSS, loss);
    return loss;
  }
  // Restored since: everything that the canary knew is there again.
  if (known) await dropLocal(LOSS);
  const now = await canaryNow(db);
  if (now) await writeLocal(CANARY, now);
  return null;
}

/**
 * Moves the canary along with the log, so that little is out of its sight: only forward, only while the entry that it names
 * is still there and no claim went. Anything else is for `checkCanary`. Cheap enough for every minute.
 */
export async function keepCanary(db: ClaimLensDb = shopDb()): Promise<void> {
  const parsed = v.safeParse(Canary, await readLocal(CANARY));
  if (!parsed.success || (await standingLoss())) return;
  const { seat, n, hash, claims, cases } = parsed.output;
  const now = await canaryNow(db);
  if (!now || now.seat !== seat || now.n <= n || now.claims < claims || now.cases < cases) return;
  const row = await db.ledger.where('[seat+n]').equals([seat, n]).first();
  if (row?.hash === hash) await writeLocal(CANARY, now);
}

/** The loss that stands; null when there is none. */
export async function standingLoss(): Promise<Loss | null> {
  const parsed = v.safeParse(Loss, await readLocal(LOSS));
  return parsed.success ? parsed.output : null;
}

/** A person goes on without what is missing: the log says so, and the canary is rewritten. */
export async function acceptLoss(db: ClaimLensDb = shopDb()): Promise<void> {
  const loss = await standingLoss();
  await appendLedger(
    db,
    [{ what: 'loss-accepted', subject: 'store', data: { ...loss } }],
    new Date().toISOString(),
  );
  await dropLocal(LOSS);
  const now = await canaryNow(db);
  if (now) await writeLocal(CANARY, now);
}
