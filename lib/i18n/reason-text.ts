/** The reason for a verdict in a few words, for lists and badges; the sentence stands in the finding itself. */
import type { Finding } from '../claims/finding.ts';
import { codeText } from './finding-text.ts';
import { has, t } from './index.ts';

/** @param order number of the order of the other claim, where the finding names one */
export function reasonText(code: Finding['code'], order?: string): string {
  const key = `verdicts.reasons.${code}`;
  return has(key) ? t(key, { order, noOrder: order === undefined }) : codeText(code);
}
