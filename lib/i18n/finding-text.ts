/** A finding's sentences: what was seen, the ordinary explanations, and what would settle it. */
import type { Check, Finding, Verdict } from '../claims/finding.ts';
import { findingParams } from './finding-params.ts';
import { has, t } from './index.ts';
import type { Params } from './translate.ts';

export interface FindingText {
  title: string;
  says: string;
  /** Honest explanations: every finding has some, and they are always shown with it. */
  ordinary: string;
  settles: string;
  strength: string;
}

/**
 * The words for one finding in the current language; facts fill the gaps, and gaps without a fact are left out.
 * `known` adds what only the caller knows, e.g. the product's title instead of its key.
 */
export function findingText(finding: Finding, known: { product?: string } = {}): FindingText {
  const { facts, words } = findingParams(finding);
  const params: Params = { ...words, ...known };
  // A picture learned from a claim bears its product's name; once is enough.
  if (params.file === params.product) params.file = undefined;
  const word = (part: string) => t(`findings.codes.${finding.code}.${part}`, params, facts);
  return {
    title: word('title'),
    says: word('says'),
    ordinary: word('ordinary'),
    settles: word('settles'),
    strength: t(`findings.strengths.${finding.strength}`),
  };
}

/** The level's word (merchant-domain wording: five words, no sixth). */
export const verdictText = (verdict: Verdict): string => t(`verdicts.${verdict}`);

/** What a finding is called; the bare code when it comes from a newer version. */
export function codeText(code: string): string {
  const key = `findings.codes.${code}.title`;
  return has(key) ? t(key) : code;
}

/** Names of verdicts and findings in the current language, from codes that may be of another version. */
export const currentNames = {
  verdict: (verdict: string): string => (has(`verdicts.${verdict}`) ? t(`verdicts.${verdict}`) : verdict),
  finding: codeText,
};

/** Why a check did not run, in words; an unknown reason is quoted rather than hidden. */
export function notCheckedText(reason: string): string {
  const key = `findings.notChecked.${reason}`;
  return has(key) ? t(key) : t('findings.notChecked.generic', { reason });
}

/** The name of a check in words, with the pack's own where a model pack was asked; the bare name when there are none. */
export function checkText({ name, version }: Pick<Check, 'name' | 'version'>): string {
  const key = `findings.checks.${name}`;
  return has(key) ? t(key, { version }) : name;
}
