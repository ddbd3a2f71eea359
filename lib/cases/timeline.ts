/** Everything that happened to a claim, in order of time, each with who says so. */
import { moneyText } from '../claims/money.ts';
import { changesBetween } from '../verdict/history/rounds.ts';
import type { Dossier } from './dossier.ts';
import { stamp } from './instants.ts';
import { amountWords, type Values, type Words } from './words.ts';

export type TimelineKind =
  | 'ordered'
  | 'shipped'
  | 'delivered'
  | 'applied'
  | 'seen'
  | 'changed'
  | 'evidence'
  | 'evidence-lost'
  | 'requested'
  | 'request-answered'
  | 'request-unanswered'
  | 'deadline'
  | 'note'
  | 'judged'
  | 'judged-anew'
  | 'decided'
  | 'overridden'
  | 'paid'
  | 'recovered';

export interface TimelineEvent {
  at: string;
  kind: TimelineKind;
  /** `page`: the console says so; `machine`: this machine saw it; `seller`: the seller entered it. */
  source: 'page' | 'machine' | 'seller';
  values: Values;
  /** Fields that changed, for `changed`; codes of the findings that carried it, for `judged` and `judged-anew`. */
  fields?: string[];
}

/**
 * The events of a case, oldest first; events of one instant stand in the order of a claim's life. Notes are for the seller
 * only; changes of the verdict are left out of texts, where the place is short. With `now`, requests that ran out unanswered by then are events too; without, nothing depends on the clock.
 */
export function timelineOf(
  dossier: Dossier,
  options: { notes: boolean; verdicts: boolean; now?: string },
): TimelineEvent[] {
  const { claim } = dossier.claim;
  const events: TimelineEvent[] = [];
  const add = (
    at: string | null | undefined,
    kind: TimelineKind,
    source: TimelineEvent['source'],
    values: Values = {},
    fields?: string[],
  ) => {
    if (at && !Number.isNaN(Date.parse(at)))
      events.push({ at, kind, source, values, ...(fields && { fields }) });
  };

  add(claim.orderedAt, 'ordered', 'page');
  add(claim.shippedAt, 'shipped', 'page', { trackingNo: claim.trackingNo });
  add(claim.deliveredAt, 'delivered', 'page');
  add(claim.appliedAt, 'applied', 'page', {
    reason: claim.reason,
    amount: claim.amount && moneyText(claim.amount),
  });
  add(dossier.claim.firstSeenAt, 'seen', 'machine');

  const readings = [...dossier.readings].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  for (const [i, reading] of readings.entries()) {
    const before = readings[i - 1];
    if (!before) continue;
    const fields = changesBetween(before.claim, reading.claim).map(({ field }) => field);
    if (fields.length > 0) add(reading.at, 'changed', 'machine', {}, fields);
  }
  for (const row of dossier.evidence) {
    add(row.seenAt, 'evidence', 'machine', { round: row.round, name: row.name });
    if (row.state === 'unavailable')
      add(row.fetch?.at ?? row.seenAt, 'evidence-lost', 'machine', {
        round: row.round,
        why: row.fetch?.error,
      });
  }
  for (const row of dossier.requests) {
    add(row.at, 'requested', 'seller', { code: row.code });
    if (row.answeredAt) add(row.answeredAt, 'request-answered', 'machine');
    else if (row.dueAt && options.now && Date.parse(row.dueAt) < Date.parse(options.now))
      add(row.dueAt, 'request-unanswered', 'machine');
  }
  if (options.verdicts)
    for (const { at, from, to, codes } of dossier.verdicts)
      add(at, from === null ? 'judged' : 'judged-anew', 'machine', { from, to }, codes);
  for (const row of dossier.decisions)
    if (row.what === 'override-verdict')
      add(row.at, 'overridden', 'seller', { verdict: row.verdictInstead, reason: row.reason });
    else add(row.at, 'decided', 'seller', { what: row.what, reason: row.reason });
  for (const row of dossier.payments)
    add(row.at, row.direction, row.source === 'page' ? 'page' : 'seller', { amount: moneyText(row.amount) });
  if (options.notes) for (const row of dossier.notes) add(row.at, 'note', 'seller', { text: row.text });
  add(claim.deadlineAt, 'deadline', 'page');

  return events
    .map((event, i) => ({ event, i }))
    .sort((a, b) => Date.parse(a.event.at) - Date.parse(b.event.at) || a.i - b.i)
    .map(({ event }) => event);
}

/** What verdicts and findings are called in the language of the text. */
export interface Names {
  verdict(verdict: string): string;
  finding(code: string): string;
}

/** One event as a sentence without its time. */
export function eventText(event: TimelineEvent, t: Words, names: Names): string {
  const values: Values = { ...event.values };
  if (typeof values.amount === 'string') values.amount = amountWords(values.amount, t);
  if (event.kind === 'changed')
    values.what = (event.fields ?? []).map((field) => t(`fields.${field}`)).join(t('timeline.comma'));
  if (event.kind === 'decided') values.what = t(`decisions.${String(event.values.what)}`);
  if (event.kind === 'overridden') values.verdict = names.verdict(String(event.values.verdict));
  if (event.kind === 'judged' || event.kind === 'judged-anew') {
    values.to = names.verdict(String(event.values.to));
    if (event.values.from) values.from = names.verdict(String(event.values.from));
    values.codes = (event.fields ?? []).map((code) => names.finding(code)).join(t('timeline.comma'));
  }
  return t(`timeline.${event.kind}`, values);
}

/** The whole timeline as numbered-free lines with their times, for texts. */
export const timelineLines = (events: readonly TimelineEvent[], t: Words, names: Names): string =>
  events
    .map((event) => t('texts.timelineLine', { at: stamp(event.at), what: eventText(event, t, names) }))
    .join('\n');
