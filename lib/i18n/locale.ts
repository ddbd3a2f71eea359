/** Which language the texts are in now, and who wants to know when it changes. */
export const LOCALES = ['zh-CN', 'zh-TW', 'en'] as const;
export type Locale = (typeof LOCALES)[number];
/** What the seller chose: one language, or whatever the browser speaks. */
export type LocaleChoice = 'auto' | Locale;

let current: Locale = 'zh-CN';
const watchers = new Set<() => void>();

/** The language in use. */
export const getLocale = (): Locale => current;

/** Switches every translator to `locale` and tells the watchers. */
export function setLocale(locale: Locale): void {
  if (locale === current) return;
  current = locale;
  for (const onChange of watchers) onChange();
}

/**
 * Runs `make` with the texts in `locale` and then goes back: for papers in another language than the screen's.
 * Nobody is told, so `make` must be done when it returns (no promise).
 */
export function inLocale<T>(locale: Locale, make: () => T): T {
  const before = current;
  current = locale;
  try {
    return make();
  } finally {
    current = before;
  }
}

/** Calls `onChange` after each change of language; returns the way to stop. */
export function watchLocale(onChange: () => void): () => void {
  watchers.add(onChange);
  return () => watchers.delete(onChange);
}

/**
 * The language for a choice: itself, or for `auto` the first of the browser's languages that we speak.
 * `languages` are BCP 47 tags, best first. Traditional script and its regions (TW, HK, MO) read zh-TW.
 */
export function resolveLocale(choice: LocaleChoice, languages: readonly string[]): Locale {
  if (choice !== 'auto') return choice;
  for (const tag of languages) {
    const low = tag.toLowerCase();
    if (/^zh\b.*\b(hant|tw|hk|mo)\b/.test(low)) return 'zh-TW';
    if (/^zh\b/.test(low)) return 'zh-CN';
    if (/^en\b/.test(low)) return 'en';
  }
  return 'en';
}
