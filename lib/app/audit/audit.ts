/** The batch audit: a folder of product images and a folder of evidence photos, without any console, in a database of its own. */

import * as v from 'valibot';
import { ProductError } from '../../base/errors.ts';
import { sha256HexAsync } from '../../claims/canonical.ts';
import { utcInstant } from '../../claims/instants.ts';
import { Claim, claimKey } from '../../claims/model.ts';
import { Engine } from '../../engine/engine.ts';
import { findingRow, sumUp } from '../../engine/photo/results.ts';
import { poolSize } from '../../engine/pool/pool.ts';
import { startCredentialWorker, startWorker } from '../../engine/pool/start-worker.ts';
import { unreadable } from '../../images/checks.ts';
import { sniff } from '../../images/sniff.ts';
import { cleanPath, type InputFile, pictureFiles, readZip } from '../../library/files.ts';
import { importPictures } from '../../library/import.ts';
import { extensionUrl, productVersion } from '../../platform/tabs.ts';
import { ClaimLensDb, shopDb } from '../../store/db.ts';
import { askFor, PRIORITY } from '../../store/jobs.ts';
import { fileKey, photoKey } from '../../store/keys.ts';
import { readSettings, writeSettings } from '../../store/settings.ts';
import { packRepository } from '../packs/pack-repository.ts';
import { type AuditReport, buildReport } from './audit-report.ts';

export type { AuditReport } from './audit-report.ts';

export const AUDIT_DB = 'claimlens-audit';

export interface AuditInput {
  library: { path: string; file: File }[];
  photos: { path: string; file: File }[];
  /** Text of claims.json: an array of partial claims whose evidence addresses are relative paths. */
  claimsJson?: string;
}

export interface AuditProgress {
  phase: 'library' | 'photos' | 'checking' | 'report';
  done: number;
  total: number;
}

/** Bad arguments of an audit: which, and why. */
export class AuditInputError extends ProductError {
  override readonly name = 'AuditInputError';
  static {
    ProductError.register('AuditInputError', AuditInputError);
  }
}

const PartialClaims = v.array(
  v.looseObject({
    claimId: v.optional(v.string()),
    key: v.optional(v.string()),
    evidence: v.optional(v.array(v.union([v.string(), v.looseObject({ url: v.string() })])), []),
  }),
);

interface GivenClaim {
  claim: Claim;
  /** Relative paths of its photos. */
  files: string[];
}

function emptyClaim(id: string, at: string): Claim {
  return {
    key: claimKey('audit', id),
    console: 'audit',
    claimId: id,
    kind: 'refund-only',
    items: [],
    evidence: [],
    pageUrl: '',
    readAt: at,
    reader: { console: 'audit', version: '1', how: 'file' },
  };
}

/** Reads claims.json. Throws AuditInputError when it is no array of claims or one of them does not fit the model. */
export function parseClaims(json: string, at: string): GivenClaim[] {
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch {
    throw new AuditInputError('claims.json is not JSON');
  }
  const parsed = v.safeParse(PartialClaims, raw);
  if (!parsed.success) throw new AuditInputError('claims.json is not an array of claims');
  return parsed.output.map((partial, i) => {
    const id = String(partial.claimId ?? partial.key?.split(':').slice(1).join(':') ?? i + 1).slice(0, 80);
    const files = partial.evidence.map((ref) => cleanPath(typeof ref === 'string' ? ref : ref.url));
    const base = emptyClaim(id, at);
    const merged = v.safeParse(Claim, {
      ...base,
      ...partial,
      key: base.key,
      console: 'audit',
      claimId: id,
      evidence: [],
    });
    if (!merged.success)
      throw new AuditInputError(`claims.json: claim ${id}: ${merged.issues[0]?.message ?? 'does not fit'}`);
    return { claim: merged.output, files };
  });
}

async function allFiles(files: AuditInput['photos']): Promise<InputFile[]> {
  const out: InputFile[] = [];
  for (const { path, file } of files) {
    if (/\.zip$/i.test(file.name)) {
      out.push(...(await readZip(file, () => true)));
    } else {
      out.push({
        path: cleanPath(path || file.name),
        bytes: async () => new Uint8Array(await file.arrayBuffer()),
      });
    }
  }
  return withoutRoot(out.filter(({ path }) => path && !path.split('/').some((part) => part.startsWith('.'))));
}

/**
 * A picked folder gives paths that begin with its own name. Where it holds the claims' folders, that name is taken off;
 * where it holds photos only, it is the one claim.
 */
export function withoutRoot(files: InputFile[]): InputFile[] {
  const root = files[0]?.path.split('/')[0];
  const inside = files.map(({ path }) => path.slice((root?.length ?? 0) + 1));
  const isRoot = files.every(({ path }) => path.startsWith(`${root}/`));
  if (!isRoot || !inside.some((path) => path.includes('/'))) return files;
  return files.map((file, i) => ({ ...file, path: inside[i] ?? file.path }));
}

/** Claim of a photo's path: its folder, or the file itself where it lies loose. */
const claimIdOf = (path: string): string => {
  const parts = path.split('/');
  return (parts.length > 1 ? parts.slice(0, -1).join('/') : (parts[0] ?? path)).slice(0, 80);
};

/**
 * Runs an audit from start to report. Every photo is answered for: one that cannot be read carries its finding.
 * Throws AuditInputError for bad arguments; rejects with the signal's reason when aborted.
 */
export async function runAudit(
  input: AuditInput,
  options: { onProgress?: (progress: AuditProgress) => void; signal?: AbortSignal } = {},
): Promise<AuditReport> {
  const started = performance.now();
  const at = new Date().toISOString();
  const given = input.claimsJson === undefined ? [] : parseClaims(input.claimsJson, at);
  await new ClaimLensDb(AUDIT_DB).delete();
  const engine = new Engine({
    dbName: AUDIT_DB,
    makeWorker: startWorker,
    workers: poolSize(navigator.hardwareConcurrency),
    rules: { allowed: async () => false },
    models: extensionUrl('/models/'),
    packs: packRepository(),
    validator: { makeWorker: startCredentialWorker, wasm: extensionUrl('/c2pa/c2pa_bg.wasm') },
  });
  try {
    // What the seller has switched off for claims is not run here either.
    const { labels } = await readSettings(shopDb());
    await writeSettings(engine.db, { labels });
    const imported = await importPictures(engine.db, pictureFiles(input.library), {
      source: 'audit',
      signal: options.signal,
      onProgress: ({ files }) =>
        options.onProgress?.({ phase: 'library', done: files, total: input.library.length }),
    });
    await engine.start();
    await drain(engine, 'library', options);
    await savePhotos(engine.db, await allFiles(input.photos), given, at, options);
    await drain(engine, 'checking', options);
    options.onProgress?.({ phase: 'report', done: 0, total: 1 });
    const tool = { version: productVersion(), browser: navigator.userAgent };
    // What a system left among the pictures is no picture of the library.
    const unusable = imported.unusable.filter(({ why }) => why !== 'system-file');
    return await buildReport(engine.db, tool, unusable, performance.now() - started);
  } finally {
    engine.stop();
  }
}

async function drain(
  engine: Engine,
  phase: AuditProgress['phase'],
  options: Parameters<typeof runAudit>[1],
): Promise<void> {
  const timer = setInterval(async () => {
    const [done, total] = await Promise.all([
      engine.db.jobs.where('state').anyOf('done', 'failed').count(),
      engine.db.jobs.count(),
    ]);
    options?.onProgress?.({ phase, done, total });
  }, 250);
  try {
    await Promise.race([
      engine.drained(),
      new Promise((_, reject) =>
        options?.signal?.addEventListener('abort', () => reject(options.signal?.reason), { once: true }),
      ),
    ]);
  } finally {
    clearInterval(timer);
  }
}

async function savePhotos(
  db: ClaimLensDb,
  files: InputFile[],
  given: GivenClaim[],
  at: string,
  options: Parameters<typeof runAudit>[1],
): Promise<void> {
  const claimed = new Map(given.flatMap((entry) => entry.files.map((file) => [file, entry.claim] as const)));
  const claims = new Map(given.map((entry) => [entry.claim.key, entry.claim]));
  // Claims whose photos are not there are answered for too: they end with not enough information.
  for (const claim of claims.values()) await putClaim(db, claim, at);
  for (const [i, file] of files.entries()) {
    options?.signal?.throwIfAborted();
    const claim =
      claimed.get(file.path) ??
      claims.get(claimKey('audit', claimIdOf(file.path))) ??
      emptyClaim(claimIdOf(file.path), at);
    if (!claims.has(claim.key)) {
      claims.set(claim.key, claim);
      await putClaim(db, claim, at);
    }
    const bytes = await file.bytes().catch(() => null);
    if (!bytes) {
      await putUnreadable(db, claim, file.path, at);
      options?.onProgress?.({ phase: 'photos', done: i + 1, total: files.length });
      continue;
    }
    const sha256 = await sha256HexAsync(bytes);
    const { mime, kind } = sniff(bytes);
    const now = Date.now();
    await db.transaction('rw', [db.evidence, db.blobs, db.jobs], async () => {
      if (!(await db.blobs.get(sha256)))
        await db.blobs.put({ v: 1, sha256, bytes, size: bytes.length, mime, addedAt: at });
      await db.evidence.put({
        v: 1,
        id: fileKey(claim.key, file.path),
        claimKey: claim.key,
        url: '',
        originalUrl: '',
        kind: kind === 'video' ? 'video' : 'photo',
        round: 1,
        seenAt: at,
        state: 'kept',
        sha256,
        fetch: { usedUrl: '', at, status: 0, headers: {}, how: 'file', tries: [] },
        name: file.path,
      });
      await askFor(
        db,
        [
          {
            kind: 'check-photo',
            subject: photoKey(claim.key, sha256),
            claimKey: claim.key,
            priority: PRIORITY.page,
          },
        ],
        now,
      );
    });
    options?.onProgress?.({ phase: 'photos', done: i + 1, total: files.length });
  }
}

/** A file that cannot even be read (a damaged archive member, a file gone meanwhile) is answered for by its finding. */
async function putUnreadable(db: ClaimLensDb, claim: Claim, path: string, at: string): Promise<void> {
  const id = fileKey(claim.key, path);
  const finding = unreadable(undefined, 'cannot-read');
  await db.transaction(
    'rw',
    [db.evidence, db.findings, db.checks, db.verdicts, db.ledger, db.meta],
    async () => {
      await db.evidence.put({
        v: 1,
        id,
        claimKey: claim.key,
        url: '',
        originalUrl: '',
        kind: 'photo',
        round: 1,
        seenAt: at,
        state: 'unavailable',
        sha256: null,
        fetch: null,
        name: path,
      });
      await db.findings.put({ ...findingRow(claim.key, finding, at), id: `${id}!unreadable`, sha256: id });
      await sumUp(db, claim.key, at);
    },
  );
}

async function putClaim(db: ClaimLensDb, claim: Claim, at: string): Promise<void> {
  await db.claims.put({
    v: 1,
    key: claim.key,
    claim,
    console: claim.console,
    shopId: claim.shopId ?? '',
    buyerKey: claim.buyer?.id ?? claim.buyer?.name ?? null,
    firstSeenAt: at,
    lastReadAt: at,
    appliedAt: utcInstant(claim.appliedAt ?? at),
    deadlineAt: claim.deadlineAt ? utcInstant(claim.deadlineAt) : null,
    touchedAt: Date.now(),
  });
}
