/** The comparing calls of a worker: geometry by stored fingerprints first, pixels of what survives. */
import {
  betweenScreens,
  decodeFingerprint,
  differenceMap,
  isCurrentFingerprint,
  type Prepared,
  storedMap,
  verify as verifyPair,
} from '../../match/index.ts';
import type { Comparison, Verification, WorkerCalls } from './protocol.ts';
import { readyOf, unreadableOf } from './ready.ts';
import { matchToOwn } from './rescale.ts';
import { fingerprintsOf } from './stored-bytes.ts';

/**
 * Those of `ids` whose stored features follow the photo's, the surest first: only they are read and decoded. A picture without a
 * usable stored fingerprint comes last and is compared by its pixels.
 */
async function worthDecoding(dbName: string, photo: Prepared, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await fingerprintsOf(dbName, ids);
  const unknown: string[] = [];
  const mapped: { id: string; inliers: number }[] = [];
  for (const [i, id] of ids.entries()) {
    const row = rows[i];
    if (row?.fingerprint && isCurrentFingerprint(row.fingerprintVersion)) {
      const map = storedMap(photo, decodeFingerprint(row.fingerprint));
      if (map) mapped.push({ id, inliers: map.inliers });
    } else unknown.push(id);
  }
  return [...mapped.sort((a, b) => b.inliers - a.inliers).map(({ id }) => id), ...unknown];
}

/** Sure copies among other claims' photos after which no more are compared: they say the same, and each costs a decode. */
const ENOUGH_COPIES = 3;
const SURE = 0.9;

export async function verify({
  db,
  photo,
  library,
  evidence,
}: WorkerCalls['verify']['args']): Promise<WorkerCalls['verify']['answer']> {
  const started = performance.now();
  const own = await readyOf(db, photo);
  const verifyOne = async (sha256: string): Promise<Verification> => {
    try {
      const source = await readyOf(db, sha256);
      const match = verifyPair(own.prepared, source.prepared);
      const between =
        match && own.isScreenshot && source.isScreenshot ? betweenScreens(match, own.prepared.panel) : match;
      return {
        sha256,
        match: match && matchToOwn(match, own.scale, source.scale),
        betweenClaims: between && matchToOwn(between, own.scale, source.scale),
        unreadable: null,
      };
    } catch (error) {
      return { sha256, match: null, betweenClaims: null, unreadable: unreadableOf(error) };
    }
  };
  const results: Verification[] = [];
  for (const sha256 of await worthDecoding(db, own.prepared, library)) results.push(await verifyOne(sha256));
  let copies = 0;
  for (const sha256 of await worthDecoding(db, own.prepared, evidence)) {
    if (copies >= ENOUGH_COPIES) break;
    const one = await verifyOne(sha256);
    if (one.betweenClaims?.level === 'copy' && one.betweenClaims.confidence >= SURE) copies += 1;
    results.push(one);
  }
  return { results, ms: performance.now() - started };
}

export async function compare({ db, photo, source }: WorkerCalls['compare']['args']): Promise<Comparison> {
  const a = await readyOf(db, photo);
  const b = await readyOf(db, source);
  const match = verifyPair(a.prepared, b.prepared);
  if (!match) return { match: null, difference: null };
  return {
    match: matchToOwn(match, a.scale, b.scale),
    difference: differenceMap(a.prepared, b.prepared, match),
  };
}
