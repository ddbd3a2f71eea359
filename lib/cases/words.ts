/** The words of cases in a language chosen per text, not per screen: a seller with an English screen writes to a Chinese buyer. */
import { cases } from '../i18n/areas/cases.ts';
import type { Locale } from '../i18n/locale.ts';

export type Values = Record<string, string | number | null | undefined>;
/** The text at a dotted path below the cases area, filled; the path itself when there is none (a test keeps that away). */
export type Words = (path: string, values?: Values) => string;

const isPresent = (value: string | number | null | undefined): value is string | number =>
  value !== null && value !== undefined && value !== '';

/**
 * Fills `{name}`; a part in `[[ … ]]` is left out when a name inside it has no value. `gap` says what stands in place of
 * a missing value elsewhere. Values are put in whole and never read as patterns themselves.
 */
export function fill(text: string, values: Values, gap: (name: string) => string): string {
  const put = (part: string, missing: (name: string) => string) =>
    part.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      return isPresent(value) ? String(value) : missing(name);
    });
  // One pass over optional parts and plain text, so that brackets inside a value stay what they are.
  return text
    .split(/(\[\[.*?\]\])/s)
    .map((part) => {
      if (!(part.startsWith('[[') && part.endsWith(']]'))) return put(part, gap);
      const inner = part.slice(2, -2);
      const names = [...inner.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
      return names.every((name) => Object.hasOwn(values, name) && isPresent(values[name]))
        ? put(inner, gap)
        : '';
    })
    .join('');
}

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
