/** Legal clocks that start with an act: when each ends, so that a reminder can come before. */
import { addMonths } from '../instants.ts';

export interface LegalClock {
  /** Text under `cases.law.clocks.<id>`. */
  id:
    | 'public-security-six-months'
    | 'provider-logs-six-months'
    | 'rescission-one-year'
    | 'limitation-three-years';
  claimKey: string;
  from: string;
  at: string;
  /** Days before `at` on which to remind. */
  remindDays: number[];
}

/** What is known of one act. `labelledFile`: a file of the claim names an AI provider, so its logs matter. */
export interface Act {
  claimKey: string;
  /** When the claim was filed, and when the seller first knew of the finding. ISO instants. */
  actAt: string;
  knownAt: string;
  labelledFile: boolean;
}

/**
 * - six months after the act an undiscovered public-security violation is no longer punished (Punishments Law 25);
 * - a provider that gave out files without visible label keeps who-got-it logs at least six months (Labelling Measures 9);
 * - the right to rescind ends one year after knowing (Civil Code 152), the general limit three years (Civil Code 188).
 */
export function legalClocks(act: Act): LegalClock[] {
  const clock = (id: LegalClock['id'], from: string, months: number, remindDays: number[]): LegalClock => ({
    id,
    claimKey: act.claimKey,
    from,
    at: addMonths(from, months),
    remindDays,
  });
  return [
    clock('public-security-six-months', act.actAt, 6, [60, 30, 7]),
    ...(act.labelledFile ? [clock('provider-logs-six-months', act.actAt, 6, [90, 30])] : []),
    clock('rescission-one-year', act.knownAt, 12, [60, 14]),
    clock('limitation-three-years', act.knownAt, 36, [90]),
  ];
}

/** Clocks whose next reminder day has come and which have not run out, soonest end first. `now` in ms since epoch. */
export function dueReminders(
  clocks: readonly LegalClock[],
  now: number,
): { clock: LegalClock; daysLeft: number }[] {
  return clocks
    .map((clock) => ({ clock, daysLeft: Math.ceil((Date.parse(clock.at) - now) / 86_400_000) }))
    .filter(({ clock, daysLeft }) => daysLeft >= 0 && daysLeft <= Math.max(...clock.remindDays))
    .sort((a, b) => a.daysLeft - b.daysLeft);
}
