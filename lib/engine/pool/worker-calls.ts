/** What an engine worker can do: everything that decodes, hashes, compares or parses. Runs in a dedicated module worker. */
import { decode, previewOf } from '../../images/decode.ts';
import { sniff } from '../../images/sniff.ts';
import { encodeFingerprint, fingerprintPrepared, prepare, storedFingerprint } from '../../match/index.ts';
import {
  type ComparedPreview,
  compareThumbnail,
  judge,
  readFile,
  thumbnails,
} from '../../provenance/index.ts';
import { readLabels } from './label-calls.ts';
import { askPacks, installPack, trustPhoto } from './pack-calls.ts';
import type { Inspection, WorkerCalls } from './protocol.ts';
import { readyFrom, remember, unreadableOf } from './ready.ts';
import { regionToOwn } from './rescale.ts';
import type { CallTable } from './serve.ts';
import { bytesOf } from './stored-bytes.ts';
import { compare, verify } from './verify-calls.ts';

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

async function labels(args: WorkerCalls['labels']['args']): Promise<WorkerCalls['labels']['answer']> {
  return readLabels(args, await decode(await bytesOf(args.db, args.sha256)));
}

/** The worker's methods by name. */
export const workerCalls = {
  inspect,
  verify,
  labels,
  installPack,
  trustPhoto,
  askPacks,
  compare,
} satisfies CallTable;
