/** Which rules an act falls under, by the date of the act (in Beijing), never by the date of the report. */
import { day } from '../instants.ts';
import { LAW_TABLE, type LawRule } from './table.ts';

/** Rules of the table in force on the day of the act, in table order. `actDate` is an ISO instant. */
export function rulesFor(actDate: string): LawRule[] {
  const on = day(actDate);
  return LAW_TABLE.filter(
    (rule) => rule.effectiveFrom <= on && (rule.effectiveTo === null || on <= rule.effectiveTo),
  );
}

/** The administrative rule for the day of the act; null for a day before the table begins. */
export function statuteFor(actDate: string): LawRule | null {
  return rulesFor(actDate).find((rule) => rule.tier === 'administrative') ?? null;
}

/**
 * The administrative rules to show for an act that is handled on `handledAt`: its own, and also the one in force at
 * handling when that is another. Which of them is milder is the authority's question.
 */
export function statutesToShow(actDate: string, handledAt: string): LawRule[] {
  const own = statuteFor(actDate);
  const now = statuteFor(handledAt);
  return [own, now].filter((rule, i, all): rule is LawRule => rule !== null && all.indexOf(rule) === i);
}
