/** Money as pages print it (consoles.md §7.5): every symbol and both decimal conventions, into integer minor units. */
import type { Money } from './model.ts';

/** What a symbol means by itself; longer ones are tried first. A bare `$` or `¥` takes the console's own currency where that fits. */
const SYMBOLS: [string, string][] = [
  ['US$', 'USD'],
  ['NT$', 'TWD'],
  ['HK$', 'HKD'],
  ['MX$', 'MXN'],
  ['CA$', 'CAD'],
  ['AU$', 'AUD'],
  ['R$', 'BRL'],
  ['S$', 'SGD'],
  ['A$', 'AUD'],
  ['C$', 'CAD'],
  ['RMB', 'CNY'],
  ['Rp', 'IDR'],
  ['RM', 'MYR'],
  ['Tk', 'BDT'],
  ['₫', 'VND'],
  ['đ', 'VND'],
  ['€', 'EUR'],
  ['£', 'GBP'],
  ['฿', 'THB'],
  ['₱', 'PHP'],
  ['₩', 'KRW'],
  ['₽', 'RUB'],
  ['₹', 'INR'],
  ['৳', 'BDT'],
  ['₨', 'PKR'],
  ['元', 'CNY'],
  ['¥', 'CNY'],
  ['$', 'USD'],
];

/** Currencies that write a bare `$`; a console in any other currency that prints `$` means the US dollar. */
const DOLLARS = new Set(['USD', 'SGD', 'AUD', 'CAD', 'HKD', 'TWD', 'MXN', 'ARS', 'CLP', 'COP', 'UYU', 'NZD']);
const YENS = new Set(['CNY', 'JPY']);

const CODES =
  /^(?:CNY|USD|EUR|GBP|JPY|BRL|VND|IDR|THB|PHP|MYR|SGD|TWD|HKD|MXN|AUD|CAD|ARS|CLP|COP|KRW|BDT|PKR|LKR|NPR|MMK|PLN|SEK|INR|RUB|UYU|PEN|AED|SAR|TRY|EGP|ZAR|CHF|NZD|KZT|BYN|CRC|DOP|BOB)$/;
const NUMBER = String.raw`\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,3})?`;
const SYMBOL = SYMBOLS.map(([symbol]) => symbol.replace(/[$]/g, '\\$')).join('|');
const MARK = `${SYMBOL}|[A-Z]{3}(?![A-Za-z])`;
const BEFORE = new RegExp(`(${MARK})\\s*[-−]?\\s*(${NUMBER})(?![\\d.,]*\\s*[万亿]|\\d)`);
const AFTER = new RegExp(`(?<![\\d.,])(${NUMBER})\\s*(${MARK})`);
const BARE = new RegExp(`^[-−+]?\\s*(${NUMBER})$`);

/** Currencies without minor units in trade (CLDR; fixed here because runtimes disagree about the rupiah). */
const WHOLE_UNITS = new Set(['VND', 'IDR', 'JPY', 'KRW', 'CLP', 'PYG', 'ISK', 'UGX', 'XAF', 'XOF']);

/** Number of minor-unit digits of a currency: CNY 2, JPY 0, VND 0. */
export const minorDigits = (currency: string): number => (WHOLE_UNITS.has(currency) ? 0 : 2);

/**
 * An amount for papers that others read: a plain decimal with its currency, e.g. `1234.50 CNY`; currencies without minor
 * units stay whole. The same on every machine, so without Intl.
 */
export function moneyText({ value, currency }: Money): string {
  const digits = minorDigits(currency);
  const sign = value < 0 ? '-' : '';
  const size = Math.abs(value);
  if (digits === 0) return `${sign}${size} ${currency}`;
  const unit = 10 ** digits;
  return `${sign}${Math.trunc(size / unit)}.${String(size % unit).padStart(digits, '0')} ${currency}`;
}

function currencyOf(mark: string, fallback: string): string | undefined {
  if (CODES.test(mark)) return mark;
  const known = SYMBOLS.find(([symbol]) => symbol === mark)?.[1];
  if (mark === '$') return DOLLARS.has(fallback) ? fallback : known;
  if (mark === '¥') return YENS.has(fallback) ? fallback : known;
  return known;
}

/**
 * The number in major units: the last separator is a decimal mark only when one or two digits follow it
 * and the currency has minor units; everything else separates thousands.
 */
function majorUnits(text: string, digits: number): number {
  const compact = text.replace(/[' ]/g, '');
  const decimal = /[.,](\d{1,2})$/.exec(compact);
  const whole = (decimal ? compact.slice(0, decimal.index) : compact).replace(/[.,]/g, '');
  const part = decimal && digits > 0 ? `.${decimal[1]}` : '';
  return Number(`${whole}${part}`);
}

/** An amount in major units as Money; undefined when it is no sensible amount (negative, not finite, above a trillion). */
export function fromMajor(value: number, currency: string): Money | undefined {
  const minor = Math.round(value * 10 ** minorDigits(currency));
  return Number.isFinite(value) && value >= 0 && Number.isSafeInteger(minor) && value <= 1e12
    ? { value: minor, currency }
    : undefined;
}

/** An amount in minor units (fen, cents), from a number or a string of digits. */
export function fromMinor(value: unknown, currency: string): Money | undefined {
  const minor = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof minor === 'number' && Number.isSafeInteger(minor) && minor >= 0
    ? { value: minor, currency }
    : undefined;
}

/**
 * The first amount in a text. `currency` (ISO 4217) is the console's own: a bare number is only taken when it is the whole
 * text, and a bare `$` or `¥` takes this currency where it is one of that symbol's. Rounded texts (`1.2万`) are no amounts.
 */
export function parseMoney(text: string, currency: string): Money | undefined {
  const plain = text
    .slice(0, 200)
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const before = BEFORE.exec(plain);
  const after = AFTER.exec(plain);
  const first = before && (!after || before.index <= after.index) ? before : undefined;
  for (const [mark, number] of [
    first && [first[1], first[2]],
    after && [after[2], after[1]],
    before && [before[1], before[2]],
  ].filter((pair) => pair !== undefined && pair !== null)) {
    const found = mark && currencyOf(mark, currency);
    if (found && number) return fromMajor(majorUnits(number, minorDigits(found)), found);
  }
  const bare = BARE.exec(plain);
  return bare?.[1] ? fromMajor(majorUnits(bare[1], minorDigits(currency)), currency) : undefined;
}

/** A sum with its place in the text. */
export interface FoundMoney {
  money: Money;
  /** Index of the first character, and of the one behind the last. */
  start: number;
  end: number;
}

const EVERY = new RegExp(
  `(?<![A-Za-z])(?:${MARK})\\s*[-−]?\\s*(?:${NUMBER})(?![\\d.,]*\\s*[万亿]|\\d)|(?<![\\d.,])(?:${NUMBER})\\s*(?:${SYMBOL}|[A-Z]{3}(?![A-Za-z]))`,
  'g',
);

/** Every sum with a currency in a text, in order; a text that is nothing but a number is one sum of the console's own currency. */
export function moneyIn(text: string, currency: string): FoundMoney[] {
  const found = [...text.matchAll(EVERY)].flatMap((match): FoundMoney[] => {
    const money = parseMoney(match[0], currency);
    return money ? [{ money, start: match.index, end: match.index + match[0].length }] : [];
  });
  if (found.length) return found;
  const bare = parseMoney(text, currency);
  return bare ? [{ money: bare, start: 0, end: text.length }] : [];
}
