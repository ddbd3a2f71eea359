/** What an engine worker can do: everything that decodes, hashes, compares or parses. Runs in a dedicated module worker. */
import { type Decoded, decode, previewOf } from '../../images/decode.ts';
import { UnreadablePhotoError } from '../../images/errors.ts';
import { sniff } from '../../images/sniff.ts';
import { classifyFrame } from '../../labels/marks/frame.ts';
import {
  betweenScreens,
  differenceMap,
  encodeFingerprint,
  fingerprintPrepared,
  type Prepared,
  prepare,
  storedFingerprint,
  verify,
} from '../../match/index.ts';
import {
  type ComparedPreview,
  compareThumbnail,
  judge,
  readFile,
  thumbnails,
} from '../../provenance/index.ts';
import { readLabels } from './label-calls.ts';
import { askPacks, installPack, trustPhoto } from './pack-calls.ts';
import type { Comparison, Inspection, Unreadable, Verification, WorkerCalls } from './protocol.ts';
import { matchToOwn, regionToOwn } from './rescale.ts';
import type { CallTable } from './serve.ts';
import { bytesOf } from './stored-bytes.ts';

interface Ready {
  prepared: Prepared;
  scale: number;
  isScreenshot: boolean;
}

/** Prepared pictures by hash: a claim's photos are compared with the same few sources again and again. */
const READY_MAX = 24;
const ready = new Map<string, Ready>();

function remember(sha256: string, entry: Ready): Ready {
  ready.delete(sha256);
  ready.set(sha256, entry);
  const oldest = ready.keys().next().value;
  if (ready.size > READY_MAX && oldest !== undefined) ready.delete(oldest);
  return entry;
}

async function readyOf(dbName: string, sha256: string): Promise<Ready> {
  const known = ready.get(sha256);
  if (known) return remember(sha256, known);
  const decoded = await decode(await bytesOf(dbName, sha256));
  return remember(sha256, readyFrom(decoded, prepare(decoded.picture)));
}

const readyFrom = (decoded: Decoded, prepared: Prepared): Ready => ({
  prepared,
  scale: decoded.scale,
  isScreenshot: classifyFrame(decoded.picture, decoded).kind === 'screenshot',
});

function unreadableOf(error: unknown): Unreadable {
  if (error instanceof UnreadablePhotoError)
    return { problem: error.problem, detail: error.message.slice(0, 200) };
  return {
    problem: 'cannot-decode',
    detail: (error instanceof Error ? error.message : String(error)).slice(0, 200),
  };
}

async function inspect({
  db,
  sha256,
  name,
  context,
  pixels,
  search,
}: WorkerCalls['inspect']['args']): Promise<Inspection> {
  const started = performance.now();
  const ms: Record<string, number> = {};
  const bytes = await bytesOf(db, sha256);
  const sniffed = sniff(bytes);
  const reading = performance.now();
  const report = readFile(bytes, name ?? undefined);
  const read = performance.now() - reading;
  const out: Inspection = {
    sha256,
    mime: sniffed.mime,
    width: sniffed.width,
    height: sniffed.height,
    fingerprint: null,
    query: null,
    preview: null,
    unreadable: null,
    report,
    previews: undefined,
    findings: [],
    checks: [],
    ms,
  };

  if (pixels && sniffed.kind !== 'video') {
    try {
      let at = performance.now();
      const decoded = await decode(bytes);
      out.width = decoded.width;
      out.height = decoded.height;
      ms.decode = performance.now() - at;
      at = performance.now();
      const prepared = prepare(decoded.picture);
      if (search) out.query = fingerprintPrepared(prepared);
      out.fingerprint = encodeFingerprint(out.query ?? storedFingerprint(prepared));
      ms.fingerprint = performance.now() - at;
      remember(sha256, readyFrom(decoded, prepared));
      out.preview = await previewOf(decoded.picture);
      out.previews = await comparePreviews(bytes, decoded);
    } catch (error) {
      out.unreadable = unreadableOf(error);
    }
  }

  const at = performance.now();
  const answer = judge(out.report, context, out.previews);
  out.report = answer.report;
  out.findings = answer.findings;
  out.checks = answer.checks;
  ms.provenance = read + performance.now() - at;
  ms.total = performance.now() - started;
  return out;
}

async function comparePreviews(
  bytes: Uint8Array,
  decoded: Awaited<ReturnType<typeof decode>>,
): Promise<ComparedPreview[]> {
  const out: ComparedPreview[] = [];
  for (const { bytes: own, ...preview } of thumbnails(bytes)) {
    try {
      const comparison = compareThumbnail((await decode(own)).picture, decoded.picture);
      const regions = comparison.regions.map((region) => regionToOwn(region, decoded.scale));
      out.push({ preview: { ...preview, length: own.length }, comparison: { ...comparison, regions } });
    } catch {
      // A preview that cannot be decoded is no statement about the picture; readFile lists it as unreadable.
    }
  }
  return out;
}

/** Sure copies among other claims' photos after which no more are compared: they say the same, and each costs a decode. */
const ENOUGH_COPIES = 3;
const SURE = 0.9;

async function verifyMany({
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
      const match = verify(own.prepared, source.prepared);
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
  for (const sha256 of library) results.push(await verifyOne(sha256));
  let copies = 0;
  for (const sha256 of evidence) {
    if (copies >= ENOUGH_COPIES) break;
    const one = await verifyOne(sha256);
    if (one.betweenClaims?.level === 'copy' && one.betweenClaims.confidence >= SURE) copies += 1;
    results.push(one);
  }
  return { results, ms: performance.now() - started };
}

async function labels(args: WorkerCalls['labels']['args']): Promise<WorkerCalls['labels']['answer']> {
  return readLabels(args, await decode(await bytesOf(args.db, args.sha256)));
}

async function compare({ db, photo, source }: WorkerCalls['compare']['args']): Promise<Comparison> {
  const a = await readyOf(db, photo);
  const b = await readyOf(db, source);
  const match = verify(a.prepared, b.prepared);
  if (!match) return { match: null, difference: null };
  return {
    match: matchToOwn(match, a.scale, b.scale),
    difference: differenceMap(a.prepared, b.prepared, match),
  };
}

/** The worker's methods by name. */
export const workerCalls = {
  inspect,
  verify: verifyMany,
  labels,
  installPack,
  trustPhoto,
  askPacks,
  compare,
} satisfies CallTable;
