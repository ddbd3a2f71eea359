/** What the findings of a claim add up to: how much attention it deserves, never guilt. */
import type { Check, Finding, Strength, Verdict } from '../claims/finding.ts';
import { entryOf, isHardFact } from './catalogue.ts';

/** How many photos the claim has, how many were answered for, how many could not be. */
export interface PhotoCounts {
  total: number;
  checked: number;
  notChecked: number;
}

export interface Sum {
  verdict: Verdict;
  /** Indices into the findings given: those that carried the verdict, and the supporting ones that lowered it. */
  because: number[];
}

/** Steps of strength that can raise a verdict; context and supports-claim are not among them. */
const STEPS: readonly Strength[] = ['weak', 'moderate', 'strong', 'contradiction'];
const WEAK = 0;
const MODERATE = 1;

interface Weighed {
  index: number;
  finding: Finding;
  /** Index into STEPS after the photo's quality and the buyer's supporting findings were taken into account; -1 = none. */
  step: number;
}

/**
 * Adds the findings of one claim up to one of the five levels.
 *
 * - Context and quality findings never raise it.
 * - `worth-checking`: one finding of at least moderate strength, one weak one that speaks alone, or two weak ones of
 *   different codes.
 * - `several-signs`: a hard fact (catalogue.ts), or findings of at least moderate strength from two independent
 *   families; findings that one honest edit explains together are one family. So no single detector gets here.
 * - `file-declares-ai`: only when a file itself declares it at full strength (AIGC label 1, C2PA or IPTC source type,
 *   generation parameters).
 * - Supporting findings are weighed: an intact camera credential takes a photo's measurements and weak hints off the
 *   sum, a fitting capture time its weak hints; neither touches a hard fact. A screenshot lowers what can be read from
 *   its pixels by one step.
 * - Without anything raised: `not-enough-information` unless every photo was checked and at least one check answered.
 */
export function addUp(
  findings: readonly Finding[],
  checks: readonly Check[],
  photos: Readonly<PhotoCounts>,
): Sum {
  const credential = photosWith(findings, 'camera-credential-valid');
  const timeFits = photosWith(findings, 'capture-time-fits');
  const screenshots = photosWith(findings, 'screenshot');
  const offset = new Set<number>();

  const weighed: Weighed[] = [];
  for (const [index, finding] of findings.entries()) {
    const { family } = entryOf(finding.code);
    if (family === 'context' || family === 'quality') continue;
    let step = STEPS.indexOf(finding.strength);
    if (step < 0) continue;
    const photo = finding.photo;
    if (photo !== undefined && !isHardFact(finding)) {
      if (family === 'pixels' && screenshots.has(photo)) step -= 1;
      const support =
        credential.get(photo) !== undefined && (family === 'pixels' || step <= WEAK)
          ? credential.get(photo)
          : step <= WEAK
            ? timeFits.get(photo)
            : undefined;
      if (support !== undefined) {
        offset.add(support);
        continue;
      }
    }
    if (step >= WEAK) weighed.push({ index, finding, step });
  }

  const declaring = weighed.filter(
    ({ finding }) => entryOf(finding.code).declaresAi && finding.strength === 'contradiction',
  );
  const carrying = weighed.filter(({ step }) => step >= MODERATE);
  const indices = (list: Weighed[]) =>
    [...new Set([...list.map(({ index }) => index), ...offset])].sort((a, b) => a - b);

  if (declaring.length > 0) return { verdict: 'file-declares-ai', because: indices(carrying) };
  if (carrying.some(({ finding }) => isHardFact(finding)) || independentFamilies(carrying) >= 2)
    return { verdict: 'several-signs', because: indices(carrying) };
  if (carrying.length > 0) return { verdict: 'worth-checking', because: indices(carrying) };

  const alone = weighed.filter(({ finding }) => entryOf(finding.code).speaksAlone);
  if (alone.length > 0 || new Set(weighed.map(({ finding }) => finding.code)).size >= 2)
    return { verdict: 'worth-checking', because: indices(weighed) };

  const answered = checks.some(({ result }) => result.state !== 'not-checked');
  const complete = photos.total > 0 && photos.checked >= photos.total && photos.notChecked === 0;
  return { verdict: answered && complete ? 'no-anomaly' : 'not-enough-information', because: indices([]) };
}

/** Photo → index of its first supporting (or quality) finding of that code. */
function photosWith(findings: readonly Finding[], code: Finding['code']): Map<string, number> {
  const found = new Map<string, number>();
  for (const [index, finding] of findings.entries())
    if (finding.code === code && finding.photo !== undefined && !found.has(finding.photo))
      found.set(finding.photo, index);
  return found;
}

/** Findings of one family are one voice, and an edit that explains findings of several families makes those families one. */
function independentFamilies(carrying: readonly Weighed[]): number {
  const entries = carrying.map(({ finding }) => entryOf(finding.code));
  const families = new Set(entries.map(({ family }) => family));
  const edited = new Set(entries.flatMap(({ family, explainedByEdit }) => (explainedByEdit ? [family] : [])));
  return families.size - Math.max(0, edited.size - 1);
}
