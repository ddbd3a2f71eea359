/** One video of one claim: its frames searched and compared as photos are, and what they say together. */
import type { Check, CheckResult, Finding } from '../../claims/finding.ts';
import { LABELS_CHECK } from '../../labels/index.ts';
import { FINGERPRINT_VERSION } from '../../match/index.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { endJob, type JobAsk } from '../../store/jobs.ts';
import { checkKey, parsePhotoKey } from '../../store/keys.ts';
import type { JobRow } from '../../store/rows.ts';
import { VIDEO_VERSION, videoCheck } from '../../video/check.ts';
import { sayFrames, stillFinding } from '../../video/say.ts';
import { spread } from '../../video/scenes.ts';
import type { VideoReading } from '../pool/protocol.ts';
import type { CheckDeps } from './check-photo.ts';
import { framesRelated } from './frames-related.ts';
import { relatePhoto } from './relate-photo.ts';
import { LABELS_PRIORITY, writeStepResult } from './results.ts';
import { askSiblings, inOtherClaims } from './siblings.ts';

/** All of a worker's own work on one video: a minute of 1080p takes a tenth of it. */
const VIDEO_TIMEOUT_MS = 180_000;
/** Small pictures kept for the strip of frames. */
const MOST_PREVIEWS = 24;

const CHECK = { name: videoCheck.id, version: VIDEO_VERSION };

/** Keeps what the frames can be found by, for other claims' photos. */
async function keepFrames(db: ClaimLensDb, sha256: string, reading: VideoReading): Promise<void> {
  const row = await db.photos.get(sha256);
  const [first] = reading.frames;
  if (!row || !first || !reading.video) return;
  const kept = new Set(spread(reading.frames, MOST_PREVIEWS));
  await db.photos.put({
    ...row,
    width: reading.video.width,
    height: reading.video.height,
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

/** Nothing found in parts of a video is no word about the whole. */
const resultOf = (findings: readonly Finding[], { inPart }: VideoReading): CheckResult =>
  findings.length > 0
    ? { state: 'found' }
    : inPart
      ? { state: 'not-checked', reason: 'video-in-part' }
      : { state: 'nothing-found' };

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
  const reading = await pool.call(
    'frames',
    { db: dbName, sha256 },
    { timeoutMs: VIDEO_TIMEOUT_MS, about: sha256, behind: true },
  );
  const stages = { ...reading.ms };
  let findings: Finding[] = [];
  let check: Check;
  const next: JobAsk[] = [];
  if (reading.problem || !reading.video) {
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
    const related = await framesRelated(deps, claim, sha256, reading, stages);
    const reused = related.flatMap(({ finding }) =>
      finding.code === 'reused-across-claims' ? [finding] : [],
    );
    await askSiblings(deps, claimKey, sha256, inOtherClaims([...same, ...reused]));
    findings = [
      ...same.map((finding) => ({ ...finding, check: CHECK })),
      ...sayFrames(related, reading.frames.length),
      ...stillFinding(reading),
    ];
    check = { ...CHECK, result: resultOf(findings, reading) };
    // Frames are read once: what else has changed since says nothing about them.
    const read = await db.checks.get(checkKey(claimKey, sha256, LABELS_CHECK.name));
    const { subject } = job;
    next.push({ kind: 'read-labels', subject, claimKey, priority: LABELS_PRIORITY, again: !read });
  }
  const stamped = findings.map((finding) => ({ ...finding, photo: sha256 }) as Finding);
  const ms = performance.now() - started;
  const result = {
    claimKey,
    sha256,
    findings: stamped,
    checks: [check],
    ms,
    stages,
    job,
    next,
    now: deps.now(),
  };
  await writeStepResult(db, 'video', result);
}
