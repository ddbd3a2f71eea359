/** The gate before the database: a finding whose facts do not fit its code would become a false sentence. */
import * as v from 'valibot';
import { ProductError } from '../base/errors.ts';
import type { Finding } from '../claims/finding.ts';
import { CATALOGUE } from './catalogue.ts';

/** Thrown for a finding that its check may not give; always a fault of the product, never of a file. */
export class FindingError extends ProductError {
  override readonly name = 'FindingError';
  static {
    ProductError.register('FindingError', FindingError);
  }
}

/** The finding itself. Throws FindingError when its code is unknown, or its strength or a fact is not one of the code's. */
export function validFinding(finding: Finding): Finding {
  const { code, strength, facts } = finding;
  if (!Object.hasOwn(CATALOGUE, code)) throw new FindingError(`${code}: no such code`);
  const spec = CATALOGUE[code];
  if (!spec.strengths.includes(strength)) throw new FindingError(`${code}: never ${strength}`);
  const { success, issues } = v.safeParse(spec.facts, facts);
  if (success) return finding;
  const [issue] = issues;
  throw new FindingError(`${code}.${v.getDotPath(issue) ?? 'facts'}: ${issue.message}`);
}
