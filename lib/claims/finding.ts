/** Findings, checks and verdicts: what one stated fact is, and what facts add up to. */
/** Axis-aligned box in the photo's own pixels; `area` is the number of marked pixels inside it (not the box's area). */
export interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
  area: number;
  /** Closed outlines as flat [x0, y0, x1, y1, …] lists in the photo's pixels, where the shape is known. */
  contours?: number[][];
  /** 0..1: how sure it is that this region differs by more than re-encoding explains. */
  certainty?: number;
  /** False where it differs, but no more than filters and re-encoding may explain: drawn dashed, never counted as an edit. */
  sure?: boolean;
  /** True for a part that is the same as in the other picture, where all others outline what differs. */
  same?: boolean;
}

/** What changed beyond doubt first, then what is the same, and last what filters and re-saving may explain. */
export const surestFirst = (regions: readonly Region[]): Region[] => {
  const place = ({ same, sure }: Region): number => (sure === false ? 2 : same ? 1 : 0);
  return [...regions].sort((a, b) => place(a) - place(b));
};

/** Regions that differ for certain: the only ones that are counted as changed. */
export const changedRegions = (regions: readonly Region[] = []): Region[] =>
  regions.filter(({ same, sure }) => !same && sure !== false);

export const STRENGTHS = [
  'contradiction',
  'strong',
  'moderate',
  'weak',
  'context',
  'supports-claim',
] as const;
export type Strength = (typeof STRENGTHS)[number];

/** What speaks for the buyer is shown before mere background: it is a finding, not a footnote. */
const SHOWN_ORDER: readonly string[] = [...STRENGTHS.filter((one) => one !== 'context'), 'context'];
/** Place of a strength where findings are listed, strongest first. */
export const strengthRank = (strength: string): number => SHOWN_ORDER.indexOf(strength);

export const VERDICTS = [
  'no-anomaly',
  'not-enough-information',
  'worth-checking',
  'several-signs',
  'file-declares-ai',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * The facts of every finding code. Empty here: the file of a check adds its codes by declaration merging
 * (`docs/adding-a-check.md`), so a code and the names of its facts stand in one place.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the checks
export interface FactsOf {}
export type FindingCode = keyof FactsOf;

/** The other picture of a comparison. `sha256` is the hash of its stored bytes. */
export interface Ref {
  kind: 'listing' | 'claim' | 'same-claim' | 'archive' | 'thumbnail';
  sha256: string;
  product?: string;
  claim?: string;
  file?: string;
}

/** Plain JSON facts, keyed by name; texts interpolate them. Numbers carry their unit in the name (`driftPx`, `keptShare`). */
export type Fact = string | number | boolean | null | Fact[] | { [name: string]: Fact };

export interface FindingOf<C extends FindingCode> {
  code: C;
  strength: Strength;
  /** SHA-256 of the photo it is about; absent for claim-level findings. */
  photo?: string;
  region?: Region[];
  against?: Ref;
  /** One name per fact; the schema stands with the code (`lib/claims/check.ts`) and is applied where findings are stored. */
  facts: FactsOf[C];
  check: { name: string; version: string };
}

/** A finding of any code; `code` tells which facts it has. */
export type Finding = { [C in FindingCode]: FindingOf<C> }[FindingCode];

type NamesIn<F> = F extends unknown ? keyof F : never;
/** Name of a fact of any code. */
export type FactName = NamesIn<FactsOf[FindingCode]>;
type ValueOf<F, N> = F extends unknown ? (N extends keyof F ? F[N] : never) : never;

/** The value of one fact, for readers that take findings of any code; undefined where the code has no such fact. */
export const factOf = <N extends FactName>(
  finding: Pick<Finding, 'facts'>,
  name: N,
): ValueOf<FactsOf[FindingCode], N> | undefined =>
  (finding.facts as unknown as { [name in FactName]?: never })[name];

/** Facts as plain JSON, for pages and files that show or keep all of them. */
export const plainFacts = (finding: Pick<Finding, 'facts'>): Record<string, Fact> =>
  finding.facts as unknown as Record<string, Fact>;

/** Why something was not checked; never shown as clean. */
export type CheckResult =
  | { state: 'found' }
  | { state: 'nothing-found' }
  | { state: 'not-checked'; reason: string };

export interface Check {
  name: string;
  version: string;
  result: CheckResult;
}
