/** A buyer's other claims in this shop: context that never raises a verdict, and never leaves the machine. */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { type CheckSpec, code, type FactsIn } from '../../claims/check.ts';
import type { Finding, FindingCode, FindingOf } from '../../claims/finding.ts';
import type { ClaimKind, Money } from '../../claims/model.ts';

const rate = v.strictObject({
  k: v.number(),
  n: v.number(),
  lowShare: v.number(),
  highShare: v.number(),
});
const money = v.strictObject({ value: v.number(), currency: v.string() });

const background = { strengths: ['context'], family: 'context', reason: 'CTX', hard: 'never' } as const;

const codes = {
  'repeat-claimant': code({
    ...background,
    facts: v.strictObject({
      n: v.number(),
      since: v.string(),
      refundOnly: rate,
      shopRefundOnly: rate,
      buyersWithAsMany: rate,
    }),
  }),
  'claims-add-up': code({
    ...background,
    facts: v.strictObject({ total: money, payments: v.number(), tier: v.optional(money) }),
  }),
  'refund-only-burst': code({
    ...background,
    facts: v.strictObject({ n: v.number(), days: v.number() }),
  }),
};

declare module '../../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

/** The buyer's other claims in this shop. */
export const repeatCheck: CheckSpec = { id: 'repeat', codes, page: 'verdict' };

/** HMAC-SHA-256 of a buyer key under the shop's own salt (32 random bytes kept in `meta`), as hex. Useless without the salt. */
export const buyerHash = (buyerKey: string, salt: Uint8Array): string =>
  bytesToHex(hmac(sha256, salt, utf8ToBytes(buyerKey)));

/** What the comparison needs of one claim. `buyer` is a buyerHash; instants are ISO. */
export interface ClaimFact {
  key: string;
  buyer: string | null;
  kind: ClaimKind;
  appliedAt: string;
  /** Refunds actually paid for it. */
  paid: Money[];
}

/** k of n with the 95 % Wilson score interval (Wilson 1927), shares 0..1; n = 0 gives the whole range. */
export interface Rate {
  k: number;
  n: number;
  low: number;
  high: number;
}

export function wilson(k: number, n: number): Rate {
  if (n <= 0) return { k: 0, n: 0, low: 0, high: 1 };
  const z = 1.959964;
  const p = k / n;
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return { k, n, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

export interface RepeatView {
  others: { key: string; kind: ClaimKind; appliedAt: string }[];
  /** Refund-only among this buyer's claims (this one included), and among all claims of the shop. */
  refundOnly: Rate;
  shopRefundOnly: Rate;
  /** Among all claiming buyers of the shop: how many have at least as many claims as this one. */
  buyersWithAsMany: Rate;
  paidTotal: Money | null;
  /** Claims of this buyer with a payment. */
  paidClaims: number;
  /** The most refund-only claims of this buyer inside any stretch of BURST_DAYS ending at this claim. */
  burst: number;
}

const YEAR_MS = 365 * 86_400_000;
const BURST_DAYS = 7;
const BURST_CLAIMS = 3;

/** The view of one claim's buyer over the year before it; null when the console did not say who the buyer is. */
export function repeatView(claim: ClaimFact, shop: readonly ClaimFact[]): RepeatView | null {
  if (claim.buyer === null) return null;
  const at = Date.parse(claim.appliedAt);
  const year = shop.filter((other) => other.key !== claim.key && at - Date.parse(other.appliedAt) <= YEAR_MS);
  const others = year.filter((other) => other.buyer === claim.buyer).sort(byTime);
  const mine = [...others, claim];
  const perBuyer = new Map<string, number>([[claim.buyer, mine.length]]);
  for (const other of year)
    if (other.buyer !== null && other.buyer !== claim.buyer)
      perBuyer.set(other.buyer, (perBuyer.get(other.buyer) ?? 0) + 1);
  const all = [...year, claim];
  const paid = mine.flatMap((one) => one.paid);
  const currency = paid[0]?.currency;
  return {
    others: others.map(({ key, kind, appliedAt }) => ({ key, kind, appliedAt })),
    refundOnly: wilson(refundOnly(mine), mine.length),
    shopRefundOnly: wilson(refundOnly(all), all.length),
    buyersWithAsMany: wilson([...perBuyer.values()].filter((n) => n >= mine.length).length, perBuyer.size),
    paidTotal:
      currency === undefined
        ? null
        : {
            value: paid.filter((one) => one.currency === currency).reduce((sum, one) => sum + one.value, 0),
            currency,
          },
    paidClaims: mine.filter((one) => one.paid.length > 0).length,
    burst: mine.filter((one) => {
      const before = at - Date.parse(one.appliedAt);
      return one.kind === 'refund-only' && before >= 0 && before <= BURST_DAYS * 86_400_000;
    }).length,
  };
}

const refundOnly = (claims: readonly ClaimFact[]) =>
  claims.filter(({ kind }) => kind === 'refund-only').length;
const byTime = (a: ClaimFact, b: ClaimFact) => Date.parse(a.appliedAt) - Date.parse(b.appliedAt);

/**
 * The context findings of a claim: other claims of the buyer, money paid to the account (from the second payment on, beside
 * the configured provincial figure in fen), refund-only claims close together. All of strength `context`.
 */
export function repeatFindings(
  claim: ClaimFact,
  shop: readonly ClaimFact[],
  provincialFen: number,
): Finding[] {
  const view = repeatView(claim, shop);
  if (!view || view.others.length === 0) return [];
  const context = <C extends FindingCode>(name: C, facts: FindingOf<C>['facts']): Finding =>
    ({ code: name, strength: 'context', facts, check: { name: 'repeat', version: '1' } }) as Finding;
  const share = ({ k, n, low, high }: Rate) => ({ k, n, lowShare: low, highShare: high });
  const findings: Finding[] = [
    context('repeat-claimant', {
      n: view.others.length,
      since: view.others[0]?.appliedAt ?? claim.appliedAt,
      refundOnly: share(view.refundOnly),
      shopRefundOnly: share(view.shopRefundOnly),
      buyersWithAsMany: share(view.buyersWithAsMany),
    }),
  ];
  if (view.paidTotal && view.paidClaims >= 2)
    findings.push(
      context('claims-add-up', {
        total: { ...view.paidTotal },
        payments: view.paidClaims,
        ...(view.paidTotal.currency === 'CNY' && { tier: { value: provincialFen, currency: 'CNY' } }),
      }),
    );
  if (view.burst >= BURST_CLAIMS)
    findings.push(context('refund-only-burst', { n: view.burst, days: BURST_DAYS }));
  return findings;
}
