/** The amount that is known to this shop for one account: working shown, conclusion left to the authority. */
import type { Money } from '../../claims/model.ts';
import { NETWORK_FIGURE, PROVINCIAL_FIGURE } from './table.ts';

/** One claim of one account in one currency, as the shop's records have it. Instants are ISO. */
export interface LedgerClaim {
  claimKey: string;
  /** The account (console, shop, buyer) the money went to. */
  account: string;
  appliedAt: string;
  asked: Money | null;
  /** Money that really went out, and came back, with dates. */
  paid: { at: string; amount: Money }[];
  recovered: { at: string; amount: Money }[];
}

export interface Amounts {
  account: string;
  currency: 'CNY';
  /** Refunds actually paid, oldest first, and their sum in fen. */
  paid: { claimKey: string; at: string; fen: number }[];
  paidFen: number;
  /** What came back later; listed beside the sum, not taken off it. */
  recovered: { claimKey: string; at: string; fen: number }[];
  recoveredFen: number;
  /** Claims without a payment: refused, withdrawn or open. Never added. */
  attempts: { claimKey: string; at: string; fen: number | null }[];
  /** Claims in other currencies, which the figures below do not speak of. */
  otherCurrencies: string[];
  provincialFigureFen: number;
  comparison: 'below-figure' | 'reaches-figure';
  /** The nationwide figure, which counts only if the police treat the matter as network fraud. */
  networkComparison: 'below-figure' | 'reaches-figure';
}

/** The configured provincial figure, held inside the band that the judicial interpretation sets. In fen. */
export function provincialFigure(fen: number | undefined): number {
  if (fen === undefined || !Number.isSafeInteger(fen)) return PROVINCIAL_FIGURE.usual;
  return Math.min(PROVINCIAL_FIGURE.most, Math.max(PROVINCIAL_FIGURE.least, fen));
}

/**
 * Sums the refunds actually paid to `account`; every other account's claims are left out. Amounts in fen.
 * `figureFen` is the provincial figure from the settings (3 000 to 10 000 yuan; held inside that band).
 */
export function amounts(ledger: readonly LedgerClaim[], account: string, figureFen?: number): Amounts {
  const mine = ledger.filter((claim) => claim.account === account);
  const movements = (side: 'paid' | 'recovered') =>
    mine
      .flatMap((claim) =>
        claim[side]
          .filter(({ amount }) => amount.currency === 'CNY')
          .map(({ at, amount }) => ({ claimKey: claim.claimKey, at, fen: amount.value })),
      )
      .sort(byTime);
  const paid = movements('paid');
  const recovered = movements('recovered');
  const attempts = mine
    .filter((claim) => claim.paid.length === 0)
    .map(({ claimKey, appliedAt, asked }) => ({
      claimKey,
      at: appliedAt,
      fen: asked?.currency === 'CNY' ? asked.value : null,
    }))
    .sort(byTime);
  const sum = (list: { fen: number }[]) => list.reduce((total, { fen }) => total + fen, 0);
  const paidFen = sum(paid);
  const figure = provincialFigure(figureFen);
  const foreign = mine.flatMap(({ paid: p, asked }) => [
    ...p.map(({ amount }) => amount),
    ...(asked ? [asked] : []),
  ]);
  return {
    account,
    currency: 'CNY',
    paid,
    paidFen,
    recovered,
    recoveredFen: sum(recovered),
    attempts,
    otherCurrencies: [...new Set(foreign.map(({ currency }) => currency))].filter((c) => c !== 'CNY').sort(),
    provincialFigureFen: figure,
    comparison: paidFen >= figure ? 'reaches-figure' : 'below-figure',
    networkComparison: paidFen >= NETWORK_FIGURE ? 'reaches-figure' : 'below-figure',
  };
}

/**
 * The sum for the account that a claim belongs to; null where the account is not known.
 * @param figureYuan the provincial figure from the settings, in yuan
 */
export function amountsFor(
  ledger: readonly LedgerClaim[],
  claimKey: string,
  figureYuan: number | undefined,
): Amounts | null {
  const account = ledger.find((claim) => claim.claimKey === claimKey)?.account;
  return account === undefined
    ? null
    : amounts(ledger, account, figureYuan === undefined ? undefined : figureYuan * 100);
}

/** Whether the sum reaches a figure from which on authorities may act: only then is the law of interest unasked. */
export const reachesAFigure = (sum: Amounts | null): boolean =>
  sum !== null && (sum.comparison === 'reaches-figure' || sum.networkComparison === 'reaches-figure');

const byTime = (a: { at: string; claimKey: string }, b: { at: string; claimKey: string }): number =>
  Date.parse(a.at) - Date.parse(b.at) || (a.claimKey < b.claimKey ? -1 : a.claimKey > b.claimKey ? 1 : 0);
