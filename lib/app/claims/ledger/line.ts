/** One claim as the ledger's list knows it: light, and with everything worked out that sorting and filtering compare. */
import { type Clock, clockOf } from '../../../cases/clock.ts';
import { changedRegions, type Finding, factOf, type Region, type Verdict } from '../../../claims/finding.ts';
import type { Claim, Money } from '../../../claims/model.ts';
import { minorDigits } from '../../../claims/money.ts';
import { timeOf } from '../../../images/held.ts';
import type { ClaimRow, FlagRow, VerdictRow } from '../../../store/rows.ts';

/** What a line shows of a finding: its code, the two pictures and the place. */
export interface LeadingFinding extends Pick<Finding, 'code' | 'photo' | 'against'> {
  /** The first region that differs for certain, in the photo's pixels. */
  region: Region | null;
  /** Row-major homography, photo pixels → pixels of the other picture, where the check found one. */
  transform: number[] | null;
  /** Order number of the other claim. */
  order: string | undefined;
}

/** What of a finding a line keeps; `order` is that of the claim it names. */
export function leadOf(finding: Finding, order?: string): LeadingFinding {
  const transform = factOf(finding, 'transform');
  return {
    code: finding.code,
    photo: finding.photo,
    against: finding.against,
    // A list shows a video's first frame, not the one that is outlined.
    region:
      timeOf(factOf(finding, 'place')) === undefined ? (changedRegions(finding.region)[0] ?? null) : null,
    transform: Array.isArray(transform) && transform.length === 9 ? (transform as number[]) : null,
    order,
  };
}

export interface LedgerLine
  extends Pick<Claim, 'key' | 'console' | 'claimId' | 'orderId' | 'kind' | 'reason' | 'status'> {
  stage: NonNullable<Claim['stage']>;
  /** Titles of the goods, joined; empty when the page names none. */
  goods: string;
  /** First title alone, for the list; undefined when the page names none. */
  title: string | undefined;
  /** File name of a loose photo. */
  name: string | undefined;
  amount: Money | undefined;
  /** The amount in whole units of its currency; null when there is none. */
  units: number | null;
  /** The claim's clock, estimated ones included; null when none runs. */
  clock: Clock | null;
  /** End of the clock in ms since epoch; `Infinity` when none runs. */
  endsAt: number;
  appliedAt: string;
  /** `appliedAt` in ms since epoch. */
  applied: number;
  verdict: Verdict | null;
  flagged: boolean;
  /** Looked at and let pass. */
  passed: boolean;
  /** The finding that the verdict rests on first; null where nothing was found. */
  lead: LeadingFinding | null;
  /** Lower-case texts that a search looks into. */
  words: string;
  buyerWords: string;
  goodsWords: string;
}

const lower = (...parts: (string | undefined)[]): string => parts.filter(Boolean).join('\n').toLowerCase();

/** The line of a claim, made once per change of its rows. */
export function ledgerLine(
  row: ClaimRow,
  verdict: VerdictRow | undefined,
  flag: FlagRow | undefined,
  lead: LeadingFinding | null = null,
): LedgerLine {
  const { claim } = row;
  const clock = clockOf(claim);
  const buyerWords = lower(claim.buyer?.name, claim.buyer?.id);
  const goodsWords = lower(...claim.items.flatMap(({ title, itemId, sku }) => [title, itemId, sku]));
  const ends = clock ? Date.parse(clock.at) : Number.NaN;
  return {
    key: row.key,
    console: claim.console,
    claimId: claim.claimId,
    orderId: claim.orderId,
    kind: claim.kind,
    reason: claim.reason,
    status: claim.status,
    stage: claim.stage ?? 'unknown',
    goods: claim.items.map(({ title, itemId }) => title ?? itemId ?? '').join(' / '),
    title: claim.items[0]?.title,
    name: row.name,
    amount: claim.amount,
    units: claim.amount ? claim.amount.value / 10 ** minorDigits(claim.amount.currency) : null,
    clock,
    endsAt: Number.isNaN(ends) ? Number.POSITIVE_INFINITY : ends,
    // As the page told it, with its own offset: the row's is the same instant in UTC.
    appliedAt: row.claim.appliedAt ?? row.appliedAt,
    applied: Date.parse(row.appliedAt),
    verdict: verdict?.verdict ?? null,
    flagged: flag?.on ?? false,
    passed: flag?.passed ?? false,
    lead,
    words: lower(claim.claimId, claim.orderId, claim.reason, row.name, buyerWords, goodsWords),
    buyerWords,
    goodsWords,
  };
}
