/** The seller's model packs: installed from a file, tried on trusted photos, removed without a trace. */
import { liveQuery, type Observable } from 'dexie';
import { sumUp } from '../../engine/photo/results.ts';
import { WorkerPool } from '../../engine/pool/pool.ts';
import type { WorkerCalls } from '../../engine/pool/protocol.ts';
import { startWorker } from '../../engine/pool/start-worker.ts';
import { listPacks, PACK_CHECK, type PackSummary } from '../../packs/index.ts';
import { sendToBackground } from '../../platform/background-port.ts';
import { extensionUrl } from '../../platform/tabs.ts';
import { DB_NAME, shopDb } from '../../store/db.ts';
import { askFor, PRIORITY } from '../../store/jobs.ts';
import { photoKey } from '../../store/keys.ts';
import { appendLedger } from '../../store/ledger.ts';
import { packRepository } from './pack-repository.ts';

export type { PackSummary } from '../../packs/index.ts';

/** A large pack is hashed and tried on its golden pictures before anything is kept. */
const INSTALL_TIMEOUT_MS = 600_000;
/** One photo, twice, by a slow pack of many tiles. */
const TRY_TIMEOUT_MS = 300_000;
/** Photos of paid claims that are offered for a trial; more change the result no more. */
const MOST_PAID = 1_000;

let pool: WorkerPool | undefined;
const worker = (): WorkerPool => {
  pool ??= new WorkerPool(startWorker, 1);
  return pool;
};
const base = (): string => extensionUrl('/models/');

/** Every installed pack with the state of its trial. */
export const watchPacks = (): Observable<PackSummary[]> => liveQuery(() => listPacks(packRepository()));

/** Installs a pack file, or says what is wrong with it; nothing is kept then. */
export async function installPack(file: File): Promise<WorkerCalls['installPack']['answer']> {
  const now = new Date().toISOString();
  const call = { base: base(), file, now };
  const answer = await worker().call('installPack', call, { timeoutMs: INSTALL_TIMEOUT_MS });
  if ('installed' in answer) {
    const { id, version, model } = answer.installed.manifest;
    const data = { version, model: model.sha256 };
    await appendLedger(shopDb(), [{ what: 'pack-installed', subject: id, data }], now);
    await askAboutOpenClaims();
  }
  return answer;
}

export interface TrialPhoto {
  name: string;
  photo: { file: Blob } | { db: string; sha256: string };
}

export interface TrialProgress {
  done: number;
  total: number;
  /** Reason → photos that were left out for it. */
  leftOut: Record<string, number>;
}

/** Tries a pack on photos that the seller trusts. Rejects with the signal's reason when stopped; what was tried until then counts. */
export async function tryPack(
  pack: string,
  photos: readonly TrialPhoto[],
  options: { signal: AbortSignal; onProgress(progress: TrialProgress): void },
): Promise<void> {
  const leftOut: Record<string, number> = {};
  for (const [i, { photo }] of photos.entries()) {
    options.signal.throwIfAborted();
    const call = { base: base(), pack, photo, now: new Date().toISOString() };
    const answer = await worker().call('trustPhoto', call, { timeoutMs: TRY_TIMEOUT_MS });
    if ('leftOut' in answer) leftOut[answer.leftOut] = (leftOut[answer.leftOut] ?? 0) + 1;
    options.onProgress({ done: i + 1, total: photos.length, leftOut: { ...leftOut } });
  }
  await askAboutOpenClaims();
}

/** Kept photos of claims that were paid and never flagged: what a seller has accepted. */
export async function paidPhotos(): Promise<TrialPhoto[]> {
  const db = shopDb();
  const flagged = new Set((await db.flags.toArray()).filter(({ on }) => on).map(({ claimKey }) => claimKey));
  const paid = (await db.claims.filter(({ claim }) => claim.stage === 'paid').primaryKeys()) as string[];
  const rows = await db.evidence
    .where('claimKey')
    .anyOf(paid.filter((key) => !flagged.has(key)))
    .filter(({ kind, state, sha256 }) => kind === 'photo' && state === 'kept' && sha256 !== null)
    .toArray();
  const hashes = [...new Set(rows.flatMap(({ sha256 }) => sha256 ?? []))].slice(0, MOST_PAID);
  const kept = new Set(await db.blobs.where('sha256').anyOf(hashes).primaryKeys());
  return hashes
    .filter((sha256) => kept.has(sha256))
    .map((sha256) => ({ name: sha256.slice(0, 12), photo: { db: DB_NAME, sha256 } }));
}

/** Removes a pack, its trial, and everything that it said about photos; claims are summed up without it. */
export async function removePack(id: string): Promise<void> {
  const db = shopDb();
  const at = new Date().toISOString();
  await packRepository().dropPack(id);
  const ofPack = (check: { name: string; version: string }): boolean =>
    check.name === PACK_CHECK && check.version.startsWith(`${id} `);
  const tables = [db.findings, db.checks, db.verdicts, db.evidence, db.ledger, db.meta];
  await db.transaction('rw', tables, async () => {
    const findings = await db.findings.filter(({ finding }) => ofPack(finding.check)).toArray();
    await db.findings.bulkDelete(findings.map((row) => row.id));
    await db.checks.filter(({ check }) => ofPack(check)).delete();
    await appendLedger(db, [{ what: 'pack-removed', subject: id }], at);
    for (const claimKey of new Set(findings.map((row) => row.claimKey))) await sumUp(db, claimKey, at);
  });
}

/** Has the packs asked about the photos of every claim that is still open. */
async function askAboutOpenClaims(): Promise<void> {
  const db = shopDb();
  const open = await db.claims
    .filter(({ claim }) => claim.stage !== 'paid' && claim.stage !== 'closed-unpaid')
    .primaryKeys();
  const evidence = await db.evidence.where('claimKey').anyOf(open).toArray();
  await askFor(
    db,
    evidence
      .filter(({ kind, state }) => kind === 'photo' && state === 'kept')
      .flatMap(({ claimKey, sha256 }) =>
        sha256 === null
          ? []
          : {
              kind: 'ask-packs' as const,
              subject: photoKey(claimKey, sha256),
              claimKey,
              priority: PRIORITY.background,
              again: true,
            },
      ),
    Date.now(),
  );
  await sendToBackground({ type: 'wake-engine' });
}
