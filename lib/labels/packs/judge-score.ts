/** An image-score pack's answer about one photo, as a finding or as the reason why none is shown. */
import type { Check, Finding, Strength } from '../../claims/finding.ts';
import type { Picture } from '../../images/picture.ts';
import type { FrameAnswer } from '../frame.ts';
import type { Calibration } from './calibrate.ts';
import type { PackManifest } from './manifest.ts';
import { type OpenPack, runPack, scoreOf } from './run.ts';

export const MODEL_CHECK = { name: 'model-pack', version: '1' } as const;

export interface ScoreQuestion {
  photo: string;
  /** Decoded from the original bytes, in the photo's own size. */
  picture: Picture;
  frame: FrameAnswer;
  /** Null until the seller's own photos were run: then nothing is scored. */
  calibration: Calibration | null;
  /** The picture through JPEG of quality 75, as platforms send it on. */
  reencode(picture: Picture): Promise<Picture>;
  signal?: AbortSignal;
}

export interface ScoreJudgement {
  findings: Finding[];
  check: Check;
}

const notChecked = (reason: string): ScoreJudgement => ({
  findings: [],
  check: { ...MODEL_CHECK, result: { state: 'not-checked', reason } },
});

/** Why the pack may not speak about this photo; null when it may. */
function gate(pack: PackManifest, question: ScoreQuestion): string | null {
  const { calibration, picture, frame } = question;
  if (!calibration) return 'not-calibrated';
  if (
    calibration.pack !== pack.id ||
    calibration.version !== pack.version ||
    calibration.model !== pack.model.sha256
  ) {
    return 'not-calibrated';
  }
  if (calibration.threshold > 1) return 'no-usable-threshold';
  if (Math.min(picture.width, picture.height) < pack.domain.minShortSide) return 'too-small';
  const { notFor, photosOnly } = pack.domain;
  if (frame.kind === 'screenshot' && (photosOnly || notFor.includes('screenshot'))) return 'screenshot';
  if (frame.kind === 'graphic' && (photosOnly || notFor.length > 0)) return 'not-a-photo';
  return null;
}

/** The strength that the measured false-alarm rate allows; a score alone is never more than a moderate sign. */
function strengthOf(falseAlarms: number): Strength {
  if (falseAlarms <= 0.01) return 'moderate';
  return falseAlarms <= 0.03 ? 'weak' : 'context';
}

/**
 * Runs an `image-score` pack on the photo and on its recompressed copy, and says what may be said.
 * The network is opened only when the gates let the photo through.
 */
export async function judgeScore(
  open: () => Promise<OpenPack>,
  manifest: PackManifest,
  question: ScoreQuestion,
): Promise<ScoreJudgement> {
  const closed = gate(manifest, question);
  if (closed) return notChecked(closed);
  const pack = await open();
  const { picture, signal } = question;
  const calibration = question.calibration!;
  const original = scoreOf(manifest, await runPack(pack, picture, signal));
  const recompressed = scoreOf(manifest, await runPack(pack, await question.reencode(picture), signal));
  if (!Number.isFinite(original) || !Number.isFinite(recompressed)) return notChecked('no-number');
  const over = original >= calibration.threshold;
  if (over !== recompressed >= calibration.threshold) return notChecked('not-stable');
  if (!over) return { findings: [], check: { ...MODEL_CHECK, result: { state: 'nothing-found' } } };
  const finding: Finding = {
    code: 'model-score',
    strength: strengthOf(calibration.falseAlarms),
    photo: question.photo,
    facts: {
      pack: manifest.title.en,
      packId: manifest.id,
      packVersion: manifest.version,
      score: Number(original.toFixed(3)),
      scoreRecompressed: Number(recompressed.toFixed(3)),
      threshold: Number(calibration.threshold.toFixed(4)),
      falseAlarms: Number(calibration.falseAlarms.toFixed(4)),
      calibratedOn: calibration.photos,
      transform: 'original',
    },
    check: { ...MODEL_CHECK },
  };
  return { findings: [finding], check: { ...MODEL_CHECK, result: { state: 'found' } } };
}
