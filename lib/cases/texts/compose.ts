/** The twelve texts: filled from captured facts only, with every gap shown and named. */
import type { Locale } from '../../i18n/locale.ts';
import { fill, rawText, wordsOf } from '../words.ts';

export const TEXT_IDS = ['T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'T8', 'T9', 'T10', 'T11', 'T12'] as const;
export type TextId = (typeof TEXT_IDS)[number];

/** Facts by name (the names stand in the locale files under `cases.texts.gaps`). Absent or empty = a gap. */
export type TextFacts = Partial<Record<string, string>>;

export interface ComposedText {
  id: TextId;
  title: string;
  text: string;
  /** Names of the facts that were not captured, in the order they stand in the text. */
  gaps: string[];
}

/** A fact taken from a page is cut here, so that one field cannot fill a whole text. Lists are built by the product itself. */
const LONGEST_LINE = 1_000;

/** Fills one text in one language. Never guesses: what is missing stands there as a marked gap. */
export function composeText(id: TextId, locale: Locale, facts: TextFacts): ComposedText {
  const t = wordsOf(locale);
  const gaps: string[] = [];
  const body = rawText(locale, `texts.templates.${id}.body`) ?? '';
  const bounded = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, value && tidy(value)]),
  );
  const text = fill(body, bounded, (name) => {
    if (!gaps.includes(name)) gaps.push(name);
    return t('texts.gap', { name: t(`texts.gaps.${name}`) });
  });
  return { id, title: t(`texts.templates.${id}.title`), text, gaps };
}

/** Control characters and direction marks out (they can reverse what a reader sees), every line bounded. */
function tidy(value: string): string {
  return value
    .split('\n')
    .map((line) => [...line.replace(/[\p{Cc}\p{Bidi_Control}]/gu, ' ')].slice(0, LONGEST_LINE).join(''))
    .join('\n')
    .trim();
}
