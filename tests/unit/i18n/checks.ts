/** What must be true of the texts: each check answers with what is wrong, so that it can be shown to find what is planted. */
import { LOCALES, type Locale } from '../../../lib/i18n/locale.ts';
import type { Forms } from './texts.ts';

export type Texts = ReadonlyMap<Locale, ReadonlyMap<string, Forms>>;

const none: ReadonlyMap<string, Forms> = new Map();

/** Keys that a language has more or fewer than English. */
export function differentKeys(all: Texts): string[] {
  const english = all.get('en') ?? none;
  return LOCALES.flatMap((locale) => {
    const own = all.get(locale) ?? none;
    return [
      ...[...english.keys()].filter((key) => !own.has(key)).map((key) => `${locale} lacks ${key}`),
      ...[...own.keys()].filter((key) => !english.has(key)).map((key) => `${locale} alone has ${key}`),
    ];
  });
}

const FORBIDDEN =
  /造假|骗子|騙子|诈骗者|詐騙者|实锤|實錘|100\s?%|\bfakes?\b|\bfaked\b|\bproves?\b|\bproven\b|\bfraudsters?\b/i;

/** Texts with a word that accuses or claims certainty. */
export const accusing = (all: Texts): string[] =>
  [...all].flatMap(([locale, texts]) =>
    [...texts]
      .filter(([, forms]) => Object.values(forms).some((text) => FORBIDDEN.test(text)))
      .map(([key]) => `${locale} ${key}`),
  );

/** Per language, words that no product writer of that language uses: archaic ones, and those that a word-for-word conversion leaves. */
const UNIDIOMATIC: Readonly<Partial<Record<Locale, RegExp>>> = {
  en: /\banew\b|\bbears? (?:signs|the)\b|\bstands? (?:in|on|here)\b|could not be had|\btake their \w+ as a rule\b/i,
  // 代码 as program code, 参数 as argument, 扩展 as plug-in, 元数据 and 类型 in the words of programming texts.
  'zh-TW': /原因程式碼|或程式碼|引數|擴充套件|後設資料|宣告|後型別/,
};

/** Texts with such a word. */
export const unidiomatic = (all: Texts): string[] =>
  [...all].flatMap(([locale, texts]) =>
    [...texts]
      .filter(([, forms]) => Object.values(forms).some((text) => UNIDIOMATIC[locale]?.test(text)))
      .map(([key]) => `${locale} ${key}`),
  );

/** Simplified Chinese texts with punctuation of half width, the agreed words of the levels aside. */
export const halfWidth = (texts: ReadonlyMap<string, Forms>): string[] =>
  [...texts]
    .filter(
      ([key, forms]) =>
        !/^verdicts\.[\w-]+$/.test(key) &&
        Object.entries(forms).some(([name, text]) => name !== 'by' && /[\u4e00-\u9fff][,;:(!?]/.test(text)),
    )
    .map(([key]) => key);

export interface Named {
  /** Dotted words in quotes. */
  words: ReadonlySet<string>;
  /** The fixed beginnings of those that are put together. */
  starts: ReadonlySet<string>;
}

/** What pieces of code name that may be a key. */
export function namedIn(pieces: readonly string[]): Named {
  const words = new Set<string>();
  const starts = new Set<string>();
  for (const code of pieces) {
    for (const [, word] of code.matchAll(/['"`]([\w-]+(?:\.[\w-]+)+)['"`]/g)) if (word) words.add(word);
    for (const [, start] of code.matchAll(/`((?:[\w-]+\.)+[\w-]*)\$\{/g)) if (start) starts.add(start);
  }
  return { words, starts };
}

/** Keys named in code that no text has. */
export function missingKeys(
  { words, starts }: Named,
  keys: readonly string[],
  areas: readonly string[],
): string[] {
  const ofArea = new RegExp(`^(?:${areas.join('|')})\\.`);
  const exists = (word: string) => keys.some((key) => key === word || key.startsWith(`${word}.`));
  return [
    ...[...words].filter((word) => ofArea.test(word) && !/\.(ts|tsx|json|css)$/.test(word) && !exists(word)),
    ...[...starts].filter((start) => ofArea.test(start) && !keys.some((key) => key.startsWith(start))),
  ];
}

/** Texts that no code names. An area's own translator takes keys without the area's name, so both forms count. */
export function unusedKeys({ words, starts }: Named, keys: readonly string[]): string[] {
  const forms = (key: string) => [key, key.slice(key.indexOf('.') + 1)];
  const used = (key: string) =>
    forms(key).some(
      (form) =>
        words.has(form) ||
        [...starts].some((start) => form.startsWith(start)) ||
        [...words].some((word) => form.startsWith(`${word}.`)),
    );
  return keys.filter((key) => !used(key));
}
