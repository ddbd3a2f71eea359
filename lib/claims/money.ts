/** Money as pages print it (consoles.md §7.5): every symbol and both decimal conventions, into integer minor units. */
import type { Money } from './model.ts';

/** What a sign means by itself. Those in `SHARED` take the console's own currency where that fits. */
const SIGNS: Record<string, string> = {
  RMB: 'CNY',
  Rp: 'IDR',
  RM: 'MYR',
  Tk: 'BDT',
  VNĐ: 'VND',
  NTD: 'TWD',
  '₫': 'VND',
  đ: 'VND',
  '€': 'EUR',
  '£': 'GBP',
  '฿': 'THB',
  บาท: 'THB',
  '₱': 'PHP',
  '₩': 'KRW',
  원: 'KRW',
  '₽': 'RUB',
  'руб.': 'RUB',
  руб: 'RUB',
  '₹': 'INR',
  '৳': 'BDT',
  zł: 'PLN',
  円: 'JPY',
  元: 'CNY',
  圆: 'CNY',
  圓: 'TWD',
  '¥': 'CNY',
  $: 'USD',
  'Rs.': '',
  Rs: '',
  '₨': '',
  kr: '',
};

/** Currencies that share a sign: a console in one of them means its own. */
const SHARED: Record<string, ReadonlySet<string>> = {
  $: new Set(['USD', 'SGD', 'AUD', 'CAD', 'HKD', 'TWD', 'MXN', 'ARS', 'CLP', 'COP', 'UYU', 'NZD']),
  '¥': new Set(['CNY', 'JPY']),
  元: new Set(['CNY', 'TWD', 'HKD']),
  圓: new Set(['TWD', 'HKD']),
  'Rs.': new Set(['INR', 'PKR', 'LKR', 'NPR']),
  Rs: new Set(['INR', 'PKR', 'LKR', 'NPR']),
  '₨': new Set(['INR', 'PKR', 'LKR', 'NPR']),
  kr: new Set(['SEK', 'NOK', 'DKK']),
};

const CODES =
  /^(?:CNY|USD|EUR|GBP|JPY|BRL|VND|IDR|THB|PHP|MYR|SGD|TWD|HKD|MXN|AUD|CAD|ARS|CLP|COP|KRW|BDT|PKR|LKR|NPR|MMK|PLN|SEK|NOK|DKK|CZK|INR|RUB|UYU|PEN|AED|SAR|TRY|EGP|ZAR|CHF|NZD|KZT|BYN|CRC|DOP|BOB)$/;

/** Letters that shops put before or behind a `$` or `¥` to say whose it is (`AU $20`, `C $20`, `JP¥1,299`, `20 $ CA`). */
const LANDS: Record<string, string> = {
  US: 'USD',
  AU: 'AUD',
  A: 'AUD',
  CA: 'CAD',
  C: 'CAD',
  NZ: 'NZD',
  HK: 'HKD',
  NT: 'TWD',
  SG: 'SGD',
  S: 'SGD',
  MX: 'MXN',
  R: 'BRL',
  JP: 'JPY',
  CN: 'CNY',
  RMB: 'CNY',
};

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

/** A sum with its place in the text. */
export interface FoundMoney {
  money: Money;
  /** Index of the first character, and of the one behind the last. */
  start: number;
  end: number;
}

/** Currencies of places that part thousands by a space; elsewhere `2 199.00` is a number beside a sum. */
const SPACED = new Set(['EUR', 'RUB', 'PLN', 'SEK', 'NOK', 'DKK', 'CZK', 'BYN', 'KZT', 'ZAR', 'CAD']);
/** Currencies of places that part thousands by a dot; elsewhere `12.500` may be twelve and a half. */
const DOTTED = new Set([
  ...[
    'EUR',
    'BRL',
    'IDR',
    'VND',
    'ARS',
    'CLP',
    'COP',
    'UYU',
    'PYG',
    'CRC',
    'BOB',
    'RUB',
    'TRY',
    'DKK',
    'NOK',
  ],
  ...['SEK', 'PLN', 'CZK', 'CHF'],
]);
/** Currencies of places that group digits by two above the thousands (`1,29,900.00`). */
const BY_TWO = new Set(['INR', 'PKR', 'BDT', 'LKR', 'NPR']);

/**
 * A printed number in major units. One or two digits behind the last separator are decimals, groups of three are thousands; what
 * is neither is no number that can be read.
 */
function majorUnits(text: string, currency: string): number | undefined {
  if (/ /.test(text) && !SPACED.has(currency)) return undefined;
  const compact = text.replace(/['’ ]/g, '');
  const decimal =
    /^(\d+)[.,](\d{1,2})$/.exec(compact) ??
    /^(\d{1,3}(?:,\d{3})+)\.(\d{1,2})$/.exec(compact) ??
    /^(\d{1,3}(?:\.\d{3})+),(\d{1,2})$/.exec(compact);
  const byTwo = /^(\d{1,2}(?:,\d{2})+,\d{3})(?:\.(\d{1,2}))?$/.exec(compact);
  if (byTwo && BY_TWO.has(currency)) return Number(`${byTwo[1]?.replaceAll(',', '')}.${byTwo[2] ?? 0}`);
  if (decimal) {
    // What has no smaller unit prints none, but for zeros.
    if (minorDigits(currency) === 0 && Number(decimal[2]) !== 0) return undefined;
    return Number(`${decimal[1]?.replace(/[.,]/g, '')}.${decimal[2]}`);
  }
  const whole = /^(?:\d+|[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*)$/.exec(compact);
  if (whole?.[1] === '.' && !DOTTED.has(currency) && minorDigits(currency) > 0) return undefined;
  return whole ? Number(compact.replace(/[.,]/g, '')) : undefined;
}

const NUMBER = /\d{1,3}(?: \d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,'’]\d+)*/g;
const letters = Object.keys(SIGNS).sort((a, b) => b.length - a.length);
const SIGN = new RegExp(
  letters
    .map((sign) => sign.replace(/[$.]/g, '\\$&'))
    .map((sign) => (/^[a-zđрул]/i.test(sign) ? `(?<!\\p{L})${sign}(?!\\p{L})` : sign))
    .concat('(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])')
    .join('|'),
  'gu',
);

interface Token {
  text: string;
  start: number;
  end: number;
}

const tokens = (text: string, pattern: RegExp): Token[] =>
  [...text.matchAll(pattern)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));

/** Words and marks that make a sum the end of a range, a guess, or the price of one of several. */
const FROM =
  /(?:(?<!\p{L})(?:from|ab|desde|a partir de|dès|от|từ|mulai|about|approx\.?|ca\.)|约|約|不超过|不低于|最低|最少|至少|[≈~≤≥<>]|(?:\d\d|[02-9])\s*[×xX*])\s*$/iu;
const TO =
  /^\s*(?:起|以上|以下|左右|上下|\+\s*(?:$|[),])|[×xX*]\s*(?!1(?!\d))\d|\/\s*(?:件|个|個|只|条|條|盒|包|斤|kg|pcs?|piece|each|unit|item)|\beach\b|\bper\b)/iu;

/** A number that is rounded (`1.2万`), one end of a range (`12-15`), or torn from its smaller digits (a raised `99` behind `12`). */
function isWhole(text: string, { text: number, start, end }: Token): boolean {
  const after = text.slice(end);
  if (/^\s*[万亿億千]|^ ?[kKmM](?!\p{L})|^%/u.test(after)) return false;
  if (/^\s*[-~–—至]\s*\d/.test(after)) return false;
  if (!/[.,]\d{1,2}$/.test(number) && /^\s+[.,]?\d{1,2}(?=\s|$)/.test(after)) return false;
  return !(/^\d{1,2}$/.test(number) && /\d\s+$/.test(text.slice(0, start)));
}

/** The currency of a sign with the letters beside it; undefined where letters make it one that is not known. */
function currencyOf(
  text: string,
  sign: Token,
  fallback: string,
): { currency: string; start: number } | undefined {
  if (CODES.test(sign.text)) return { currency: sign.text, start: sign.start };
  const known = SIGNS[sign.text];
  if (known === undefined) return undefined;
  const before = text.slice(0, sign.start);
  if (/^[$¥]$/.test(sign.text)) {
    const attached = /[A-Za-z]+$/.exec(before)?.[0];
    const apart = /(?<![A-Za-z])([A-Z]{1,3}) $/.exec(before)?.[1];
    const behind = /^ ?([A-Z]{2,3})(?![A-Za-z])/.exec(text.slice(sign.end))?.[1];
    const of = (land: string | undefined): string | undefined =>
      land && (CODES.test(land) ? land : LANDS[land]);
    if (attached && !of(attached)) return undefined;
    const told = of(attached) ?? of(apart) ?? of(behind);
    const land = attached ?? (of(apart) && `${apart} `) ?? '';
    if (told) return { currency: told, start: sign.start - land.length };
  }
  const currency = SHARED[sign.text]?.has(fallback) ? fallback : known;
  return currency ? { currency, start: sign.start } : undefined;
}

interface Place {
  sign: Token;
  left?: Token;
  right?: Token;
}

/** How far apart a sign and a number stand: a line between them counts twice. */
const gap = (text: string): number => text.length + (text.includes('\n') ? 1 : 0);

/**
 * Which number each sign belongs to. One between two numbers belongs to the nearer, else to the side that the other signs stand at;
 * undefined where that tells neither.
 */
function ofSigns(text: string, signs: Token[], numbers: Token[]): Map<Token, Token[]> | undefined {
  const places = signs.map((sign): Place => {
    const left = numbers.find(({ end }) => end <= sign.start && /^\s*$/.test(text.slice(end, sign.start)));
    const right = numbers.find(
      ({ start }) => start >= sign.end && /^\s*[-−]?\s*$/.test(text.slice(sign.end, start)),
    );
    return { sign, ...(left && { left }), ...(right && { right }) };
  });
  const alone = new Set(
    places.flatMap(({ left, right }) => (left && !right ? 'left' : right && !left ? 'right' : [])),
  );
  const [side] = alone.size === 1 ? alone : [];
  const found = new Map<Token, Token[]>();
  for (const { sign, left, right } of places) {
    let number = left ?? right;
    if (left && right) {
      const before = gap(text.slice(left.end, sign.start));
      const behind = gap(text.slice(sign.end, right.start));
      if (before !== behind) number = before < behind ? left : right;
      else number = side && (side === 'left' ? left : right);
      if (!number) return undefined;
    }
    if (number) found.set(number, [...(found.get(number) ?? []), sign]);
  }
  return found;
}

/** The one currency that the signs around a number tell: a code says which of those that share its sign is meant. */
function oneOf(signs: { text: string; currency: string }[]): string | undefined {
  const all = new Set(signs.map(({ currency }) => currency));
  const [only] = all;
  if (all.size <= 1) return only;
  const [sure, ...more] = new Set(signs.filter(({ text }) => !SHARED[text]).map(({ currency }) => currency));
  const fits = signs.every(({ text, currency }) => currency === sure || SHARED[text]?.has(sure ?? ''));
  return more.length === 0 && fits ? sure : undefined;
}

/** Lines are kept: numbers of two elements are two numbers. */
const plainOf = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\ufeff]/g, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n\s*/g, '\n')
    .trim();

/** The sum that a number and its signs make; undefined where it cannot be read for sure. */
function sumOf(text: string, number: Token, signs: Token[], fallback: string): FoundMoney | undefined {
  const known = signs.flatMap((sign) => {
    const told = currencyOf(text, sign, fallback);
    return told ? [{ text: sign.text, end: sign.end, ...told }] : [];
  });
  const currency = known.length === signs.length ? oneOf(known) : undefined;
  const major = currency && isWhole(text, number) ? majorUnits(number.text, currency) : undefined;
  const money = major !== undefined && currency ? fromMajor(major, currency) : undefined;
  const start = Math.min(number.start, ...known.map((sign) => sign.start));
  const end = Math.max(number.end, ...known.map((sign) => sign.end));
  if (FROM.test(text.slice(0, start)) || TO.test(text.slice(end))) return undefined;
  return money && { money, start, end };
}

/**
 * Every sum with a currency in a text, in order; a text that is nothing but a number is one sum of the console's own currency.
 * `currency` (ISO 4217) is that currency, empty where it is not known. Where one sum of the text cannot be read for sure (`1.2万`, a
 * range, a currency that is not known) there is none: the others would stand for it. A line break parts numbers that stand in
 * different elements. Places are those in the text as `NFKC` makes it, with single spaces.
 */
export function moneyIn(text: string, currency: string): FoundMoney[] {
  // Raised digits are the smaller unit; folded, they would lengthen the number.
  if (/\d\s*[⁰¹²³⁴-⁹]/.test(text)) return [];
  const plain = plainOf(text);
  const numbers = tokens(plain, NUMBER);
  // Three letters that are no code of a currency are a word.
  const signs = tokens(plain, SIGN).filter((sign) => SIGNS[sign.text] !== undefined || CODES.test(sign.text));
  const owned = ofSigns(plain, signs, numbers);
  if (!owned) return [];
  const sums = [...owned].map(([number, all]) => sumOf(plain, number, all, currency));
  const read = sums.filter((sum) => sum !== undefined);
  if (sums.length) return read.length === sums.length ? read.sort((a, b) => a.start - b.start) : [];
  const bare = /^[-−+]?\s*(\S.*)$/.exec(plain)?.[1];
  const [only] = numbers;
  const major =
    currency && bare !== undefined && bare === only?.text ? majorUnits(bare, currency) : undefined;
  const money = major === undefined ? undefined : fromMajor(major, currency);
  return money ? [{ money, start: 0, end: plain.length }] : [];
}

/** The first sum in a text, as `moneyIn` finds them. */
export const parseMoney = (text: string, currency: string): Money | undefined =>
  moneyIn(text.slice(0, 200), currency)[0]?.money;
