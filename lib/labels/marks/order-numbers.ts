/** Order and waybill numbers that stand in a photo, against the claim's own. */
import * as v from 'valibot';
import { type CheckSpec, code, type FactsIn } from '../../claims/check.ts';
import type { Check, Finding, Region, Strength } from '../../claims/finding.ts';
import type { Rect } from '../../pixels/resample.ts';
import type { TextLine } from '../reader.ts';
import { type CodeHit, FORMATS } from './codes.ts';

export const NUMBERS_CHECK = { name: 'numbers', version: '1' } as const;

const codes = {
  // A number read from a picture: readings err, used boxes carry old stickers, buyers have several orders.
  'order-number-differs': code({
    strengths: ['weak', 'context'],
    family: 'order-time',
    reason: 'ORDER',
    hard: 'never',
    facts: v.strictObject({
      kind: v.picklist(['order', 'waybill']),
      from: v.string(),
      read: v.string(),
      expected: v.string(),
      /** What exports show: the number may be another person's. */
      readMasked: v.string(),
      expectedMasked: v.string(),
    }),
  }),
};

declare module '../../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

/** Order and waybill numbers that stand on the goods. */
export const numbersCheck: CheckSpec = { id: NUMBERS_CHECK.name, codes, page: 'labels' };

export interface SeenNumber {
  kind: 'order' | 'waybill';
  /** Upper case, without spaces and dashes. */
  value: string;
  /** `code`: a bar or QR code, whose check digits hold; `text`: read letters, which may be misread. */
  from: 'code' | 'text';
  box: Rect;
}

/** A number counts only behind a word that says what it is: photos are full of other numbers. */
const WORDS: readonly { kind: SeenNumber['kind']; pattern: RegExp }[] = [
  {
    kind: 'order',
    pattern:
      /(?:订单(?:编号|号码?)|訂單(?:編號|號碼?)|order\s*(?:no|number|id|#)\.?)\s*[:：#.]?\s*([a-z0-9][a-z0-9 -]{6,38})/i,
  },
  {
    kind: 'waybill',
    pattern:
      /(?:(?:运|快递|物流)单(?:编号|号码?)|運單(?:編號|號碼?)|tracking\s*(?:no|number|id|#)\.?|waybill\s*(?:no|number|#)?\.?)\s*[:：#.]?\s*([a-z0-9][a-z0-9 -]{6,38})/i,
  },
];

/** Shapes of carriers' waybill numbers (their own tracking pages): a one-dimensional code of another shape says nothing. */
const CARRIERS: readonly RegExp[] = [
  /^SF\d{12,15}$/,
  /^YT\d{13,15}$/,
  /^JT\d{13}$/,
  /^JD[A-Z0-9]{10,16}$/,
  /^(?:78|75|77|73|76)\d{12,13}$/,
  /^(?:46|43|31|33|35)\d{11,13}$/,
  /^[A-Z]{2}\d{9}[A-Z]{2}$/,
  /^1Z[0-9A-Z]{16}$/,
  /^9[1-5]\d{20}$/,
];
const LINEAR = new Set<string>(FORMATS);
const LEAST_LENGTH = 8;

const plain = (value: string): string => value.toUpperCase().replace(/[\s-]/g, '');
/** Letters and digits that printers and readers confuse fall together. */
const folded = (value: string): string =>
  plain(value)
    .replace(/[OQD]/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/S/g, '5')
    .replace(/B/g, '8')
    .replace(/Z/g, '2');

/** Order and waybill numbers in read lines and codes, without doubles. */
export function numbersSeen(lines: readonly TextLine[], codes: readonly CodeHit[]): SeenNumber[] {
  const seen = new Map<string, SeenNumber>();
  const add = (number: SeenNumber): void => {
    const digits = number.value.replace(/\D/g, '').length;
    if (number.value.length < LEAST_LENGTH || digits < number.value.length / 2) return;
    const key = `${number.kind} ${number.value}`;
    if (!seen.has(key)) seen.set(key, number);
  };
  for (const code of codes) {
    const value = plain(code.text);
    if (LINEAR.has(code.format) && CARRIERS.some((shape) => shape.test(value))) {
      add({ kind: 'waybill', value, from: 'code', box: code.box });
    }
  }
  for (const line of lines) {
    for (const { kind, pattern } of WORDS) {
      const match = pattern.exec(line.text);
      if (match) add({ kind, value: plain(match[1]!), from: 'text', box: line.box });
    }
  }
  return [...seen.values()];
}

export interface ClaimNumbers {
  orderId?: string;
  trackingNo?: string;
}

export interface NumbersJudgement {
  findings: Finding[];
  check: Check;
  /** Numbers that agree with the claim's. */
  agree: SeenNumber[];
}

/** Equal, one inside the other (a crop, a prefix), or so near that misreading explains it. */
function compare(read: string, expected: string): 'same' | 'near' | 'other' {
  const a = folded(read);
  const b = folded(expected);
  if (a === b) return 'same';
  if (a.includes(b) || b.includes(a)) return 'near';
  if (a.length !== b.length)
    return Math.abs(a.length - b.length) <= 2 && a.slice(0, 5) === b.slice(0, 5) ? 'near' : 'other';
  let differ = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) differ++;
  return differ <= Math.max(2, Math.floor(a.length * 0.2)) ? 'near' : 'other';
}

/**
 * Says where a photo shows another number than the claim's, and only where the claim has one of the same kind and no number in
 * the photo fits it. Weak for a code, context for read text: parcels are sent on in used boxes, buyers have several orders.
 */
export function judgeNumbers(
  photo: string,
  seen: readonly SeenNumber[],
  claim: ClaimNumbers,
): NumbersJudgement {
  if (!claim.orderId && !claim.trackingNo) {
    return {
      findings: [],
      agree: [],
      check: { ...NUMBERS_CHECK, result: { state: 'not-checked', reason: 'no-numbers' } },
    };
  }
  const findings: Finding[] = [];
  const agree: SeenNumber[] = [];
  for (const kind of ['order', 'waybill'] as const) {
    const expected = kind === 'order' ? claim.orderId : claim.trackingNo;
    const ofKind = seen.filter((n) => n.kind === kind);
    if (!expected || ofKind.length === 0) continue;
    const same = ofKind.filter((n) => compare(n.value, expected) === 'same');
    agree.push(...same);
    if (same.length > 0 || ofKind.some((n) => compare(n.value, expected) === 'near')) continue;
    for (const number of ofKind) {
      const strength: Strength = number.from === 'code' ? 'weak' : 'context';
      findings.push({
        code: 'order-number-differs',
        strength,
        photo,
        region: [regionOf(number.box)],
        facts: {
          kind,
          from: number.from,
          read: number.value,
          expected: plain(expected),
          readMasked: maskNumber(number.value),
          expectedMasked: maskNumber(plain(expected)),
        },
        check: { ...NUMBERS_CHECK },
      });
    }
  }
  const state = findings.length > 0 ? 'found' : 'nothing-found';
  return { findings, agree, check: { ...NUMBERS_CHECK, result: { state } } };
}

/** First two and last four characters; what exports show of a number that may be another person's. */
export function maskNumber(value: string): string {
  return value.length <= 6
    ? '*'.repeat(value.length)
    : `${value.slice(0, 2)}${'*'.repeat(value.length - 6)}${value.slice(-4)}`;
}

function regionOf(box: Rect): Region {
  const x = Math.max(0, Math.floor(box.x));
  const y = Math.max(0, Math.floor(box.y));
  const width = Math.max(1, Math.ceil(box.x + box.width) - x);
  const height = Math.max(1, Math.ceil(box.y + box.height) - y);
  return { x, y, width, height, area: width * height };
}
