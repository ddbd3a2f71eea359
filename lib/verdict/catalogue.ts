/** Every finding code with what it weighs: the data behind the climbing rules of add-up.ts. */
import type { Finding, FindingCode, Strength } from '../claims/finding.ts';

/**
 * What kind of evidence a finding is. Two findings speak independently only when they come from two families:
 * two pixel detectors looking at one re-saved photo err together.
 */
export type Family = 'declaration' | 'reuse' | 'set' | 'order-time' | 'pixels' | 'context' | 'quality';

/** The reason-code families that packages and reports number findings by (`DECL-1`, `REUSE-SELF-1`, …). */
export type ReasonFamily =
  | 'DECL'
  | 'META'
  | 'REUSE-SELF'
  | 'REUSE-CLAIM'
  | 'SET'
  | 'ORDER'
  | 'PROD'
  | 'TEXT'
  | 'PIX'
  | 'MODEL'
  | 'CTX'
  | 'QUAL';

/**
 * Whether a finding is a hard fact: a declared label, byte-equal or aligned reuse, or a contradiction with order data.
 * `strong`: from strength strong upwards. `contradiction`: only at full strength, because the milder form has everyday
 * explanations (a buyer who attaches the listing picture to point at it; one photo for two broken orders; a label that
 * only says "possibly"). `never`: a measurement, a hint, or context.
 */
export type Hardness = 'strong' | 'contradiction' | 'never';

export interface CatalogueEntry {
  /** Strength where the check has no reason to say otherwise; the finding's own strength counts in the sum. */
  strength: Strength;
  family: Family;
  reason: ReasonFamily;
  hard: Hardness;
  /** One honest edit (a drawn circle, a beauty filter) explains all of these at once, so they count as one family. */
  explainedByEdit?: true;
  /** A weak finding that is still worth a look on its own. */
  speaksAlone?: true;
  /** The file itself says that a model made or changed it, when the finding has full strength. */
  declaresAi?: true;
}

export const CATALOGUE: Readonly<Record<FindingCode, CatalogueEntry>> = {
  'copy-of-listing': { strength: 'strong', family: 'reuse', reason: 'REUSE-SELF', hard: 'contradiction' },
  'copy-of-listing-edited': {
    strength: 'contradiction',
    family: 'reuse',
    reason: 'REUSE-SELF',
    hard: 'strong',
  },
  'copy-of-other-product': { strength: 'strong', family: 'reuse', reason: 'PROD', hard: 'contradiction' },
  'copy-of-shipping-archive': { strength: 'strong', family: 'reuse', reason: 'REUSE-SELF', hard: 'strong' },
  'follows-picture-rerendered': {
    strength: 'moderate',
    family: 'reuse',
    reason: 'REUSE-SELF',
    hard: 'never',
  },
  'shares-part': { strength: 'moderate', family: 'reuse', reason: 'REUSE-SELF', hard: 'never' },
  'same-goods-other-photo': { strength: 'context', family: 'context', reason: 'PROD', hard: 'never' },
  'reused-across-claims': {
    strength: 'contradiction',
    family: 'reuse',
    reason: 'REUSE-CLAIM',
    hard: 'contradiction',
  },
  'reused-edited': { strength: 'contradiction', family: 'reuse', reason: 'REUSE-CLAIM', hard: 'strong' },
  'before-after-in-claim': { strength: 'contradiction', family: 'set', reason: 'SET', hard: 'strong' },
  'ai-label-implicit': {
    strength: 'contradiction',
    family: 'declaration',
    reason: 'DECL',
    hard: 'contradiction',
    declaresAi: true,
  },
  'ai-label-visible': { strength: 'strong', family: 'declaration', reason: 'DECL', hard: 'strong' },
  'ai-source-declared': {
    strength: 'contradiction',
    family: 'declaration',
    reason: 'DECL',
    hard: 'contradiction',
    declaresAi: true,
  },
  'generator-trace': {
    strength: 'contradiction',
    family: 'declaration',
    reason: 'DECL',
    hard: 'contradiction',
    declaresAi: true,
  },
  'credential-broken': { strength: 'strong', family: 'declaration', reason: 'DECL', hard: 'never' },
  'camera-credential-valid': {
    strength: 'supports-claim',
    family: 'declaration',
    reason: 'DECL',
    hard: 'never',
  },
  'thumbnail-differs': {
    strength: 'strong',
    family: 'pixels',
    reason: 'META',
    hard: 'never',
    explainedByEdit: true,
  },
  'captured-before-delivery': {
    strength: 'contradiction',
    family: 'order-time',
    reason: 'META',
    hard: 'strong',
  },
  'captured-before-order': {
    strength: 'contradiction',
    family: 'order-time',
    reason: 'META',
    hard: 'strong',
  },
  'captured-after-claim': { strength: 'moderate', family: 'order-time', reason: 'META', hard: 'never' },
  'time-contradiction': { strength: 'moderate', family: 'order-time', reason: 'META', hard: 'never' },
  'capture-time-fits': { strength: 'supports-claim', family: 'order-time', reason: 'META', hard: 'never' },
  'editor-trace': {
    strength: 'moderate',
    family: 'declaration',
    reason: 'META',
    hard: 'never',
    explainedByEdit: true,
  },
  screenshot: { strength: 'weak', family: 'quality', reason: 'QUAL', hard: 'never' },
  'saved-from-web': { strength: 'weak', family: 'declaration', reason: 'META', hard: 'never' },
  'generator-file-name': {
    strength: 'weak',
    family: 'declaration',
    reason: 'META',
    hard: 'never',
    speaksAlone: true,
  },
  'generator-size': { strength: 'weak', family: 'pixels', reason: 'META', hard: 'never' },
  'label-removed': { strength: 'moderate', family: 'declaration', reason: 'DECL', hard: 'never' },
  'clone-region': {
    strength: 'moderate',
    family: 'pixels',
    reason: 'PIX',
    hard: 'never',
    explainedByEdit: true,
  },
  'compression-mismatch': {
    strength: 'weak',
    family: 'pixels',
    reason: 'PIX',
    hard: 'never',
    explainedByEdit: true,
  },
  'noise-mismatch': {
    strength: 'weak',
    family: 'pixels',
    reason: 'PIX',
    hard: 'never',
    explainedByEdit: true,
  },
  'model-score': {
    strength: 'weak',
    family: 'pixels',
    reason: 'MODEL',
    hard: 'never',
    explainedByEdit: true,
  },
  'metadata-stripped': { strength: 'context', family: 'quality', reason: 'QUAL', hard: 'never' },
  'device-differs-in-claim': { strength: 'weak', family: 'set', reason: 'SET', hard: 'never' },
  'rounds-differ': { strength: 'moderate', family: 'set', reason: 'SET', hard: 'never' },
  // A number read from a picture: readings err, used boxes carry old stickers, buyers have several orders.
  'order-number-differs': { strength: 'weak', family: 'order-time', reason: 'ORDER', hard: 'never' },
  'repeat-claimant': { strength: 'context', family: 'context', reason: 'CTX', hard: 'never' },
  'claims-add-up': { strength: 'context', family: 'context', reason: 'CTX', hard: 'never' },
  'refund-only-burst': { strength: 'context', family: 'context', reason: 'CTX', hard: 'never' },
  'photo-unreadable': { strength: 'context', family: 'quality', reason: 'QUAL', hard: 'never' },
  'photo-unavailable': { strength: 'context', family: 'quality', reason: 'QUAL', hard: 'never' },
};

/** The entry of a code; codes from a newer version of the product weigh nothing here (context). */
export function entryOf(code: string): CatalogueEntry {
  return Object.hasOwn(CATALOGUE, code) ? CATALOGUE[code as FindingCode] : UNKNOWN;
}

const UNKNOWN: CatalogueEntry = { strength: 'context', family: 'context', reason: 'CTX', hard: 'never' };

/** True when the finding is a hard fact in the sense of `Hardness`. */
export function isHardFact(finding: Pick<Finding, 'code' | 'strength'>): boolean {
  const { hard } = entryOf(finding.code);
  if (hard === 'strong') return finding.strength === 'strong' || finding.strength === 'contradiction';
  return hard === 'contradiction' && finding.strength === 'contradiction';
}
