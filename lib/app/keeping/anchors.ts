/** Having a time-stamp authority vouch for the log: what it is given, its answers, and when it is due. */
import { liveQuery, type Observable } from 'dexie';
import { imprintOf, timestampRequest } from '../../cases/anchor/timestamp.ts';
import { rootOf } from '../../cases/anchor/tree.ts';
import { type TokenVerdict, verifyToken } from '../../cases/anchor/verify-token.ts';
import { type Certificate, certificatesOf } from '../../cases/anchor/x509.ts';
import { sha256Hex } from '../../claims/canonical.ts';
import { type ClaimLensDb, shopDb } from '../../store/db.ts';
import { appendLedger, ledgerHead } from '../../store/ledger.ts';
import { answered } from '../../store/logged/stretch.ts';
import { readMeta, writeMeta } from '../../store/meta.ts';
import type { AnchorRow, LedgerRow } from '../../store/rows.ts';
import { bundledList } from '../packs/official-trust.ts';

/** Entries that are about anchoring itself: they alone are no reason to ask again. */
const OWN = new Set(['anchored']);
const KEPT = new Set(['evidence-kept', 'evidence-attached']);
const HOUR = 3_600_000;
/** New photos are covered at most an hour after they were kept, everything else within a day. */
const BATCH_MS = HOUR;
const DAY_MS = 24 * HOUR;

/** Entries of this seat that no answer covers yet. */
async function uncovered(db: ClaimLensDb): Promise<LedgerRow[]> {
  const head = await ledgerHead(db);
  if (!head) return [];
  const ends = (await answered(db)).filter(({ seat }) => seat === head.seat).map(({ to }) => to);
  const from = Math.max(0, ...ends) + 1;
  return db.ledger
    .where('[seat+n]')
    .between([head.seat, from], [head.seat, Number.MAX_SAFE_INTEGER])
    .toArray();
}

/**
 * What an authority is to be given next: the hash over all entries that none has seen yet, kept until its answer comes.
 * Null when there is nothing new.
 */
export async function nextAnchor(db: ClaimLensDb = shopDb(), now = Date.now()): Promise<AnchorRow | null> {
  return db.transaction('rw', [db.anchors, db.ledger, db.meta], async () => {
    const rows = await uncovered(db);
    const [first] = rows;
    const last = rows.at(-1);
    if (!first || !last || last.n - first.n + 1 !== rows.length) return null;
    const digest = rootOf(rows.map(({ hash }) => hash));
    const row: AnchorRow = {
      v: 1,
      digest,
      seat: first.seat,
      from: first.n,
      to: last.n,
      at: new Date(now).toISOString(),
      token: null,
      genTime: null,
      authority: null,
    };
    const known = await db.anchors.get(digest);
    if (!known) await db.anchors.put(row);
    return known ?? row;
  });
}

/** The request for an anchor as a file, for an authority of the seller's choice. */
export const requestFile = (anchor: AnchorRow): Blob =>
  new Blob([timestampRequest(anchor.digest)], { type: 'application/timestamp-query' });

/** Certificates that are trusted here for time stamps: the seller's own, and the lists that the product knows. */
export async function anchorTrust(db: ClaimLensDb = shopDb()): Promise<Certificate[]> {
  const [own, list, bundled] = await Promise.all([
    readMeta(db, 'anchor-trust'),
    readMeta(db, 'trust-list'),
    bundledList().catch(() => null),
  ]);
  return [own, list ?? bundled].flatMap((one) => (one ? certificatesOf(one.pem) : []));
}

/** Takes certificates of an authority from PEM text; how many there are, and none is taken when there are none. */
export async function trustAuthority(pem: string, db: ClaimLensDb = shopDb()): Promise<number> {
  const found = certificatesOf(pem.slice(0, 1_000_000));
  if (found.length > 0) await writeMeta(db, 'anchor-trust', { pem: pem.slice(0, 1_000_000) });
  return found.length;
}

export type Taken = TokenVerdict | { state: 'refused'; why: 'unknown' };

/** Keeps an authority's answer with the stretch that it is about. `unknown`: no request of ours is about that hash. */
export async function takeAnswer(bytes: Uint8Array, db: ClaimLensDb = shopDb()): Promise<Taken> {
  const digest = imprintOf(bytes);
  if (digest === null) return { state: 'refused', why: 'not-a-token' };
  const anchor = await db.anchors.get(digest);
  if (!anchor) return { state: 'refused', why: 'unknown' };
  const answer = await verifyToken(bytes, digest, await anchorTrust(db));
  if (answer.state !== 'valid') return answer;
  const { genTime, authority } = answer;
  await db.transaction('rw', [db.anchors, db.ledger, db.meta], async () => {
    if ((await db.anchors.get(digest))?.token) return;
    await db.anchors.put({ ...anchor, token: bytes, genTime, authority });
    const data = {
      digest,
      seat: anchor.seat,
      from: anchor.from,
      to: anchor.to,
      genTime,
      authority,
      token: sha256Hex(bytes),
    };
    await appendLedger(db, [{ what: 'anchored', subject: 'anchor', data }], new Date().toISOString());
  });
  return answer;
}

/** Whether an authority should be asked now: new photos of an hour ago, anything else of a day ago, or nothing covered yet. */
export async function isDue(db: ClaimLensDb = shopDb(), now = Date.now()): Promise<boolean> {
  const fresh = (await uncovered(db)).filter(({ what }) => !OWN.has(what));
  if (fresh.length === 0) return false;
  const tried = await readMeta(db, 'anchor-tried');
  // A clock that was set back must not put it off for ever.
  const since = tried ? Math.abs(now - Date.parse(tried.at)) : Number.POSITIVE_INFINITY;
  if (since < BATCH_MS) return false;
  return since >= DAY_MS || fresh.some(({ what }) => KEPT.has(what));
}

export interface AnchorState {
  /** The newest answer of this seat, checked again; null before the first. */
  newest: { anchor: AnchorRow; trusted: boolean } | null;
  /** The first answer: what is older rests on this machine alone until then. */
  first: AnchorRow | null;
  /** Entries that no answer covers. */
  open: number;
  /** Requests that were saved and have no answer. */
  waiting: number;
  tried: { at: string; why: string | null } | null;
}

export async function anchorState(db: ClaimLensDb = shopDb()): Promise<AnchorState> {
  const all = await answered(db);
  const newest = all.at(-1) ?? null;
  const answer = newest?.token && (await verifyToken(newest.token, newest.digest, await anchorTrust(db)));
  const rows = await uncovered(db);
  const from = rows[0]?.n ?? 0;
  return {
    newest: newest && answer?.state === 'valid' ? { anchor: newest, trusted: answer.trusted } : null,
    first: all[0] ?? null,
    open: rows.filter(({ what }) => !OWN.has(what)).length,
    waiting: await db.anchors.filter((row) => row.token === null && row.from === from).count(),
    tried: await readMeta(db, 'anchor-tried'),
  };
}

/** Fires after every change of what `anchorState` is made of. */
export const watchAnchors = (): Observable<unknown> =>
  liveQuery(async () => {
    const db = shopDb();
    return [
      await db.anchors.toCollection().primaryKeys(),
      await readMeta(db, 'anchor-tried'),
      await answered(db),
    ];
  });
