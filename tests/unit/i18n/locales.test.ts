import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STRENGTHS, VERDICTS } from '../../../lib/claims/finding.ts';
import { LOCALES, type Locale } from '../../../lib/i18n/locale.ts';
import { FINDING_CODES } from '../../../lib/verdict/catalogue.ts';
import {
  accusing,
  differentKeys,
  halfWidth,
  missingKeys,
  namedIn,
  unidiomatic,
  unusedKeys,
} from './checks.ts';
import { ALL_TEXTS, AREAS, type Forms, sourceFiles, withoutComments } from './texts.ts';

const SOURCES = sourceFiles(['components', 'entrypoints', 'lib']).map(({ file, code }) => ({
  file,
  code: withoutComments(code),
}));

const isPlural = (forms: Forms): boolean => 'other' in forms && !('by' in forms);
/** Names of the gaps in a text; the order may differ between languages. */
const gaps = (forms: Forms): string[] =>
  [
    ...new Set(
      [
        ...Object.values(forms)
          .join(' ')
          .matchAll(/\{(\w+)/g),
      ].map((m) => m[1] ?? ''),
    ),
  ].sort();

describe('locale files', () => {
  it('have the same keys in every language', () => expect(differentKeys(ALL_TEXTS)).toEqual([]));

  it('have the plural forms that each language needs', () => {
    for (const [locale, texts] of ALL_TEXTS) {
      const wanted = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
      const short = [...texts].filter(
        ([, forms]) => isPlural(forms) && wanted.some((category) => !(category in forms)),
      );
      expect(short.map(([key]) => `${locale} ${key}`)).toEqual([]);
    }
  });

  it('fill the same gaps in every language', () => {
    const english = ALL_TEXTS.get('en') ?? new Map<string, Forms>();
    const different = [...ALL_TEXTS].flatMap(([locale, texts]) =>
      [...texts]
        .filter(([key, forms]) => gaps(forms).join() !== gaps(english.get(key) ?? {}).join())
        .map(([key]) => `${locale} ${key}`),
    );
    expect(different).toEqual([]);
  });

  it('choose by the same words in every language', () => {
    const english = ALL_TEXTS.get('en') ?? new Map<string, Forms>();
    for (const [locale, texts] of ALL_TEXTS) {
      for (const [key, forms] of texts) {
        if (!('by' in forms)) continue;
        expect(Object.keys(forms).sort(), `${locale} ${key}`).toEqual(
          Object.keys(english.get(key) ?? {}).sort(),
        );
      }
    }
  });

  it('say something for every finding, strength and level', () => {
    for (const texts of ALL_TEXTS.values()) {
      for (const code of FINDING_CODES)
        for (const part of ['title', 'says', 'ordinary', 'settles'])
          expect(texts.has(`findings.codes.${code}.${part}`), `${code}.${part}`).toBe(true);
      for (const strength of STRENGTHS) expect(texts.has(`findings.strengths.${strength}`)).toBe(true);
      for (const verdict of VERDICTS) {
        expect(texts.has(`verdicts.${verdict}`)).toBe(true);
        expect(texts.has(`verdicts.help.${verdict}`)).toBe(true);
      }
    }
  });

  it('use the five agreed words', () => {
    const zh = ALL_TEXTS.get('zh-CN');
    const words = VERDICTS.map((verdict) => zh?.get(`verdicts.${verdict}`)?.['']);
    expect(words).toEqual(['未见异常', '信息不足', '建议核实', '需人工复核', '文件带 AI 生成/编辑标记']);
  });

  it('count in English with the right form: a number before a plural stands in a plural text', () => {
    const texts = ALL_TEXTS.get('en') ?? new Map<string, Forms>();
    const wrong = [...texts].flatMap(([key, forms]) =>
      Object.keys(forms).includes('one') || ALWAYS_MANY.has(key)
        ? []
        : Object.values(forms).filter((text) => /(?<!Of )\{\w+\} (?!is |has )[a-z]+s\b/.test(text)),
    );
    expect(wrong.filter((text) => !/\{(host|name|fileName|tool)\} [a-z]+s\b/.test(text))).toEqual([]);
  });

  it('say what the glossary says', () => {
    const rows = readFileSync('docs/words.md', 'utf8').matchAll(
      /^\| `([\w.-]+)` \| ([^|]+?) \| ([^|]+?) \| ([^|]+?) \|$/gm,
    );
    let seen = 0;
    for (const [, key = '', ...words] of rows) {
      seen += 1;
      for (const [i, locale] of (['en', 'zh-CN', 'zh-TW'] as const).entries())
        expect(ALL_TEXTS.get(locale)?.get(key)?.[''], `${locale} ${key}`).toBe(words[i]);
    }
    expect(seen).toBeGreaterThan(25);
  });

  it('never accuse anybody', () => expect(accusing(ALL_TEXTS)).toEqual([]));
  it('hold no archaic and no wrongly converted word', () => expect(unidiomatic(ALL_TEXTS)).toEqual([]));

  it('write Chinese with Chinese punctuation', () =>
    expect(halfWidth(ALL_TEXTS.get('zh-CN') ?? new Map())).toEqual([]));
});

describe('keys in the code', () => {
  const keys = [...(ALL_TEXTS.get('en') ?? new Map<string, Forms>()).keys()];
  const named = namedIn(SOURCES.map(({ code }) => code));

  it('all exist', () => expect(missingKeys(named, keys, AREAS)).toEqual([]));
  it('leave no text unused', () => expect(unusedKeys(named, keys)).toEqual([]));
});

describe('the checks find what is planted', () => {
  const planted = (locale: Locale, key: string, text: string) => {
    const copy = new Map([...ALL_TEXTS].map(([one, texts]) => [one, new Map(texts)] as const));
    copy.get(locale)?.set(key, { '': text });
    return copy;
  };

  it.each(LOCALES)('a text that only %s has, and one that it lacks', (locale) => {
    expect(differentKeys(planted(locale, 'surfaces.planted', 'x'))).toContain(
      locale === 'en' ? 'zh-CN lacks surfaces.planted' : `${locale} alone has surfaces.planted`,
    );
    const copy = planted(locale, 'surfaces.planted', 'x');
    for (const texts of copy.values()) texts.delete('surfaces.name');
    copy.get('en')?.set('surfaces.name', { '': 'x' });
    expect(differentKeys(copy)).toContain('zh-TW lacks surfaces.name');
  });

  it.each([
    ['en', 'The buyer faked this.'],
    ['en', 'This proves it.'],
    ['zh-CN', '这是造假。'],
    ['zh-TW', '買家是騙子。'],
    ['en', '100 % certain'],
  ] as const)('a word that accuses in %s: %s', (locale, text) =>
    expect(accusing(planted(locale, 'surfaces.planted', text))).toEqual([`${locale} surfaces.planted`]),
  );

  it.each([
    ['en', 'The picture was drawn anew.'],
    ['zh-TW', '檔案內有生成引數'],
  ] as [Locale, string][])('an unidiomatic word in %s: %s', (locale, text) =>
    expect(unidiomatic(planted(locale, 'surfaces.planted', text))).toEqual([`${locale} surfaces.planted`]),
  );

  it('a half-width comma in Chinese', () =>
    expect(halfWidth(new Map([['surfaces.planted', { '': '请看,再决定' }]]))).toEqual(['surfaces.planted']));

  it('a key that no text has, and a text that no code names', () => {
    const joined = 't(`surfaces.nowhere.$' + '{x}`)';
    const named = namedIn(["t('surfaces.planted.gone')", joined, "t('surfaces.name')"]);
    const keys = ['surfaces.name', 'surfaces.unused'];
    expect(missingKeys(named, keys, ['surfaces'])).toEqual(['surfaces.planted.gone', 'surfaces.nowhere.']);
    expect(unusedKeys(named, keys)).toEqual(['surfaces.unused']);
  });
});

/** Texts whose number is never one. */
const ALWAYS_MANY = new Set([
  'cases.ui.text.countMax',
  'cases.ui.text.cut',
  'cases.ui.pdf.tooLong',
  'cases.ui.data.clock.back',
  'findings.codes.shares-part.says',
  'findings.codes.refund-only-burst.says',
  'findings.codes.photo-seen-in-part.says',
  'settings.packs.states.waiting',
  'settings.packs.states.ready',
  'settings.packs.stability',
]);
