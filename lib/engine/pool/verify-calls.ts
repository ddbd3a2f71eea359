/** The comparing calls of a worker: geometry by stored fingerprints first, pixels of what survives. */
import { decode } from '../../images/decode.ts';
import { type Place, timePlace } from '../../images/held.ts';
import { CORE_ALIKE, LOOKS_ALIKE, SURE_MAP } from '../../match/align/cascade.ts';
import {
  betweenClaims,
  coarseAgreement,
  coreAgreement,
  differenceMap,
  type Fingerprint,
  isCurrentFingerprint,
  type Match,
  matchToOwn,
  type Pair,
  type Prepared,
  readFingerprint,
  type StoredMap,
  speaksBetween,
  storedMap,
  type Viewed,
  verify as verifyPair,
  verifyViews,
  windowsOf,
} from '../../match/index.ts';
import { toColourPlanes } from '../../pixels/raster.ts';
import type { PhotoRow } from '../../store/rows.ts';
import type { Candidate, Candidates, Comparison, Verification, WorkerCalls } from './protocol.ts';
import { unreadableOf, type ViewedPicture, viewedFrame, viewedOf } from './ready.ts';
import { fingerprintsOf, isEvidence } from './stored-bytes.ts';
import { giveWay } from './video/give-way.ts';
import { framesAt, withVideo } from './video/open-videos.ts';

/** The picture that a pair's photo or source is: one of its windows, or all of it. */
const frameOf = (picture: Viewed, window: number | null) =>
  window === null ? null : (windowsOf(picture)[window] ?? null);

/** Pairs of windows whose pixels are compared for one candidate. */
const PAIRS_MAX = 3;

/** What is stored about pictures, by their hashes. */
type Rows = ReadonlyMap<string, PhotoRow | undefined>;

/**
 * Those of the candidates whose stored features follow the photo's, and whose stored preview does not speak against it, the surest
 * first, each with the pairs that do: only they are read and decoded. A picture without a usable stored fingerprint comes last and is
 * compared by its pixels.
 */
async function worthDecoding(
  rows: Rows,
  photo: Viewed,
  candidates: readonly Candidate[],
): Promise<Candidate[]> {
  const unknown: Candidate[] = [];
  const mapped: { candidate: Candidate; inliers: number }[] = [];
  for (const candidate of candidates) {
    const row = rows.get(candidate.sha256);
    if (!row?.fingerprint || !isCurrentFingerprint(row.fingerprintVersion)) {
      unknown.push(candidate);
      continue;
    }
    const pairs: { pair: Candidate['pairs'][number]; inliers: number }[] = [];
    let damaged = false;
    for (const pair of candidate.pairs) {
      const stored = pair[1] === null ? row.fingerprint : row.windows?.[pair[1]];
      if (!stored) continue;
      const kept = readFingerprint(stored);
      if (!kept) {
        damaged = true;
        break;
      }
      const own = photo.view(frameOf(photo, pair[0])).prepared;
      const map = storedMap(own, kept, candidate.closeUp);
      // The preview shows the whole picture: of a window it says nothing.
      if (map && (pair[1] !== null || (await mayAgree(own, row.preview, kept, map))))
        pairs.push({ pair, inliers: map.inliers });
    }
    pairs.sort((a, b) => b.inliers - a.inliers);
    if (damaged) unknown.push(candidate);
    else if (pairs[0])
      mapped.push({
        candidate: { ...candidate, pairs: pairs.slice(0, PAIRS_MAX).map(({ pair }) => pair) },
        inliers: pairs[0].inliers,
      });
  }
  mapped.sort((a, b) => b.inliers - a.inliers);
  return [...mapped.map(({ candidate }) => candidate), ...unknown];
}

/** Whether photo and picture agree in small, as far as the stored preview can tell; many agreeing features need no such look. */
async function mayAgree(
  photo: Prepared,
  preview: Uint8Array | null,
  size: Fingerprint,
  map: StoredMap,
): Promise<boolean> {
  if (!preview || map.inliers >= SURE_MAP) return true;
  try {
    const { picture } = await decode(preview);
    const { width, height, y } = toColourPlanes(picture);
    const small = { width, height, data: y };
    const agreement = coarseAgreement(photo, small, size, map.transform);
    if (agreement === null || agreement >= LOOKS_ALIKE) return true;
    return (coreAgreement(photo, small, size, map.transform) ?? 0) >= CORE_ALIKE;
  } catch {
    // A preview that cannot be read says nothing.
    return true;
  }
}

/** The windows that a search named, as places in the two pictures. */
const pairsOf = ({ pairs }: Candidate, photo: Viewed, source: Viewed): Pair[] =>
  pairs.map(([a, b]) => [frameOf(photo, a), frameOf(source, b)]);

/** What of a match speaks between two claims: of screenshots, only the photograph inside them. */
async function between(photo: ViewedPicture, source: ViewedPicture, match: Match): Promise<Match | null> {
  // Two more decodings, for what nobody is told.
  if (!speaksBetween(match)) return match;
  const own = await photo.mayBeScreen();
  // With a camera's picture only a part may be an app's: the other picture need not be looked at.
  if (!own && match.level !== 'part') return match;
  const screens = { photo: own, source: await source.mayBeScreen() };
  if (!screens.photo && !screens.source) return match;
  const { prepared, scale, x, y } = photo.view(null);
  const { panel } = prepared;
  const k = 1 / scale;
  const box = panel && {
    x: panel.x * k + x,
    y: panel.y * k + y,
    width: panel.width * k,
    height: panel.height * k,
  };
  return betweenClaims(match, screens, box);
}

/** The frame of a video that answered best; undefined for pictures. */
function frameIn(row: PhotoRow | undefined, { pairs }: Candidate): Place | undefined {
  const frame = row?.frames?.[pairs[0]?.[1] ?? 0];
  return frame && timePlace(frame.at);
}

/** Sure copies among other claims' photos after which no more are compared: they say the same, and each costs a decode. */
const ENOUGH_COPIES = 3;
const SURE = 0.9;

/** One picture against its candidates. `pause` is waited for before each of them. */
async function verified(
  db: string,
  own: ViewedPicture,
  { library, evidence }: Candidates,
  pause: () => Promise<void> = async () => {},
): Promise<Verification[]> {
  const hashes = [...library, ...evidence].map(({ sha256 }) => sha256);
  const stored = hashes.length > 0 ? await fingerprintsOf(db, hashes) : [];
  const rows: Rows = new Map(hashes.map((sha256, i) => [sha256, stored[i]]));
  const verifyOne = async (candidate: Candidate): Promise<Verification> => {
    const { sha256 } = candidate;
    await pause();
    try {
      const sourcePlace = frameIn(rows.get(sha256), candidate);
      const source = await viewedOf(db, sha256, sourcePlace ?? null, { panels: false });
      const match = verifyViews(own, source, pairsOf(candidate, own, source));
      // Of a picture that stands in no claim nothing is said between claims.
      const shared = match && (await isEvidence(db, sha256)) ? await between(own, source, match) : match;
      const where = sourcePlace ? { sourcePlace } : {};
      return { sha256, match, betweenClaims: shared, unreadable: null, ...where };
    } catch (error) {
      return { sha256, match: null, betweenClaims: null, unreadable: unreadableOf(error) };
    }
  };
  const results: Verification[] = [];
  for (const candidate of await worthDecoding(rows, own, library)) results.push(await verifyOne(candidate));
  let copies = 0;
  for (const candidate of await worthDecoding(rows, own, evidence)) {
    if (copies >= ENOUGH_COPIES) break;
    const one = await verifyOne(candidate);
    if (one.betweenClaims?.level === 'copy' && one.betweenClaims.confidence >= SURE) copies += 1;
    results.push(one);
  }
  return results;
}

export async function verify({
  db,
  photo,
  place,
  ...candidates
}: WorkerCalls['verify']['args']): Promise<WorkerCalls['verify']['answer']> {
  const started = performance.now();
  const results = await verified(db, await viewedOf(db, photo, place), candidates);
  return { results, ms: performance.now() - started };
}

/** As `verify` for frames of one video, which is held open and drawn once from start to end, behind all other calls. */
export async function verifyFrames({
  db,
  photo,
  frames,
}: WorkerCalls['verifyFrames']['args']): Promise<WorkerCalls['verifyFrames']['answer']> {
  const started = performance.now();
  const results: Verification[][] = frames.map(() => []);
  const places = frames.map(({ place }) => place);
  let align = 0;
  await withVideo(db, photo, async (video) => {
    for await (const { place, decoded } of framesAt(video, places)) {
      await giveWay();
      const at = performance.now();
      const n = places.indexOf(place);
      results[n] = await verified(db, viewedFrame(decoded), frames[n]!, giveWay);
      align += performance.now() - at;
    }
  });
  return { results, ms: { align, draw: performance.now() - started - align } };
}

export async function compare({ db, photo, source }: WorkerCalls['compare']['args']): Promise<Comparison> {
  const [a, b] = [await viewedOf(db, photo), await viewedOf(db, source, null, { panels: false })];
  if (windowsOf(a).length + windowsOf(b).length > 0) return { match: verifyViews(a, b), difference: null };
  const [own, other] = [a.view(null), b.view(null)];
  const match = verifyPair(own.prepared, other.prepared);
  if (!match) return { match: null, difference: null };
  return {
    match: matchToOwn(match, own, other),
    difference: differenceMap(own.prepared, other.prepared, match),
  };
}
