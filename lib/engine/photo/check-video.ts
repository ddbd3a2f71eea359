/** One video of one claim: its frames searched and compared as photos are, and what they say together. */
import type { Check, Finding } from '../../claims/finding.ts';
import type { Claim } from '../../claims/model.ts';
import { FINGERPRINT_VERSION } from '../../match/index.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { endJob } from '../../store/jobs.ts';
import { parsePhotoKey } from '../../store/keys.ts';
import type { JobRow } from '../../store/rows.ts';
import { VIDEO_VERSION, videoCheck } from '../../video/check.ts';
import { type FrameFinding, sayFrames, stillFinding } from '../../video/say.ts';
import { spread } from '../../video/scenes.ts';
import type { FilmReading } from '../pool/protocol.ts';
import type { CheckDeps } from './check-photo.ts';
import { relatePhoto } from './relate-photo.ts';
import { writeStepResult } from './results.ts';

/** All of a worker's own work on one video: a minute of 1080p takes a tenth of it. */
const VIDEO_TIMEOUT_MS = 180_000;
/** Candidates per collection and frame: a film shows its source in many frames, so fewer are tried in each. */
const VERIFY_MAX = 4;
/** Small pictures kept for the strip of frames. */
const MOST_PREVIEWS = 24;

const CHECK = { name: videoCheck.id, version: VIDEO_VERSION };

/** Keeps what the frames can be found by, for other claims' photos. */
async function keepFrames(db: ClaimLensDb, sha256: string, reading: FilmReading): Promise<void> {
  const row = await db.photos.get(sha256);
  const [first] = reading.frames;
  if (!row || !first || !reading.film) return;
  const kept = new Set(spread(reading.frames, MOST_PREVIEWS));
  await db.photos.put({
    ...row,
    width: reading.film.width,
    height: reading.film.height,
    fingerprint: first.fingerprint,
    fingerprintVersion: FINGERPRINT_VERSION,
    preview: first.preview,
    windows: reading.frames.map(({ fingerprint }) => fingerprint),
    frames: reading.frames.map((frame) => ({
      at: frame.at,
      preview: kept.has(frame) ? frame.preview : new Uint8Array(),
    })),
  });
}

/** Where the frames come from, each on its own. */
async function framesRelated(
  { db, dbName, pool, index }: CheckDeps,
  claim: Claim,
  sha256: string,
  reading: FilmReading,
): Promise<FrameFinding[]> {
  const out: FrameFinding[] = [];
  for (const [n, { at, place, query }] of reading.frames.entries()) {
    const candidates = await index.search([{ window: null, fingerprint: query }], sha256, VERIFY_MAX);
    if (candidates.library.length + candidates.evidence.length === 0) continue;
    const { results } = await pool.call('verify', { db: dbName, photo: sha256, place, ...candidates });
    const sourcePlaces = new Map(results.map((one) => [one.sha256, one.sourcePlace]));
    for (const finding of await relatePhoto(db, claim, sha256, results)) {
      const source = finding.against?.sha256;
      // The same bytes in another claim are said once, not by every frame.
      if (source === undefined || source === sha256) continue;
      out.push({ n, second: at, place, sourcePlace: sourcePlaces.get(source), finding });
    }
  }
  return out;
}

/** Runs a `check-video` job. Whatever cannot be checked becomes a not-checked entry with its reason, never an exception. */
export async function checkVideo(deps: CheckDeps, job: JobRow): Promise<void> {
  const { db, dbName, pool, index } = deps;
  const { claimKey, sha256 } = parsePhotoKey(job.subject);
  const claim = (await db.claims.get(claimKey))?.claim;
  if (!claim || !(await db.photos.get(sha256))) {
    await endJob(db, job, { state: 'done' }, deps.now().getTime());
    return;
  }
  await index.load();
  const started = performance.now();
  const reading = await pool.call('frames', { db: dbName, sha256 }, { timeoutMs: VIDEO_TIMEOUT_MS });
  let findings: Finding[] = [];
  let check: Check;
  if (reading.problem || !reading.film) {
    const reason = `video-${reading.problem?.problem ?? 'damaged'}`;
    check = { ...CHECK, result: { state: 'not-checked', reason } };
  } else {
    await keepFrames(db, sha256, reading);
    const [first] = reading.frames;
    if (first) {
      const windows = reading.frames.map(({ fingerprint }) => fingerprint);
      index.put('evidence', sha256, first.fingerprint, windows);
    }
    const same = await relatePhoto(db, claim, sha256, []);
    const related = await framesRelated(deps, claim, sha256, reading);
    findings = [
      ...same.map((finding) => ({ ...finding, check: CHECK })),
      ...sayFrames(related, reading.frames.length),
      ...stillFinding(reading),
    ];
    check = { ...CHECK, result: { state: findings.length ? 'found' : 'nothing-found' } };
  }
  const stamped = findings.map((finding) => ({ ...finding, photo: sha256 }) as Finding);
  const ms = performance.now() - started;
  const result = { claimKey, sha256, findings: stamped, checks: [check], ms, job, now: deps.now() };
  await writeStepResult(db, 'video', result);
}
