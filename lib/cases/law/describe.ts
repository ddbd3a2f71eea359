/** Amounts and rules in words: the working shown, the question of offence left to the authority. */

import { stamp } from '../instants.ts';
import { amountIn, type Words } from '../words.ts';
import type { Amounts } from './amounts.ts';
import { statutesToShow } from './statute.ts';
import { type LawRule, NETWORK_FIGURE } from './table.ts';

const yuan = (fen: number, t: Words) => amountIn({ value: fen, currency: 'CNY' }, t) ?? '';

/** The last part of a claim's key: the console's own claim number. */
const claimNumber = (claimKey: string) => claimKey.slice(claimKey.indexOf(':') + 1);

function movementLines(list: { claimKey: string; at: string; fen: number | null }[], t: Words): string {
  if (list.length === 0) return t('texts.none');
  return list
    .map(({ claimKey, at, fen }) =>
      t('texts.amountLine', {
        at: stamp(at),
        amount: fen === null ? t('texts.none') : yuan(fen, t),
        claim: claimNumber(claimKey),
      }),
    )
    .join('\n');
}

export interface AmountWords {
  acts: string;
  attempts: string;
  recovered: string;
  paidTotal: string;
  /** Comparison with both figures, what it does not say, and that the authority decides. */
  comparison: string;
}

export function describeAmounts(amounts: Amounts, t: Words): AmountWords {
  const reached = amounts.networkComparison === 'reaches-figure' ? 'networkReached' : 'networkBelow';
  const lines = [
    t(`law.amounts.${amounts.comparison === 'reaches-figure' ? 'reaches' : 'below'}`, {
      figure: yuan(amounts.provincialFigureFen, t),
    }),
    t('law.amounts.network', { figure: yuan(NETWORK_FIGURE, t), reached: t(`law.amounts.${reached}`) }),
    t('law.known'),
    ...(amounts.otherCurrencies.length > 0
      ? [t('law.amounts.otherCurrencies', { currencies: amounts.otherCurrencies.join(', ') })]
      : []),
    t('law.authority'),
  ];
  return {
    acts: movementLines(amounts.paid, t),
    attempts: movementLines(amounts.attempts, t),
    recovered: movementLines(amounts.recovered, t),
    paidTotal: yuan(amounts.paidFen, t),
    comparison: lines.join('\n'),
  };
}

/** A rule with its article, its dates, when it fits, what follows, and when it was last looked at. */
export function describeRule(rule: LawRule, t: Words): string {
  const dates =
    rule.effectiveTo === null
      ? t('law.from', { from: rule.effectiveFrom })
      : t('law.until', { from: rule.effectiveFrom, to: rule.effectiveTo });
  const word = (part: string) => t(`law.rules.${rule.id}.${part}`);
  return t('law.line', {
    article: rule.article,
    dates,
    fits: word('fits'),
    consequence: word('consequence'),
    verified: t('law.verified', { on: rule.verifiedOn, source: rule.source }),
  });
}

/** The administrative rules for the given acts, each once, and the notice that this is no legal advice. */
export function describeStatutes(actDates: readonly string[], handledAt: string, t: Words): string {
  const rules = new Map(
    actDates.flatMap((at) => statutesToShow(at, handledAt)).map((rule) => [rule.id, rule] as const),
  );
  return [...[...rules.values()].map((rule) => describeRule(rule, t)), t('law.notice')].join('\n');
}
