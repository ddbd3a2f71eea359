/** Every finding code with what it weighs, drawn from the checks: the data behind the climbing rules of add-up.ts. */
import type { CatalogueEntry, CodeSpec } from '../claims/check.ts';
import type { Finding, FindingCode } from '../claims/finding.ts';
import { CHECKS } from './registry.ts';

/** By code. Two checks that declare one code are a mistake that a test finds (tests/unit/verdict/shape.test.ts). */
export const CATALOGUE = Object.fromEntries(
  CHECKS.flatMap(({ codes }) => Object.entries(codes)),
) as unknown as Readonly<Record<FindingCode, CodeSpec>>;

/** Every code, in the order of the checks. */
export const FINDING_CODES = Object.keys(CATALOGUE) as FindingCode[];

const UNKNOWN: CatalogueEntry = { strengths: ['context'], family: 'context', reason: 'CTX', hard: 'never' };

/** The entry of a code; codes from a newer version of the product weigh nothing here (context). */
export const entryOf = (code: string): CatalogueEntry =>
  Object.hasOwn(CATALOGUE, code) ? CATALOGUE[code as FindingCode] : UNKNOWN;

/** True when the finding is a hard fact in the sense of `Hardness`. */
export function isHardFact(finding: Pick<Finding, 'code' | 'strength'>): boolean {
  const { hard } = entryOf(finding.code);
  if (hard === 'strong') return finding.strength === 'strong' || finding.strength === 'contradiction';
  return hard === 'contradiction' && finding.strength === 'contradiction';
}
