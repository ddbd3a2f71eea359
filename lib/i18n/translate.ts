/**
 * Texts by key. A translator holds only the areas it is given, so a content script carries no text that it never shows.
 *
 * The syntax of a text is that of `interpolate.ts`; formats: number percent bytes instant day duration money list.
 * A text that depends on a number is an object of plural forms (`{"one": …, "other": …}`, counted by `count`, else `n`);
 * one that depends on a word is `{"by": "name", "value": …, "other": …}`.
 */
import {
  cached,
  formatBytes,
  formatDay,
  formatDuration,
  formatInstant,
  formatList,
  formatMoney,
  formatNumber,
  formatPercent,
} from './format.ts';
import { interpolate } from './interpolate.ts';
import { getLocale, type Locale } from './locale.ts';

export type Params = Record<string, unknown>;
/** One area in every language. */
export type Area = Record<Locale, object>;
/** `chosenBy`: what `by` looks at, where that is not what the gaps show. */
export type Translate = (key: string, params?: Params, chosenBy?: Params) => string;
export interface Translator {
  /** The text; the key itself when there is none (a test keeps that from happening). */
  t: Translate;
  /** Whether the current language has a text for the key. */
  has: (key: string) => boolean;
}

/** A text taken from a stranger's page or file is cut here, so that no sentence grows without bound. */
const LONGEST_VALUE = 200;

function show(value: unknown, format: string | undefined): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return null;
    if (format === 'percent') return formatPercent(value);
    if (format === 'bytes') return formatBytes(value);
    if (format === 'duration') return formatDuration(value);
    return formatNumber(value);
  }
  if (typeof value === 'string') {
    if (format === 'instant') return formatInstant(value);
    if (format === 'day') return formatDay(value);
    return value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value;
  }
  if (Array.isArray(value)) {
    const words = value.map((one) => show(one, undefined)).filter((one) => one !== null);
    return words.length ? formatList(words.slice(0, 12)) : null;
  }
  if (typeof value === 'object' && 'value' in value && 'currency' in value) {
    return formatMoney(value as { value: number; currency: string });
  }
  return null;
}

/** Fills one text; exported for tests of the syntax. */
export const fillText = (text: string, params: Params): string =>
  interpolate(text, {
    value: (name, format) => show(Object.hasOwn(params, name) ? params[name] : undefined, format),
    gap: () => '–',
    holds: (name) => Object.hasOwn(params, name) && Boolean(params[name]),
  });

type Leaf = string | { by?: string; count?: string; other: string; [form: string]: string | undefined };

function lookUp(tree: unknown, path: string[]): Leaf | undefined {
  let at: unknown = tree;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string, unknown>)[step];
  }
  if (typeof at === 'string') return at;
  return typeof at === 'object' && at !== null && 'other' in at ? (at as Leaf) : undefined;
}

function choose(leaf: Leaf, params: Params, chosenBy: Params): string {
  if (typeof leaf === 'string') return leaf;
  if (leaf.by) return leaf[String(chosenBy[leaf.by])] ?? leaf.other;
  const n = Number(params[leaf.count ?? 'n']);
  return leaf[cached('plural', (l) => new Intl.PluralRules(l)).select(Number.isNaN(n) ? 0 : n)] ?? leaf.other;
}

/** A translator over the given areas; keys read `area.path.to.text`. */
export function createTranslator(areas: Record<string, Area>): Translator {
  const find = (key: string): Leaf | undefined => {
    const [area = '', ...path] = key.split('.');
    return Object.hasOwn(areas, area) ? lookUp(areas[area]?.[getLocale()], path) : undefined;
  };
  return {
    t: (key, params = {}, chosenBy = params) => {
      const leaf = find(key);
      return leaf === undefined ? key : fillText(choose(leaf, params, chosenBy), params);
    },
    has: (key) => find(key) !== undefined,
  };
}
