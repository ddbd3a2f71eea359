/** The words of cases in a language chosen per text, not per screen: a seller with an English screen writes to a Chinese buyer. */
import type { Money } from '../claims/model.ts';
import { moneyText } from '../claims/money.ts';
import { cases } from '../i18n/areas/cases.ts';
import { interpolate } from '../i18n/interpolate.ts';
import type { Locale } from '../i18n/locale.ts';

export type Values = Record<string, string | number | null | undefined>;
/** The text at a dotted path below the cases area, filled; the path itself when there is none (a test keeps that away). */
export type Words = (path: string, values?: Values) => string;

const isPresent = (value: string | number | null | undefined): value is string | number =>
  value !== null && value !== undefined && value !== '';

/** Fills a text by the syntax of lib/i18n/interpolate; `gap` says what stands in place of a missing value. */
export const fill = (text: string, values: Values, gap: (name: string) => string): string => {
  const known = (name: string): string | null => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return isPresent(value) ? String(value) : null;
  };
  return interpolate(text, { value: known, gap, holds: (name) => known(name) !== null });
};

/** The raw text at a path in a language; null when there is none. */
export function rawText(locale: Locale, path: string): string | null {
  let at: unknown = cases[locale];
  for (const step of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return null;
    at = (at as Record<string, unknown>)[step];
  }
  return typeof at === 'string' ? at : null;
}

/** The words of one language. */
export function wordsOf(locale: Locale): Words {
  return (path, values = {}) => {
    const text = rawText(locale, path);
    return text === null ? path : fill(text, values, () => '–');
  };
}

const YUAN = /^(-?[\d.]+) CNY$/;

/** An amount as `moneyText` writes it ("88.00 CNY"), in the language's words ("88.00 元"); other texts stay as they are. */
export const amountWords = (text: string, t: Words): string =>
  text.replace(YUAN, (_, sum: string) => t('texts.yuan', { sum }));

/** An amount of money in the language's words; undefined where there is none. */
export const amountIn = (money: Money | undefined, t: Words): string | undefined =>
  money && amountWords(moneyText(money), t);
