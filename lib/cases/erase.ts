/** What goes when claims are erased: their rows, every mention of them, and no picture that something else still needs. */
import type { ClaimRow, EvidenceRow, LedgerRow } from '../store/rows.ts';
import { namesOf } from '../store/twins.ts';
import { claimNumbers, normalNumber } from './archive.ts';
import { concerns } from './package/chain.ts';

/** How the rows stand that decide over shared bytes. */
export interface EraseInput {
  /** Claims to erase. */
  claimKeys: readonly string[];
  /** All evidence rows of the shop: a picture that another claim holds as well stays. */
  evidence: readonly Pick<EvidenceRow, 'id' | 'claimKey' | 'sha256' | 'begun'>[];
  /** Hashes that the library and the shipping archive hold. */
  keptElsewhere: ReadonlySet<string>;
  /** `pixels`: only stored bytes and previews go; hashes, codes and records stay. */
  what: 'pixels' | 'all';
}

export interface ErasePlan {
  claimKeys: string[];
  evidenceIds: string[];
  /** Bytes and previews that nothing else needs. */
  blobs: string[];
}

export function erasePlan({ claimKeys, evidence, keptElsewhere, what }: EraseInput): ErasePlan {
  const going = new Set(claimKeys);
  const mine = evidence.filter((row) => going.has(row.claimKey));
  // The beginning of a video whose end has not come is evidence of nothing yet, and goes with its claim.
  const bytesOf = (row: EraseInput['evidence'][number]) => row.sha256 ?? row.begun?.sha256 ?? null;
  const others = new Set(evidence.flatMap((row) => (going.has(row.claimKey) ? [] : (bytesOf(row) ?? []))));
  const blobs = new Set(
    mine
      .map(bytesOf)
      .flatMap((sha256) =>
        sha256 === null || others.has(sha256) || keptElsewhere.has(sha256) ? [] : [sha256],
      ),
  );
  return {
    claimKeys: what === 'all' ? [...going] : [],
    evidenceIds: what === 'all' ? mine.map(({ id }) => id) : [],
    blobs: [...blobs],
  };
}

/** Shorter names and numbers are parts of other words; they are looked for as whole values only. */
const SHORTEST_INSIDE = 5;

/**
 * Whether a text holds one of many names, each of at least SHORTEST_INSIDE characters: one look-up per place in the text, so
 * that thousands of claims can go in one pass over a long log.
 */
function finder(names: readonly string[]): (text: string) => boolean {
  const byStart = new Map<string, string[]>();
  for (const name of names) {
    const start = name.slice(0, SHORTEST_INSIDE);
    byStart.set(start, [...(byStart.get(start) ?? []), name]);
  }
  return (text) => {
    if (byStart.size === 0) return false;
    for (let at = 0; at + SHORTEST_INSIDE <= text.length; at += 1) {
      const found = byStart.get(text.slice(at, at + SHORTEST_INSIDE));
      if (found?.some((name) => text.startsWith(name, at))) return true;
    }
    return false;
  };
}

/** By what an erased claim may be mentioned elsewhere. */
export interface Mentions {
  /** Order and waybill numbers, as the archive compares them, that no other claim has. */
  numbers: ReadonlySet<string>;
  /** True when any text inside a value names one of the claims, its order, parcel or buyer. */
  inside(value: unknown): boolean;
}

/**
 * Names and numbers of the claims that go. What a claim that stays is called by as well (a second claim on one order, another
 * claim of the same buyer) is no mention of theirs.
 */
export function mentionsOf(going: readonly ClaimRow[], staying: readonly ClaimRow[]): Mentions {
  const calledBy = ({ key, claim }: ClaimRow): string[] =>
    [key, claim.claimId, claim.orderId, claim.trackingNo, claim.buyer?.id, claim.buyer?.name].flatMap(
      (name) => name ?? [],
    );
  const others = new Set(staying.flatMap(calledBy));
  const names = [...new Set(going.flatMap(calledBy))].filter((name) => name !== '' && !others.has(name));
  const whole = new Set(names);
  const hasName = finder(names.filter((name) => name.length >= SHORTEST_INSIDE));
  const otherNumbers = new Set(staying.flatMap(({ claim }) => claimNumbers(claim)));
  const numbers = new Set(
    going.flatMap(({ claim }) => claimNumbers(claim)).filter((number) => !otherNumbers.has(number)),
  );
  const hasNumber = finder([...numbers]);
  const isMention = (text: string): boolean =>
    whole.has(text) || hasName(text) || hasNumber(normalNumber(text.slice(0, 1_000)));
  const inside = (value: unknown): boolean => {
    if (typeof value === 'string') return isMention(value);
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false;
    return Object.entries(value).some(([name, member]) => isMention(name) || inside(member));
  };
  return { numbers, inside };
}

/** The log entries that speak of erased claims: by their subject under any key they had, or by what stands inside them. */
export const entriesOf = (
  ledger: readonly LedgerRow[],
  claimKeys: readonly string[],
  mentions: Mentions,
): LedgerRow[] => {
  const names = claimKeys.flatMap((key) => namesOf(ledger, key));
  return ledger.filter(
    (row) =>
      names.some((key) => concerns(row, key)) || mentions.inside(row.subject) || mentions.inside(row.data),
  );
};
