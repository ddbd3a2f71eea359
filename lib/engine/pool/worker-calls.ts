/** What an engine worker can do: everything that decodes, hashes, compares or parses. Runs in a dedicated module worker. */
import type { Finding } from '../../claims/finding.ts';
import { decode, previewOf } from '../../images/decode.ts';
import { heldPictures } from '../../images/held.ts';
import { sniff } from '../../images/sniff.ts';
import { giveBack } from '../../images/surface.ts';
import {
  encodeFingerprint,
  fingerprintPrepared,
  prepare,
  regionToOwn,
  storedFingerprint,
} from '../../match/index.ts';
import {
  type ComparedPreview,
  compareThumbnail,
  jpegIntact,
  judge,
  readFile,
  thumbnails,
} from '../../provenance/index.ts';
import { filmLabels, readLabels } from './label-calls.ts';
import { cutShort, lookAtOthers } from './other-pictures.ts';
import { askPacks, installPack, trustPhoto } from './pack-calls.ts';
import { pairs, place, surfaces } from './place/place-calls.ts';
import type { Inspection, WorkerCalls } from './protocol.ts';
import { doneWith, rememberPicture, unreadableOf, viewOf, windowsFor } from './ready.ts';
import type { CallTable } from './serve.ts';
import { blobOf, bytesOf } from './stored-bytes.ts';
import { compare, verify, verifyFrames } from './verify-calls.ts';
import { packingFrames } from './video/packing-calls.ts';
import { readParts } from './video/read-parts.ts';
import { frames, picture } from './video/video-calls.ts';

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
  const stored = await blobOf(db, sha256);
  const { bytes } = stored;
  const sniffed = sniff(bytes);
  const reading = performance.now();
  const report = stored.parts
    ? await readParts(bytes, stored.parts, name ?? undefined)
    : readFile(bytes, name ?? undefined);
  const read = performance.now() - reading;
  const out: Inspection = {
    sha256,
    mime: sniffed.mime,
    width: sniffed.width,
    height: sniffed.height,
    fingerprint: null,
    query: null,
    windows: [],
    others: [],
    preview: null,
    unreadable: null,
    report,
    previews: undefined,
    findings: [],
    checks: [],
    ms,
  };

  const seen: Finding[] = [];
  if (pixels && sniffed.kind !== 'video') {
    try {
      let at = performance.now();
      const decoded = await decode(bytes, undefined, { long: true });
      out.width = decoded.width;
      out.height = decoded.height;
      ms.decode = performance.now() - at;
      at = performance.now();
      const prepared = prepare(decoded.picture, { panels: search });
      ms.fingerprint = performance.now() - at;
      // Another thread writes it while this one goes on.
      const preview = previewOf(prepared.planes);
      preview.catch(() => undefined);
      at = performance.now();
      if (search) out.query = fingerprintPrepared(prepared);
      out.fingerprint = encodeFingerprint(out.query ?? storedFingerprint(prepared));
      for (const frame of windowsFor(decoded)) {
        const view = viewOf(decoded.picture, decoded.scale, frame, { panels: search }).prepared;
        const query = search ? fingerprintPrepared(view) : null;
        out.windows.push({ fingerprint: encodeFingerprint(query ?? storedFingerprint(view)), query });
      }
      ms.fingerprint += performance.now() - at;
      if (search) rememberPicture(sha256, decoded, prepared);
      out.preview = await preview;
      // A preview shows what is missing of a damaged picture: that they differ says nothing.
      if (decoded.seenShare === 1) out.previews = await comparePreviews(bytes, decoded);
      const short = cutShort(decoded);
      if (short) seen.push(short);
      const others = await lookAtOthers(bytes, await heldPictures(bytes), decoded, search);
      out.others = others.others;
      seen.push(...others.findings);
      doneWith(decoded);
    } catch (error) {
      out.unreadable = unreadableOf(error);
    }
  }

  const at = performance.now();
  const answer = judge(out.report, context, out.previews);
  out.report = answer.report;
  out.findings = [...answer.findings, ...seen];
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
      const comparison = compareThumbnail((await decode(own)).picture, decoded.picture, () =>
        jpegIntact(bytes),
      );
      const regions = comparison.regions.map((region) =>
        regionToOwn(region, { scale: decoded.scale, ...decoded.origin }),
      );
      out.push({ preview: { ...preview, length: own.length }, comparison: { ...comparison, regions } });
    } catch {
      // A preview that cannot be decoded is no statement about the picture; readFile lists it as unreadable.
    }
  }
  return out;
}

async function labels(args: WorkerCalls['labels']['args']): Promise<WorkerCalls['labels']['answer']> {
  const decoded = await decode(await bytesOf(args.db, args.sha256));
  try {
    return await readLabels(args, decoded);
  } finally {
    giveBack(decoded.picture);
  }
}

/** The worker's methods by name. */
export const workerCalls = {
  inspect,
  verify,
  verifyFrames,
  labels,
  filmLabels,
  packingFrames,
  installPack,
  trustPhoto,
  askPacks,
  compare,
  frames,
  picture,
  surfaces,
  pairs,
  place,
} satisfies CallTable;
