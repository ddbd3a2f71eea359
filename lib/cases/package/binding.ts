/**
 * Holds the rows of a case against the log: what was changed behind it is not exported. Everything that a package states as
 * a record (photo, claim, time, decision, note, request, payment, verdict) has an entry that was made when it came about.
 */
import { ProductError } from '../../base/errors.ts';
import { compareInstants } from '../../claims/instants.ts';
import { TIME_SLACK_MS, verifyLedger } from '../../store/ledger-chain.ts';
import { saltOf, versionOf } from '../../store/logged/claim.ts';
import { rowHash } from '../../store/logged/row.ts';
import type { LedgerRow } from '../../store/rows.ts';
import { namesOf } from '../../store/twins.ts';
import { brokenAnchors, isCovered } from '../anchor/cover.ts';
import type { Dossier } from '../dossier.ts';
import { chainExcerpts } from './chain.ts';

export type Part =
  | 'photo'
  | 'claim'
  | 'time'
  | 'decision'
  | 'note'
  | 'request'
  | 'payment'
  | 'verdict'
  | 'log'
  | 'anchor';

export interface Unbound {
  part: Part;
  /** Id of the row, or `n` of the entry. */
  ref: string;
  /** `differs`: the log says otherwise. `not-logged`: the log does not know it. `gone`: the log knows it, and it is not there. */
  why: 'differs' | 'not-logged' | 'gone';
}

/** Thrown before anything is made: the rows do not fit the log. */
export class PackageRefused extends ProductError {
  override readonly name = 'PackageRefused';
  static {
    ProductError.register('PackageRefused', PackageRefused);
  }
  readonly unbound: readonly Unbound[];
  constructor(unbound: readonly Unbound[]) {
    super(unbound.map(({ part, ref, why }) => `${part} ${ref}: ${why}`).join('; '));
    this.unbound = unbound;
  }
}

/** Entries that say which bytes a piece of evidence has. */
const KEPT = new Set(['evidence-kept', 'evidence-attached', 'evidence-repaired']);
const CLAIM = new Set(['claim-seen', 'claim-changed']);

const near = (a: string, b: string): boolean => Math.abs(Date.parse(a) - Date.parse(b)) <= TIME_SLACK_MS;
const same = (a: string, b: string): boolean => compareInstants(a, b) === 0;
/** What follows the claim's key: it stays when claims are joined. */
const tail = (id: string): string => id.slice(id.lastIndexOf('#') + 1);

/** Everything of a case that the log does not bear out. Entries from before rows were logged by hash prove less, never wrongly. */
export function unboundOf(dossier: Dossier, salts: readonly Uint8Array[]): Unbound[] {
  const { claim } = dossier;
  const ledger = [...dossier.ledger].sort((a, b) =>
    a.seat === b.seat ? a.n - b.n : compareInstants(a.at, b.at),
  );
  const names = namesOf(ledger, claim.key);
  const isOwn = (row: LedgerRow, sub: boolean): boolean =>
    names.some((name) => (sub ? row.subject.startsWith(`${name}#`) : row.subject === name));
  const own = ledger.filter((row) => isOwn(row, false));
  const ofEvidence = ledger.filter((row) => isOwn(row, true));
  return [
    ...photos(dossier, ofEvidence),
    ...claims(dossier, own, ofEvidence, salts),
    ...entered(dossier.decisions, own, 'decision', (row) => row.what === 'decided'),
    ...entered(dossier.notes, own, 'note', (row) => row.what === 'note-added'),
    ...entered(dossier.requests, own, 'request', (row) => row.what === 'evidence-requested'),
    ...answers(dossier, own),
    ...payments(dossier, own),
    ...verdict(dossier, own),
    ...chain(dossier),
  ];
}

function photos(dossier: Dossier, entries: readonly LedgerRow[]): Unbound[] {
  const out: Unbound[] = [];
  for (const row of dossier.evidence) {
    const mine = entries.filter(({ subject }) => tail(subject) === tail(row.id));
    const seen = mine.filter(({ what }) => what === 'evidence-seen');
    if (seen.length > 0 && !seen.some(({ at }) => same(at, row.seenAt)))
      out.push({ part: 'time', ref: row.id, why: 'differs' });
    if (row.state !== 'kept') continue;
    const kept = mine.filter(({ what }) => KEPT.has(what));
    const fits = kept.filter(({ data }) => data.sha256 === row.sha256);
    if (kept.length === 0) out.push({ part: 'photo', ref: row.id, why: 'not-logged' });
    else if (fits.length === 0) out.push({ part: 'photo', ref: row.id, why: 'differs' });
    else if (row.fetch && !fits.some(({ at }) => near(at, row.fetch?.at ?? '')))
      out.push({ part: 'time', ref: row.id, why: 'differs' });
  }
  const known = new Set(dossier.evidence.map(({ id }) => tail(id)));
  const dropped = new Set(
    entries.filter(({ what }) => what === 'evidence-withdrawn').map(({ subject }) => tail(subject)),
  );
  for (const row of entries)
    if (KEPT.has(row.what) && !known.has(tail(row.subject)) && !dropped.has(tail(row.subject)))
      out.push({ part: 'photo', ref: row.subject, why: 'gone' });
  return out;
}

/** Each seat's newest entry: clocks of two machines are not held against each other. */
const newestOfSeats = (entries: readonly LedgerRow[]): LedgerRow[] => [
  ...new Map(entries.map((row) => [row.seat, row])).values(),
];

/** Entries after which the claim is another version by its photos alone: its fields are those of the version before. */
const MOVED = new Set(['evidence-withdrawn', 'evidence-restored']);

function claims(
  dossier: Dossier,
  own: readonly LedgerRow[],
  ofEvidence: readonly LedgerRow[],
  salts: readonly Uint8Array[],
): Unbound[] {
  const { claim } = dossier;
  const versions = own.filter(({ what }) => CLAIM.has(what));
  if (versions.length === 0) return [{ part: 'claim', ref: claim.key, why: 'not-logged' }];
  const out: Unbound[] = [];
  const differs = (last: LedgerRow): boolean =>
    typeof last.data.fields === 'object'
      ? saltOf(claim.claim, [last], salts) === null
      : // Before fields were logged, the hash of the whole was; it holds the key, which joining changes.
        own.every(({ what }) => what !== 'claims-joined') && last.data.version !== versionOf(claim.claim);
  if (newestOfSeats(versions).every(differs)) out.push({ part: 'claim', ref: claim.key, why: 'differs' });
  const seen = versions.filter(({ what }) => what === 'claim-seen');
  if (seen.length > 0 && !seen.some(({ at }) => same(at, claim.firstSeenAt)))
    out.push({ part: 'time', ref: claim.key, why: 'differs' });
  for (const reading of dossier.readings) {
    const at = (row: LedgerRow): boolean => same(row.at, reading.at);
    const logged = versions.filter(at);
    const entry =
      logged.length === 0 && ofEvidence.some((row) => MOVED.has(row.what) && at(row))
        ? newestOfSeats(versions.filter((row) => compareInstants(row.at, reading.at) < 0))
        : logged;
    if (entry.length === 0) out.push({ part: 'claim', ref: reading.id, why: 'not-logged' });
    else if (saltOf(reading.claim, entry, salts) === null)
      out.push({ part: 'claim', ref: reading.id, why: 'differs' });
  }
  return out;
}

/** Rows that a person entered, each bound by the hash in its entry; and entries whose row is gone. */
function entered(
  rows: readonly { id: string; at: string }[],
  own: readonly LedgerRow[],
  part: Part,
  isEntry: (row: LedgerRow) => boolean,
): Unbound[] {
  const entries = own.filter(isEntry);
  const out: Unbound[] = [];
  for (const row of rows) {
    const mine = entries.filter(({ data }) => data.id === row.id);
    if (mine.length === 0) out.push({ part, ref: row.id, why: 'not-logged' });
    else if (
      !mine.some(({ data, at }) => (data.row === undefined || data.row === rowHash(row)) && same(at, row.at))
    )
      out.push({ part, ref: row.id, why: 'differs' });
  }
  const ids = new Set<unknown>(rows.map(({ id }) => id));
  for (const { data, n } of entries) if (!ids.has(data.id)) out.push({ part, ref: String(n), why: 'gone' });
  return out;
}

function answers(dossier: Dossier, own: readonly LedgerRow[]): Unbound[] {
  return dossier.requests.flatMap(({ id, answeredAt }): Unbound[] => {
    const entry = own.find(({ what, data }) => what === 'request-answered' && data.id === id);
    if (answeredAt === null) return entry ? [{ part: 'request', ref: id, why: 'differs' }] : [];
    if (!entry) return [{ part: 'request', ref: id, why: 'not-logged' }];
    return same(entry.at, answeredAt) ? [] : [{ part: 'time', ref: id, why: 'differs' }];
  });
}

function payments(dossier: Dossier, own: readonly LedgerRow[]): Unbound[] {
  const entries = own.filter(({ what }) => what === 'money-paid' || what === 'money-recovered');
  const hashes = new Set(entries.map(({ data }) => data.row));
  return dossier.payments
    .filter((row) => !hashes.has(rowHash(row)) && !entries.some((entry) => isOlderEntry(entry, row)))
    .map(
      ({ id }): Unbound => ({ part: 'payment', ref: id, why: entries.length > 0 ? 'differs' : 'not-logged' }),
    );
}

/** An entry from before rows were logged by hash holds the payment itself. */
const isOlderEntry = (entry: LedgerRow, row: Dossier['payments'][number]): boolean =>
  entry.data.row === undefined &&
  entry.what === `money-${row.direction}` &&
  entry.data.at === row.at &&
  JSON.stringify(entry.data.amount) === JSON.stringify(row.amount);

function verdict(dossier: Dossier, own: readonly LedgerRow[]): Unbound[] {
  const lasts = newestOfSeats(own.filter(({ what }) => what === 'verdict-changed'));
  const isFit = ({ seat, n, data }: LedgerRow): boolean =>
    data.to === dossier.verdict?.verdict ||
    own.some((row) => row.what === 'claims-joined' && row.seat === seat && row.n > n);
  if (lasts.length === 0 || !dossier.verdict || lasts.some(isFit)) return [];
  return [{ part: 'verdict', ref: dossier.claim.key, why: 'differs' }];
}

/** Damage of the log inside the stretch that the package would hold. */
function chain({ ledger, claim, anchors }: Dossier): Unbound[] {
  const excerpts = chainExcerpts(ledger, claim.key);
  const inside = (seat: string, n: number): boolean =>
    excerpts.some(
      (one) => one.seat === seat && (one.entries[0]?.n ?? 0) <= n && n <= (one.entries.at(-1)?.n ?? 0),
    );
  const damage = verifyLedger(ledger)
    .filter(({ seat, n }) => inside(seat, n))
    .map(({ n }): Unbound => ({ part: 'log', ref: String(n), why: 'differs' }));
  // A chain that was recomputed is whole in itself; what an authority saw of it before is not.
  const mine = anchors.filter((anchor) =>
    excerpts.some(({ seat, entries }) =>
      entries.some((entry) => 'what' in entry && isCovered({ seat, n: entry.n }, anchor)),
    ),
  );
  const broken = brokenAnchors(ledger, mine).map(
    ({ from, to }): Unbound => ({ part: 'anchor', ref: `${from}–${to}`, why: 'differs' }),
  );
  return [...damage, ...broken];
}
