/** Several sums in one text: which of them is asked back, which was paid, and which is only a part of another. */
import type { Money } from './model.ts';
import { moneyIn } from './money.ts';

/** What the words beside a sum say it is. `plain`: nothing says anything. */
export type SumKind = 'refund' | 'paid' | 'part' | 'limit' | 'total' | 'plain';

export interface Sum {
  money: Money;
  kind: SumKind;
}

/** Shares of a total, and sums that are no claim's amount; they are asked before all others. */
const KINDS: [SumKind, RegExp][] = [
  ['limit', /最多|最高|上限|可退|至多|\bup to\b|\bmax(?:imum)?\b|refundable|hasta|até/i],
  [
    'part',
    /运费|邮费|快递费|配送费|包装费|手续费|服务费|税|优惠|红包|立减|折扣|补贴|积分|运险|保险|运費|郵費|稅|折扣|freight|shipping|postage|delivery|handling|\btax(?:es)?\b|\bvat\b|\bfees?\b|discount|coupon|voucher|deduct|frete|envío|envio|versand|porto\b|livraison|spedizione|phí vận chuyển|ค่าจัดส่ง|ongkir|送料|배송비/i,
  ],
  [
    'refund',
    /退款|应退|退回|实退|申请|售后金额|退還|返金|환불|refund|reembolso|remboursement|rimborso|erstattung|hoàn|คืนเงิน|pengembalian/i,
  ],
  [
    'paid',
    /实付|实收|支付|已付|付款|订单金额|订单总|交易金额|原价|单价|成交价|商品总价|商品金额|實付|訂單金額|支払|결제|\bpaid\b|payment|order (?:total|amount)|\bprice\b|pago|payé|pagato|bezahlt/i,
  ],
  ['total', /合计|总计|总额|共计|共|合計|總計|\btotal\b|insgesamt|totale/i],
];

const kindOfWords = (words: string): SumKind =>
  KINDS.find(([, pattern]) => pattern.test(words))?.[0] ?? 'plain';

/** Depth of brackets at every character; a sum in brackets explains the one before them. */
function depths(text: string): number[] {
  let depth = 0;
  return [...text].map((sign) => {
    if (/[([（【]/.test(sign)) depth += 1;
    const here = depth;
    if (/[)\]）】]/.test(sign)) depth = Math.max(0, depth - 1);
    return here;
  });
}

/**
 * Every sum of a text with what the words before it (or, without any, right behind it) say. A sum in brackets is a part unless its
 * words say otherwise; `currency` as in `parseMoney`.
 */
export function sumsIn(text: string, currency: string): Sum[] {
  const plain = text
    .slice(0, 400)
    .normalize('NFKC')
    .replace(/[^\S\n]+/g, ' ')
    .trim();
  const depth = depths(plain);
  const signed = moneyIn(plain, currency);
  // A bare number with an explanation in brackets is still one sum.
  const found = signed.length
    ? signed
    : moneyIn(plain.replace(/\([^()]*\)/g, (part) => ' '.repeat(part.length)).trim(), currency);
  return found.map(({ money, start, end }, index): Sum => {
    const from = found[index - 1]?.end ?? 0;
    const before = plain.slice(from, start);
    // Words after the last separator belong to this sum; what stands before it spoke of the one before.
    const own = before.slice(Math.max(...[...',;/|+=、，；'].map((sign) => before.lastIndexOf(sign))) + 1);
    const bracketed = (depth[start] ?? 0) > 0;
    const kind = kindOfWords(bracketed ? own : own.replace(/\([^()]*\)/g, ''));
    if (kind !== 'plain') return { money, kind };
    if (bracketed) return { money, kind: kindOfWords(before) === 'plain' ? 'part' : kindOfWords(before) };
    const after = /^\s*[(（]?\s*([\p{L} ]{1,12})/u.exec(
      plain.slice(end, found[index + 1]?.start ?? plain.length),
    );
    // `8.00 运费`: words behind count only where none of this text stand before a sum.
    const behind = index > 0 && !own.trim() && after?.[1] ? kindOfWords(after[1]) : 'plain';
    if (/=\s*$/.test(before)) return { money, kind: 'total' };
    return { money, kind: behind };
  });
}

const distinct = (sums: Sum[]): Money | undefined => {
  const [first, ...rest] = sums.map(({ money }) => money);
  return first && rest.every((other) => other.value === first.value && other.currency === first.currency)
    ? first
    : undefined;
};

/** The one sum of the best kind that occurs; two different ones of that kind are no answer. */
function pick(sums: Sum[], kinds: SumKind[]): Money | undefined {
  for (const kind of kinds) {
    const of = sums.filter((sum) => sum.kind === kind);
    if (of.length) return distinct(of);
  }
  return undefined;
}

/** Sums that a text adds up without saying the result: none of them is the whole. */
const isAddition = (text: string): boolean =>
  /\d\s*[+＋]\s*\D{0,12}\d/.test(text.normalize('NFKC').replace(/\([^()]*\)/g, '')) && !/[=＝]/.test(text);

const kindsFor = (own: 'refund' | 'paid', text: string): SumKind[] =>
  isAddition(text) ? [own, 'total'] : [own, 'total', 'plain'];

/** The sum that a text under a refund label means; undefined where the text has several and does not say which. */
export const refundIn = (text: string, currency: string): Money | undefined =>
  pick(sumsIn(text, currency), kindsFor('refund', text));

/** The sum that a text under a label of payment means. */
export const paidIn = (text: string, currency: string): Money | undefined =>
  pick(sumsIn(text, currency), kindsFor('paid', text));

/**
 * The two sums of a cell that shows both what was paid and what is asked back: by their words, else in the order in which the
 * head names them.
 */
export function bothIn(
  text: string,
  currency: string,
  order: ('amount' | 'paid')[],
): { amount?: Money; paid?: Money } {
  const sums = sumsIn(text, currency);
  const plain = sums.filter(({ kind }) => kind === 'plain');
  const named = { amount: pick(sums, ['refund']), paid: pick(sums, ['paid']) };
  for (const [index, name] of order.entries()) {
    const left = order.length === plain.length ? plain[index]?.money : undefined;
    named[name] ??=
      left ??
      (plain.length === 1 && named[name === 'paid' ? 'amount' : 'paid'] ? plain[0]?.money : undefined);
  }
  return { ...(named.amount && { amount: named.amount }), ...(named.paid && { paid: named.paid }) };
}
