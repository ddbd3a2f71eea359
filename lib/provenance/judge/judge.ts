/** From what a file says to findings and checks of one photo, against what the claim knows. */
import type { Fact, Finding } from '../../claims/finding.ts';
import { LIMITS } from '../limits.ts';
import type { Comparison } from '../preview/compare-preview.ts';
import type { Preview } from '../preview/previews.ts';
import { summarise } from '../summary.ts';
import type { FileReport, ProvenanceAnswer, ProvenanceContext, Trace } from '../types.ts';
import { checks } from './checks.ts';
import { stripped, unreadable } from './context.ts';
import { credentials, declared, generators, labels, removed } from './declarations.ts';
import { editors, hints, previews } from './edits.ts';
import type { Case } from './proof.ts';
import { times } from './times.ts';

/** A preview of the file and what its comparison with the decoded photo gave. */
export interface ComparedPreview {
  preview: Pick<Preview, 'place' | 'width' | 'height' | 'offset' | 'orientation'> & { length: number };
  comparison: Comparison;
}

/**
 * @param previewsCompared comparisons of the embedded previews; leave out when the pixels were not decoded (then the
 * preview check is "not checked"); an empty list means that the file has none.
 */
export function judge(
  report: FileReport,
  context: ProvenanceContext,
  previewsCompared?: readonly ComparedPreview[],
): ProvenanceAnswer {
  const full = withPreviews(report, previewsCompared ?? []);
  const c: Case = { report: full, context };
  const findings: Finding[] = [
    ...labels(c),
    ...declared(c),
    ...generators(c),
    ...credentials(c),
    ...removed(c),
    ...previews(c),
    ...times(c),
    ...editors(c),
    ...hints(c),
    ...stripped(c),
    ...unreadable(c),
  ];
  const compared = previewsCompared === undefined ? null : previewsCompared.length > 0;
  return { report: full, findings, checks: checks(c, findings, compared) };
}

/** First words of the trace ids of a preview, by its place. */
function family(place: string): string {
  if (place.includes('C2PA')) return 'c2pa.thumbnail';
  if (place.includes('EXIF') || place.includes('eXIf')) return 'exif.thumbnail';
  if (place.includes('MPF')) return 'mpf.preview';
  if (place.includes('APP13')) return 'photoshop.thumbnail';
  return 'other.thumbnail';
}

/** Quarter turns clockwise that an EXIF orientation asks for (the mirrored ones turn the same way). */
const TURNS: Record<number, number> = { 3: 2, 4: 2, 5: 1, 6: 1, 7: 3, 8: 3 };

const ENDINGS: Partial<Record<Comparison['result'], string>> = {
  other: 'mismatch',
  edited: 'edited',
  mirrored: 'mirrored',
};

/** The report with what the comparisons add to its traces and its summary; what an earlier judging added is replaced. */
function withPreviews(report: FileReport, compared: readonly ComparedPreview[]): FileReport {
  const traces: Trace[] = report.traces.filter((t) => t.values.compared !== true);
  for (const { preview, comparison } of compared.slice(0, LIMITS.previews)) {
    // Small previews are stored as the sensor saw the scene (or already turned); both are sound.
    const expected = TURNS[preview.orientation] ?? 0;
    const turned = comparison.rotation !== 0 && comparison.rotation !== expected;
    const ending = ENDINGS[comparison.result] ?? (turned && comparison.result === 'same' ? 'rotated' : '');
    if (!ending) continue;
    traces.push({
      id: `${family(preview.place)}-${ending}`,
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
        regions: comparison.regions as unknown as Fact[],
      },
    });
  }
  return { ...report, traces, ...summarise(traces) };
}
