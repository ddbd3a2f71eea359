/** Label readings and sparkle into findings. */
import * as v from 'valibot';
import { type CheckSpec, code, type FactsIn } from '../../claims/check.ts';
import type { Check, Finding, Region, Strength } from '../../claims/finding.ts';
import type { Picture } from '../../pixels/picture.ts';
import type { Rect } from '../../pixels/resample.ts';
import { SOURCES } from '../lexicon/lexicon.ts';
import type { FrameAnswer } from '../marks/frame.ts';
import type { SparkleHit } from '../marks/sparkle.ts';
import { positionOf } from '../ocr/place.ts';
import type { LabelAnswer, LabelHit } from '../reader.ts';
import { type Setting, settingOf } from './setting.ts';

export const LABELS_CHECK = { name: 'labels', version: '2' } as const;

/** Of a video: the frame that shows it best, first and last second in which it was read, and in how many of the frames that were. */
const FILM = {
  place: v.optional(v.string()),
  filmFrom: v.optional(v.number()),
  filmTo: v.optional(v.number()),
  filmFrames: v.optional(v.number()),
};

const codes = {
  'ai-label-visible': code({
    strengths: ['strong', 'moderate', 'weak'],
    family: 'declaration',
    reason: 'DECL',
    hard: 'strong',
    facts: v.variant('mark', [
      v.strictObject({
        mark: v.literal('text'),
        /** As read, the whole line it stands in, and the lexicon's entry with its source. */
        text: v.string(),
        line: v.string(),
        entry: v.string(),
        entrySource: v.string(),
        producer: v.optional(v.string()),
        how: v.string(),
        edits: v.number(),
        recogniserScore: v.number(),
        position: v.string(),
        /** Keeps two labels of one photo apart. */
        which: v.string(),
        heightShare: v.number(),
        setting: v.string(),
        tiltDeg: v.number(),
        neighbourLines: v.number(),
        inkSpread: v.number(),
        ...FILM,
      }),
      v.strictObject({
        mark: v.literal('sparkle'),
        which: v.literal('sparkle'),
        text: v.string(),
        producer: v.string(),
        templateScore: v.number(),
        opacity: v.number(),
        position: v.string(),
        heightShare: v.number(),
        ...FILM,
      }),
    ]),
  }),
};

declare module '../../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

/** Visible labels and marks, and labels that an earlier version of the photo carried. */
export const labelsCheck: CheckSpec = {
  id: LABELS_CHECK.name,
  codes,
  gives: ['label-removed', 'screenshot'],
  page: 'labels',
};

export interface LabelJudgement {
  findings: Finding[];
  check: Check;
}

export interface LabelEvidence {
  /** SHA-256 of the photo. */
  photo: string;
  picture: Picture;
  answer: LabelAnswer;
  sparkle: SparkleHit | null;
  frame: FrameAnswer;
}

/** A recogniser this unsure of a read label is quoted, and weighs less. */
const SURE = 0.7;
/** From here on no genuine photo of the measured sets came near (docs/findings/labels.md). */
const SPARKLE_SURE = 0.72;

const round = (value: number, digits = 3): number => Number(value.toFixed(digits));

function region(box: Rect): Region {
  const x = Math.max(0, Math.floor(box.x));
  const y = Math.max(0, Math.floor(box.y));
  const width = Math.ceil(box.x + box.width) - x;
  const height = Math.ceil(box.y + box.height) - y;
  return { x, y, width, height, area: width * height };
}

/**
 * Strong only for a phrase that itself says "AI", freely read with certainty, laid over an edge of the picture. Words printed on
 * goods or shown on a screen may be the goods' own: weak. A product's bare name, a faint label that only the lexicon fits, or one that
 * only shows with the light evened, where the seller's eyes may see nothing in the crop: moderate.
 */
function strengthOf(hit: LabelHit, setting: Setting): Strength {
  if (setting.kind === 'printed' || setting.kind === 'screen') return 'weak';
  const faint = hit.how === 'fitted' || hit.line.pass === 'evened';
  if (setting.kind === 'unsure' || faint) return 'moderate';
  return hit.entry.kind === 'label' && hit.score >= SURE ? 'strong' : 'moderate';
}

/** Findings about visible labels, one per label, and what the check as a whole said. */
export function judgeLabels(evidence: LabelEvidence): LabelJudgement {
  const { photo, picture, answer, sparkle, frame } = evidence;
  const findings: Finding[] = [];
  for (const hit of answer.labels) {
    const setting = settingOf(picture, hit, answer.lines, frame.kind === 'screenshot');
    // Letters that free reading cannot make out are a label only where and as labels are laid over a picture.
    if (hit.how === 'fitted' && setting.kind !== 'overlay') continue;
    findings.push({
      code: 'ai-label-visible',
      strength: strengthOf(hit, setting),
      photo,
      region: [region(hit.box)],
      facts: {
        mark: 'text',
        text: hit.read,
        line: hit.line.text,
        entry: hit.entry.text,
        entrySource: SOURCES[hit.entry.source],
        ...(hit.entry.provider ? { producer: hit.entry.provider } : {}),
        how: hit.how,
        edits: hit.edits,
        recogniserScore: round(hit.score),
        position: setting.position,
        which: `${setting.position} ${hit.entry.text}`,
        heightShare: round(setting.heightShare),
        setting: setting.kind,
        tiltDeg: round(setting.tiltDeg, 1),
        neighbourLines: setting.neighbours,
        inkSpread: round(setting.inkSpread, 0),
      },
      check: { ...LABELS_CHECK },
    });
  }
  if (sparkle) {
    findings.push({
      code: 'ai-label-visible',
      strength: sparkle.score >= SPARKLE_SURE ? 'strong' : 'moderate',
      photo,
      region: [region(sparkle.box)],
      facts: {
        mark: 'sparkle',
        which: 'sparkle',
        text: '✦',
        producer: 'Google Gemini',
        templateScore: round(sparkle.score),
        opacity: round((sparkle.opacity[0] + sparkle.opacity[1] + sparkle.opacity[2]) / 3, 2),
        position: positionOf(sparkle.box, picture.width, picture.height),
        heightShare: round(sparkle.box.height / Math.min(picture.width, picture.height)),
      },
      check: { ...LABELS_CHECK },
    });
  }
  return {
    findings,
    check: { ...LABELS_CHECK, result: { state: findings.length > 0 ? 'found' : 'nothing-found' } },
  };
}

/** The check's word when it did not run. */
export const labelsNotChecked = (reason: string): Check => ({
  ...LABELS_CHECK,
  result: { state: 'not-checked', reason },
});
