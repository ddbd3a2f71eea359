/** Small pictures inside the file that show something else than the file does. */
import * as v from 'valibot';
import { code, type FactsIn, traceFacts } from '../../claims/check.ts';
import type { Finding, Region } from '../../claims/finding.ts';
import type { FileCheck } from '../file-check.ts';
import { LIMITS } from '../limits.ts';
import type { Comparison } from '../preview/compare-preview.ts';
import type { Preview } from '../preview/previews.ts';
import { type Case, found } from '../proof.ts';
import type { FileReport, Trace, TraceOf } from '../types.ts';

/** A preview of the file and what its comparison with the decoded photo gave. */
export interface ComparedPreview {
  preview: Pick<Preview, 'place' | 'width' | 'height' | 'offset' | 'orientation'> & { length: number };
  comparison: Comparison;
}

const codes = {
  'thumbnail-differs': code({
    strengths: ['strong', 'moderate', 'weak'],
    family: 'pixels',
    reason: 'META',
    hard: 'never',
    explainedByEdit: true,
    facts: traceFacts({
      /** Normalised correlation of the two as they are, and mirrored: -1..1. */
      correlation: v.number(),
      mirroredCorrelation: v.number(),
      rotationQuarters: v.number(),
      aspectDiffers: v.boolean(),
      /** `more`: the preview shows more of the same scene, the photo is a crop of it; and how much of it is left, 0..1. */
      shows: v.optional(v.literal('more')),
      shownShare: v.optional(v.number()),
    }),
  }),
};

declare module '../../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

/** First words of the trace ids of a preview, by its place. */
type Kind = 'c2pa.thumbnail' | 'exif.thumbnail' | 'mpf.preview' | 'photoshop.thumbnail' | 'other.thumbnail';
type PreviewId = `${Kind}-${'mismatch' | 'edited' | 'cropped' | 'mirrored' | 'rotated'}`;

interface PreviewValues {
  compared: true;
  correlation: number;
  mirroredCorrelation: number;
  rotationQuarters: number;
  aspectDiffers: boolean;
  shows?: 'more';
  shownShare?: number;
  /** In the photo's own pixels. */
  regions: Region[];
}

declare module '../types.ts' {
  interface TraceValues extends Record<PreviewId, PreviewValues> {}
}

function kindOf(place: string): Kind {
  if (place.includes('C2PA')) return 'c2pa.thumbnail';
  if (place.includes('EXIF') || place.includes('eXIf')) return 'exif.thumbnail';
  if (place.includes('MPF')) return 'mpf.preview';
  if (place.includes('APP13')) return 'photoshop.thumbnail';
  return 'other.thumbnail';
}

/** Quarter turns clockwise that an EXIF orientation asks for (the mirrored ones turn the same way). */
const TURNS: Record<number, number> = { 3: 2, 4: 2, 5: 1, 6: 1, 7: 3, 8: 3 };

const ENDINGS = { other: 'mismatch', edited: 'edited', cropped: 'cropped', mirrored: 'mirrored' } as const;

const isPreview = (t: Trace): t is TraceOf<PreviewId> & Trace =>
  'compared' in t.values && t.values.compared === true;

/** The traces of a report with what the comparisons add; what an earlier judging added is replaced. */
export function withPreviews(report: FileReport, compared: readonly ComparedPreview[]): Trace[] {
  const traces: Trace[] = report.traces.filter((t) => !isPreview(t));
  for (const { preview, comparison } of compared.slice(0, LIMITS.previews)) {
    // Small previews are stored as the sensor saw the scene (or already turned); both are sound.
    const expected = TURNS[preview.orientation] ?? 0;
    const turned = comparison.rotation !== 0 && comparison.rotation !== expected;
    const { result } = comparison;
    const ending =
      result === 'other' || result === 'edited' || result === 'cropped' || result === 'mirrored'
        ? ENDINGS[result]
        : turned && result === 'same'
          ? 'rotated'
          : null;
    if (!ending) continue;
    const id: PreviewId = `${kindOf(preview.place)}-${ending}`;
    traces.push({
      id,
      place: preview.place,
      offset: preview.offset,
      length: preview.length,
      raw: `${preview.width}×${preview.height}`,
      values: {
        compared: true,
        correlation: comparison.correlation,
        mirroredCorrelation: comparison.mirroredCorrelation,
        rotationQuarters: comparison.rotation,
        aspectDiffers: comparison.aspectDiffers,
        ...(comparison.shownShare === undefined ? {} : { shows: 'more', shownShare: comparison.shownShare }),
        regions: comparison.regions,
      },
    } as Trace);
  }
  return traces;
}

/** A main picture that did not arrive whole differs from its preview by its damage. */
const damaged = (u: { place: string; why: string }): boolean =>
  u.why === 'no-end-of-image' || (u.why === 'truncated' && /^\w+$|@|IDAT/.test(u.place));

/** By how the preview differs: a crop is ordinary, a mirror image is what front cameras make. */
function strengthOf(c: Case, id: string): 'strong' | 'moderate' | 'weak' {
  if (id.endsWith('-cropped') || c.report.unreadable.some(damaged)) return 'weak';
  return id.endsWith('-mirrored') ? 'moderate' : 'strong';
}

function judge(c: Case): Finding[] {
  return c.report.traces
    .filter(isPreview)
    .filter((t) => !t.id.endsWith('-rotated'))
    .map((t) => {
      const { regions, compared: _, ...values } = t.values;
      // The regions are the finding's own, not a fact beside them.
      const trace = { ...t, values } as unknown as Trace;
      const strength = strengthOf(c, t.id);
      const finding = found('thumbnail-differs', strength, 'embedded-preview', trace, values);
      return regions.length > 0 ? { ...finding, region: regions } : finding;
    });
}

function limits({ compared }: Case): string | null {
  if (compared === null) return 'pixels-not-given';
  return compared ? null : 'no-preview';
}

const suspected = () => ({ edit: 'suspected' }) as const;

/** Its traces come with the comparison (`withPreviews`), since they need the decoded picture. */
export const embeddedPreview: FileCheck = {
  id: 'embedded-preview',
  codes,
  traces: {
    'c2pa.thumbnail-mismatch': suspected,
    'exif.thumbnail-mismatch': suspected,
    'photoshop.thumbnail-mismatch': suspected,
    'other.thumbnail-mismatch': suspected,
    'c2pa.thumbnail-edited': suspected,
    'exif.thumbnail-edited': suspected,
    'photoshop.thumbnail-edited': suspected,
    'other.thumbnail-edited': suspected,
  },
  judge,
  limits,
};
