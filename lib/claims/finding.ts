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
}

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

export const FINDING_CODES = [
  'copy-of-listing',
  'copy-of-listing-edited',
  'copy-of-other-product',
  'copy-of-shipping-archive',
  'follows-picture-rerendered',
  'shares-part',
  'same-goods-other-photo',
  'reused-across-claims',
  'reused-edited',
  'before-after-in-claim',
  'ai-label-implicit',
  'ai-label-visible',
  'ai-source-declared',
  'generator-trace',
  'credential-broken',
  'camera-credential-valid',
  'thumbnail-differs',
  'captured-before-delivery',
  'captured-before-order',
  'captured-after-claim',
  'time-contradiction',
  'capture-time-fits',
  'editor-trace',
  'screenshot',
  'saved-from-web',
  'generator-file-name',
  'generator-size',
  'label-removed',
  'clone-region',
  'compression-mismatch',
  'noise-mismatch',
  'model-score',
  'metadata-stripped',
  'device-differs-in-claim',
  'rounds-differ',
  'order-number-differs',
  'repeat-claimant',
  'claims-add-up',
  'refund-only-burst',
  'photo-unreadable',
  'photo-unavailable',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

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

export interface Finding {
  code: FindingCode;
  strength: Strength;
  /** SHA-256 of the photo it is about; absent for claim-level findings. */
  photo?: string;
  region?: Region[];
  against?: Ref;
  facts: Record<string, Fact>;
  check: { name: string; version: string };
}

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
