/** The ledger's chains as data: hashes, links, tombstones, order of times. No database here. */
import { contentHash } from '../claims/canonical.ts';
import type { LedgerRow } from './rows.ts';

/** Hash of an entry: SHA-256 over its canonical JSON without the hash itself. */
export function ledgerHash(row: Omit<LedgerRow, 'hash'>): string {
  const { v, seat, n, prev, at, what, subject, data } = row;
  return contentHash({ v, seat, n, prev, at, what, subject, data });
}

/**
 * Where a chain is damaged and what does not fit: the content and its hash, the link to the entry before, a missing place,
 * the end that stood there before, a time that runs back, or an emptied entry that no tombstone speaks of.
 */
export interface LedgerDamage {
  seat: string;
  n: number;
  why: 'hash' | 'link' | 'gap' | 'end' | 'time' | 'tombstone';
}

/** The newest entry of a seat's chain, kept beside the ledger so that a missing end shows. */
export interface LedgerHead {
  seat: string;
  n: number;
  hash: string;
}

/** Writers take their time before they get their turn, so entries may stand this much out of order, in milliseconds. */
export const TIME_SLACK_MS = 15 * 60_000;
/** Entry that is written where the machine's clock was set back: only behind it may times begin earlier. */
export const CLOCK_WENT_BACK = 'clock-went-back';
/** Views and exports are logged, but do not belong to the case's content: else no two exports could have the same bytes. */
export const NOT_CONTENT: ReadonlySet<string> = new Set(['case-viewed', 'case-exported']);

/**
 * Whose entries are counted: those of one claim (`console:id`, also of its photos, `console:id#…`) have a running number in
 * `data.nth`, so that none can be left out of the middle of an excerpt. Null for what is about no claim.
 */
export const countedFor = ({ what, subject }: { what: string; subject: string }): string | null =>
  subject.includes(':') && !NOT_CONTENT.has(what) ? (subject.split('#')[0] ?? null) : null;

/** What an emptied entry says. */
const EMPTIED = 'erased';

/** Whether `at` is earlier than what was logged before by more than waiting explains. */
export const runsBack = (latest: string, at: string): boolean =>
  Date.parse(at) < Date.parse(latest) - TIME_SLACK_MS;

/** The places of emptied entries by seat, as closed ranges: `data.emptied` of the entry that says why they were emptied. */
export type Emptied = Record<string, [number, number][]>;

/** The rows with their content gone, place and links kept; and the list of their places for the tombstone. */
export function emptied(rows: readonly LedgerRow[]): { rows: LedgerRow[]; places: Emptied } {
  const places: Emptied = {};
  const inOrder = [...rows].sort((a, b) => (a.seat === b.seat ? a.n - b.n : a.seat < b.seat ? -1 : 1));
  for (const { seat, n } of inOrder) {
    places[seat] ??= [];
    const last = places[seat].at(-1);
    if (last && last[1] === n - 1) last[1] = n;
    else places[seat].push([n, n]);
  }
  return { rows: inOrder.map((row) => ({ ...row, what: EMPTIED, subject: '', data: {} })), places };
}

/** True for an entry that has lost its content on purpose and holds none; its place and links are still checked. */
export const isEmptied = (row: LedgerRow): boolean =>
  row.what === EMPTIED && row.subject === '' && Object.keys(row.data).length === 0;

/** The tombstones among rows: which emptied places each speaks of. A row that does not fit its hash speaks of nothing. */
function tombstones(rows: readonly LedgerRow[]): Map<string, [number, number][]> {
  const known = new Map<string, [number, number][]>();
  for (const row of rows) {
    const places = row.data.emptied;
    if (typeof places !== 'object' || places === null || ledgerHash(row) !== row.hash) continue;
    for (const [seat, ranges] of Object.entries(places)) {
      if (!Array.isArray(ranges)) continue;
      const list = known.get(seat) ?? [];
      list.push(...ranges.filter((range) => Array.isArray(range) && range.length === 2));
      known.set(seat, list);
    }
  }
  return known;
}

function chainsOf(rows: readonly LedgerRow[]): Map<string, LedgerRow[]> {
  const seats = new Map<string, LedgerRow[]>();
  for (const row of rows) {
    const chain = seats.get(row.seat);
    if (chain) chain.push(row);
    else seats.set(row.seat, [row]);
  }
  for (const chain of seats.values()) chain.sort((a, b) => a.n - b.n);
  return seats;
}

/** The newest entry of every seat. */
export const headsOf = (rows: readonly LedgerRow[]): LedgerHead[] =>
  [...chainsOf(rows).values()].flatMap((chain) => {
    const last = chain.at(-1);
    return last ? [{ seat: last.seat, n: last.n, hash: last.hash }] : [];
  });

/**
 * Checks whole chains: every hash, every link, no gap, no time that runs back unless the clock was set back, no emptied entry
 * without a tombstone. A single head is the end of its chain; heads in a list were taken down some time ago, and the entry in
 * their place must still be the one they name (a seat that is gone altogether shows by its head). With `from` = 'any' the rows are the later part of one chain, whose first link cannot be
 * checked. Damage is located, never mended.
 */
export function verifyLedger(
  rows: readonly LedgerRow[],
  heads: LedgerHead | readonly LedgerHead[] | null = null,
  from: 'first' | 'any' = 'first',
): LedgerDamage[] {
  const damage: LedgerDamage[] = [];
  const seats = chainsOf(rows);
  const stones = tombstones(rows);
  for (const [seat, chain] of seats) {
    let prev: LedgerRow | undefined;
    let latest: string | undefined;
    for (const row of chain) {
      const { n } = row;
      if (isEmptied(row)) {
        if (!stones.get(seat)?.some(([first, last]) => first <= n && n <= last))
          damage.push({ seat, n, why: 'tombstone' });
      } else if (ledgerHash(row) !== row.hash) damage.push({ seat, n, why: 'hash' });
      if (latest !== undefined && runsBack(latest, row.at) && row.what !== CLOCK_WENT_BACK)
        damage.push({ seat, n, why: 'time' });
      if (latest === undefined || row.what === CLOCK_WENT_BACK || Date.parse(row.at) > Date.parse(latest))
        latest = row.at;
      if (prev || from === 'first') {
        if (n !== (prev ? prev.n + 1 : 1)) damage.push({ seat, n, why: 'gap' });
        else if (row.prev !== (prev?.hash ?? null)) damage.push({ seat, n, why: 'link' });
      }
      prev = row;
    }
  }
  const isEnd = !Array.isArray(heads);
  for (const head of [heads ?? []].flat()) {
    const chain = seats.get(head.seat);
    const last = chain?.at(-1);
    const there = isEnd ? last : chain?.find(({ n }) => n === head.n);
    if (there?.n === head.n && there.hash === head.hash) continue;
    damage.push({ seat: head.seat, n: Math.min(head.n, (last?.n ?? 0) + 1), why: 'end' });
  }
  return damage;
}

/** An entry for the end of a chain. */
export function nextEntry(
  seat: string,
  last: LedgerRow | null,
  entry: { what: string; subject: string; data?: Record<string, unknown> },
  at: string,
): LedgerRow {
  const body = {
    v: 1 as const,
    seat,
    n: (last?.n ?? 0) + 1,
    prev: last?.hash ?? null,
    at,
    what: entry.what,
    subject: entry.subject,
    data: entry.data ?? {},
  };
  return { ...body, hash: ledgerHash(body) };
}

/**
 * The entry that a database from before tombstones gets once, for what had been emptied until then; null when nothing had.
 * It says no more than that: `why` is not known any more.
 */
export function lateTombstone(rows: readonly LedgerRow[], seat: string, at: string): LedgerRow | null {
  const old = rows.filter(isEmptied);
  if (old.length === 0) return null;
  const last = chainsOf(rows).get(seat)?.at(-1) ?? null;
  const data = { emptied: emptied(old).places };
  return nextEntry(seat, last, { what: 'claims-erased', subject: 'earlier-version', data }, at);
}
