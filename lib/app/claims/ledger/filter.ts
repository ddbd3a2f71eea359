/** Filter and order of the ledger's list. */
import * as v from 'valibot';
import { urgency } from '../../../cases/clock.ts';
import { VERDICTS } from '../../../claims/finding.ts';
import { ClaimStage } from '../../../claims/model.ts';
import type { LedgerLine } from './line.ts';

export const SORTS = ['attention', 'urgency', 'deadline', 'newest', 'amount'] as const;
export type Sort = (typeof SORTS)[number];

export const DEADLINES = ['any', 'day', 'three-days', 'over', 'none'] as const;

export const STAGES = ClaimStage.options;

const word = v.optional(v.pipe(v.string(), v.maxLength(200)), '');
const day = v.optional(v.union([v.literal(''), v.pipe(v.string(), v.isoDate())]), '');
const units = v.optional(v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))), null);

/** What a saved view holds; a field that an older version did not know gets its default. */
export const LedgerFilter = v.object({
  text: word,
  verdict: v.optional(v.picklist([...VERDICTS, 'unchecked', 'all']), 'all'),
  console: word,
  stage: v.optional(v.picklist([...STAGES, 'all']), 'all'),
  deadline: v.optional(v.picklist(DEADLINES), 'any'),
  buyer: word,
  product: word,
  /** Amount in whole units of the claim's own currency. */
  least: units,
  most: units,
  /** Days on which the buyer applied, both included, in the machine's zone: `YYYY-MM-DD`. */
  from: day,
  to: day,
  flagged: v.optional(v.boolean(), false),
  /** Only claims that still ask for a decision. */
  todo: v.optional(v.boolean(), false),
  sort: v.optional(v.picklist(SORTS), 'attention'),
});
export type LedgerFilter = v.InferOutput<typeof LedgerFilter>;

export const NO_FILTER: LedgerFilter = v.parse(LedgerFilter, {});

/** The filters that stand behind "more filters", and how many of them are in use. */
const MORE = ['stage', 'deadline', 'buyer', 'product', 'least', 'most', 'from', 'to'] as const;
export const moreInUse = (filter: LedgerFilter): number =>
  MORE.filter((name) => filter[name] !== NO_FILTER[name]).length;

const DAY_MS = 86_400_000;

/** Lines without a verdict stand between "not enough" and "worth checking": nobody has looked yet. */
const rank = (line: LedgerLine): number => (line.verdict ? VERDICTS.indexOf(line.verdict) : 1.5);

type Compare = (a: LedgerLine, b: LedgerLine) => number;
/** Both may be infinite, and infinity less itself is no number. */
const byNumber = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
const newest: Compare = (a, b) => byNumber(b.applied, a.applied) || (a.key < b.key ? -1 : 1);
const deadline: Compare = (a, b) => byNumber(a.endsAt, b.endsAt) || newest(a, b);

const ORDER: Record<Exclude<Sort, 'urgency'>, Compare> = {
  attention: (a, b) => byNumber(rank(b), rank(a)) || deadline(a, b),
  deadline,
  newest,
  amount: (a, b) => byNumber(b.units ?? -1, a.units ?? -1) || newest(a, b),
};

/** Money at stake per hour left, worked out once per line so that ten thousand lines sort in one short task. */
function byUrgency(lines: LedgerLine[], now: number): LedgerLine[] {
  return lines
    .map((line) => ({ line, stake: urgency(line.clock, line.amount, now) }))
    .sort((a, b) => byNumber(b.stake, a.stake) || deadline(a.line, b.line))
    .map(({ line }) => line);
}

function fitsDeadline(line: LedgerLine, wanted: LedgerFilter['deadline'], now: number): boolean {
  const left = line.endsAt - now;
  switch (wanted) {
    case 'any':
      return true;
    case 'none':
      return line.clock === null;
    case 'over':
      return left <= 0;
    case 'day':
      return left > 0 && left <= DAY_MS;
    case 'three-days':
      return left > 0 && left <= 3 * DAY_MS;
  }
}

/** Start of a day in the machine's zone, `days` later; null for an empty field. */
function startOf(date: string, days = 0): number | null {
  if (date === '') return null;
  const [year = 0, month = 1, of = 1] = date.split('-').map(Number);
  return new Date(year, month - 1, of + days).getTime();
}

/** Levels that ask a person to look. */
const ASKS: ReadonlySet<LedgerLine['verdict']> = new Set([
  'worth-checking',
  'several-signs',
  'file-declares-ai',
]);
/** Stages in which nothing is left to decide. */
const SETTLED: ReadonlySet<LedgerLine['stage']> = new Set(['paid', 'closed-unpaid']);

/** Something was seen, and nobody has flagged the claim or let it pass. */
export const isToDecide = (line: LedgerLine): boolean =>
  ASKS.has(line.verdict) && !line.flagged && !line.passed && !SETTLED.has(line.stage);

/**
 * The lines to show, in order.
 * @param now milliseconds since epoch
 */
export function arrange(lines: readonly LedgerLine[], filter: LedgerFilter, now: number): LedgerLine[] {
  const text = filter.text.trim().toLowerCase();
  const buyer = filter.buyer.trim().toLowerCase();
  const product = filter.product.trim().toLowerCase();
  const from = startOf(filter.from);
  const until = startOf(filter.to, 1);
  const { least, most } = filter;
  const shown = lines.filter(
    (line) =>
      (!filter.flagged || line.flagged) &&
      (!filter.todo || isToDecide(line)) &&
      (filter.console === '' || line.console === filter.console) &&
      (filter.verdict === 'all' || (line.verdict ?? 'unchecked') === filter.verdict) &&
      (filter.stage === 'all' || line.stage === filter.stage) &&
      (least === null || (line.units !== null && line.units >= least)) &&
      (most === null || (line.units !== null && line.units <= most)) &&
      (from === null || line.applied >= from) &&
      (until === null || line.applied < until) &&
      fitsDeadline(line, filter.deadline, now) &&
      (buyer === '' || line.buyerWords.includes(buyer)) &&
      (product === '' || line.goodsWords.includes(product)) &&
      (text === '' || line.words.includes(text)),
  );
  return filter.sort === 'urgency' ? byUrgency(shown, now) : shown.sort(ORDER[filter.sort]);
}
