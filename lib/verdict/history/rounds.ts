/** The rounds of a claim, and what the buyer's statements say differently between them. */
import * as v from 'valibot';
import { type CheckSpec, code, type FactsIn } from '../../claims/check.ts';
import type { Finding } from '../../claims/finding.ts';
import type { Claim } from '../../claims/model.ts';
import { moneyText } from '../../claims/money.ts';
import { stableAddress } from '../../claims/unite.ts';
import type { ReadingRow } from '../../store/rows.ts';

const codes = {
  'rounds-differ': code({
    strengths: ['moderate', 'weak'],
    family: 'set',
    reason: 'SET',
    hard: 'never',
    facts: v.strictObject({
      roundA: v.number(),
      roundB: v.number(),
      /** The fields that differ, and each as it was and is. */
      what: v.array(v.string()),
      before: v.record(v.string(), v.string()),
      after: v.record(v.string(), v.string()),
    }),
  }),
};

declare module '../../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

/** What the buyer states differently from one round of the claim to the next. */
export const roundsCheck: CheckSpec = { id: 'rounds', codes, page: 'verdict' };

export type ChangedField = 'reason' | 'description' | 'amount' | 'kind' | 'photos' | 'status' | 'items';

export interface Change {
  field: ChangedField;
  before: string;
  after: string;
}

/** The fields in which the buyer states something; a change in these between rounds is a finding. */
const STATEMENTS: readonly ChangedField[] = ['reason', 'description', 'amount', 'kind'];
/** Fields of two readings compared as text; longer values are cut for display. */
const LONGEST_SHOWN = 300;

/** What differs between two readings. A field that one reading did not have is no difference: list rows tell less than details. */
export function changesBetween(before: Claim, after: Claim): Change[] {
  const pairs: [ChangedField, string | undefined, string | undefined][] = [
    ['reason', before.reason, after.reason],
    ['description', before.description, after.description],
    ['amount', before.amount && moneyText(before.amount), after.amount && moneyText(after.amount)],
    ['kind', known(before.kind), known(after.kind)],
    ['status', before.status, after.status],
    ['items', titles(before), titles(after)],
    ['photos', photos(before), photos(after)],
  ];
  return pairs
    .filter(([, a, b]) => a !== undefined && b !== undefined && squeeze(a) !== squeeze(b))
    .map(([field, a, b]) =>
      field === 'photos'
        ? { field, before: String(before.evidence.length), after: String(after.evidence.length) }
        : { field, before: shown(a), after: shown(b) },
    );
}

const known = (kind: Claim['kind']) => (kind === 'other' ? undefined : kind);
const squeeze = (text: string | undefined) => text?.replace(/\s+/g, ' ').trim();
const shown = (text: string | undefined) => [...(text ?? '')].slice(0, LONGEST_SHOWN).join('');
const titles = (claim: Claim) => claim.items.flatMap((item) => item.title ?? []).join(' / ') || undefined;
const photos = (claim: Claim) =>
  claim.evidence
    .map((ref) => stableAddress(ref.originalUrl))
    .sort()
    .join('\n') || undefined;

/** Stages in which the buyer's move, the platform's or nobody's is awaited: a request after these opens a new round. */
const AWAY = new Set(['waits-for-buyer', 'platform', 'closed-unpaid']);

/**
 * The round of each reading, counted from 1, in time order: the page's own round number where it tells one, else one
 * more each time the claim comes back to the seller, or changes after the seller asked for evidence (`requestedAt`).
 */
export function roundsOf(
  readings: readonly ReadingRow[],
  requestedAt: readonly string[] = [],
): { reading: ReadingRow; round: number }[] {
  const ordered = [...readings].sort(
    (a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
  const requests = requestedAt.map((at) => Date.parse(at));
  let round = 1;
  let wasAway = false;
  let before = Number.POSITIVE_INFINITY;
  return ordered.map((reading) => {
    const at = Date.parse(reading.at);
    const answered = requests.some((asked) => asked >= before && asked < at);
    before = at;
    const { stage, evidence } = reading.claim;
    if (answered || (stage === 'waits-for-seller' && wasAway)) {
      round += 1;
      wasAway = false;
    } else if (stage !== undefined && AWAY.has(stage)) wasAway = true;
    round = Math.max(round, ...evidence.map((ref) => ref.round ?? 1));
    return { reading, round };
  });
}

/**
 * One `rounds-differ` finding per pair of following rounds whose statements differ; new photos alone are what a new
 * round is for. Moderate when the story changed (reason or description), weak when only amount or kind did.
 */
export function roundFindings(
  readings: readonly ReadingRow[],
  requestedAt: readonly string[] = [],
): Finding[] {
  const last = new Map<number, Claim>();
  for (const { reading, round } of roundsOf(readings, requestedAt)) last.set(round, reading.claim);
  const rounds = [...last.keys()].sort((a, b) => a - b);
  return rounds.slice(1).flatMap((roundB, i) => {
    const roundA = rounds[i] ?? 1;
    const a = last.get(roundA);
    const b = last.get(roundB);
    if (!a || !b) return [];
    const changes = changesBetween(a, b).filter(({ field }) => STATEMENTS.includes(field));
    if (changes.length === 0) return [];
    const story = changes.some(({ field }) => field === 'reason' || field === 'description');
    const finding: Finding = {
      code: 'rounds-differ',
      strength: story ? 'moderate' : 'weak',
      facts: {
        roundA,
        roundB,
        what: changes.map(({ field }) => field),
        before: Object.fromEntries(changes.map(({ field, before }) => [field, before])),
        after: Object.fromEntries(changes.map(({ field, after }) => [field, after])),
      },
      check: { name: 'rounds', version: '1' },
    };
    return [finding];
  });
}
