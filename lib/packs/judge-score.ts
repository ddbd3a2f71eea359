/** A pack's answer about one photo, as a finding or as the reason why none is shown. */
import * as v from 'valibot';
import { type CheckSpec, code, type FactsIn } from '../claims/check.ts';
import type { Check, CheckResult, Finding, Region, Strength } from '../claims/finding.ts';
import type { FrameAnswer } from '../labels/marks/frame.ts';
import type { Picture } from '../pixels/picture.ts';
import type { Calibration } from './calibrate.ts';
import type { PackManifest } from './manifest.ts';
import { mapsOf, type OpenPack, regionsOf, runPack, scoreOf } from './run.ts';

/** Name of the check of every pack; its version names the pack. */
export const PACK_CHECK = 'model-pack';

const codes = {
  'model-score': code({
    strengths: ['weak', 'context'],
    family: 'pixels',
    reason: 'MODEL',
    hard: 'never',
    explainedByEdit: true,
    facts: v.strictObject({
      /** The pack's title by language; `en` is always there. */
      packTitles: v.record(v.string(), v.optional(v.string())),
      packId: v.string(),
      packVersion: v.string(),
      /** Keeps the answers of two packs about one photo apart. */
      which: v.string(),
      /** 0..1, of the photo and of its recompressed copy; threshold and share of honest photos above it. */
      score: v.number(),
      scoreRecompressed: v.number(),
      threshold: v.number(),
      falseAlarms: v.number(),
      calibratedOn: v.number(),
      /** For a map: whether another finding marks the same place. */
      agrees: v.optional(v.boolean()),
      /** Which bytes the first score is of. */
      input: v.literal('original'),
    }),
  }),
};

declare module '../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

/** The answers of installed model packs. */
export const packCheck: CheckSpec = { id: PACK_CHECK, codes, page: 'labels' };

/** `tiny-red 1.0.0`: which pack spoke, in every check and finding that it leaves. */
export const packVersion = ({ id, version }: Pick<PackManifest, 'id' | 'version'>): string =>
  `${id} ${version}`;

export interface ScoreQuestion {
  photo: string;
  /** Decoded from the original bytes, in the photo's own size. */
  picture: Picture;
  frame: FrameAnswer;
  /** Regions that other findings marked in the photo: a map counts only where it agrees with one of them. */
  marked: readonly Region[];
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

const answered = (manifest: PackManifest, result: CheckResult, findings: Finding[] = []): ScoreJudgement => ({
  findings,
  check: { name: PACK_CHECK, version: packVersion(manifest), result },
});

/** The pack's word when it said nothing about a photo. */
export const packNotChecked = (manifest: PackManifest, reason: string): ScoreJudgement =>
  answered(manifest, { state: 'not-checked', reason });

/** Why the pack may not speak about a photo of whatever content; null when it may. */
function packGate(pack: PackManifest, calibration: Calibration | null): string | null {
  const fits =
    calibration?.pack === pack.id &&
    calibration.version === pack.version &&
    calibration.model === pack.model.sha256;
  if (!fits) return 'not-calibrated';
  return calibration.threshold > 1 ? 'no-usable-threshold' : null;
}

/** Why a photo lies outside of what the pack was made for; null when it doesn't. Holds for trusted photos, too. */
export function outsideDomain(pack: PackManifest, picture: Picture, frame: FrameAnswer): string | null {
  if (Math.min(picture.width, picture.height) < pack.domain.minShortSide) return 'too-small';
  const { notFor, photosOnly } = pack.domain;
  if (frame.kind === 'screenshot' && (photosOnly || notFor.includes('screenshot'))) return 'screenshot';
  if (frame.kind === 'graphic' && (photosOnly || notFor.length > 0)) return 'not-a-photo';
  return null;
}

/** A score that picks more than this share of honest photos says nothing that counts. */
const MOST_FALSE_ALARMS = 0.03;

/** Never more than a weak sign, however few honest photos were picked: a detector's score alone accuses nobody. */
const strengthOf = (falseAlarms: number): Strength => (falseAlarms <= MOST_FALSE_ALARMS ? 'weak' : 'context');

const overlaps = (a: Region, b: Region): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/**
 * Runs an `image-score` or `region-map` pack on the photo and on its recompressed copy, and says what may be said.
 * The network is opened only when the gates let the photo through.
 */
export async function judgeScore(
  open: () => Promise<OpenPack>,
  manifest: PackManifest,
  question: ScoreQuestion,
): Promise<ScoreJudgement> {
  const notChecked = (reason: string) => packNotChecked(manifest, reason);
  const { picture, signal, marked } = question;
  const closed = packGate(manifest, question.calibration) ?? outsideDomain(manifest, picture, question.frame);
  if (closed) return notChecked(closed);
  const pack = await open();
  const calibration = question.calibration!;
  const answers = await runPack(pack, picture, signal);
  const original = scoreOf(manifest, answers);
  const recompressed = scoreOf(manifest, await runPack(pack, await question.reencode(picture), signal));
  if (!Number.isFinite(original) || !Number.isFinite(recompressed)) return notChecked('no-number');
  const over = original >= calibration.threshold;
  if (over !== recompressed >= calibration.threshold) return notChecked('not-stable');
  if (!over) return answered(manifest, { state: 'nothing-found' });
  const region =
    manifest.task === 'region-map' ? regionsOf(mapsOf(manifest, answers), calibration.threshold) : undefined;
  const agrees = region?.some((one) => marked.some((other) => overlaps(one, other))) ?? true;
  const finding: Finding = {
    code: 'model-score',
    strength: agrees ? strengthOf(calibration.falseAlarms) : 'context',
    photo: question.photo,
    ...(region ? { region } : {}),
    facts: {
      packTitles: manifest.title,
      packId: manifest.id,
      packVersion: manifest.version,
      which: packVersion(manifest),
      score: Number(original.toFixed(3)),
      scoreRecompressed: Number(recompressed.toFixed(3)),
      threshold: Number(calibration.threshold.toFixed(4)),
      falseAlarms: Number(calibration.falseAlarms.toFixed(4)),
      calibratedOn: calibration.photos,
      ...(region ? { agrees } : {}),
      input: 'original',
    },
    check: { name: PACK_CHECK, version: packVersion(manifest) },
  };
  return answered(manifest, { state: 'found' }, [finding]);
}
