import { describe, expect, it } from 'vitest';
import { FINDING_CODES, STRENGTHS, VERDICTS } from '../../../lib/claims/finding.ts';
import { LOCALES } from '../../../lib/i18n/locale.ts';
import { ALL_TEXTS, AREAS, type Forms, sourceFiles, textsOf, withoutComments } from './texts.ts';

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
  it('have the same keys in every language', () => {
    const keys = LOCALES.map((locale) => [...textsOf(locale).keys()].sort());
    for (const list of keys) expect(list).toEqual(keys[0]);
  });

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

  it('say something for every finding, strength and rung', () => {
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
    expect(words).toEqual(['未见异常', '信息不足', '建议核实', '多项迹象,需人工复核', '文件自述AI生成/编辑']);
  });

  it('never accuse anybody', () => {
    const forbidden =
      /造假|骗子|騙子|诈骗者|詐騙者|实锤|實錘|100\s?%|\bfakes?\b|\bfaked\b|\bproves?\b|\bproven\b|\bfraudsters?\b/i;
    const found = [...ALL_TEXTS].flatMap(([locale, texts]) =>
      [...texts]
        .filter(([, forms]) => Object.values(forms).some((text) => forbidden.test(text)))
        .map(([key]) => `${locale} ${key}`),
    );
    expect(found).toEqual([]);
  });

  it('write Chinese with Chinese punctuation', () => {
    const zh = ALL_TEXTS.get('zh-CN') ?? new Map<string, Forms>();
    const half = [...zh].filter(
      ([key, forms]) =>
        !/^verdicts\.[\w-]+$/.test(key) &&
        Object.entries(forms).some(([name, text]) => name !== 'by' && /[\u4e00-\u9fff][,;:(!?]/.test(text)),
    );
    expect(half.map(([key]) => key)).toEqual([]);
  });
});

describe('keys in the code', () => {
  const english = ALL_TEXTS.get('en') ?? new Map<string, Forms>();
  const keys = [...english.keys()];
  const areaPattern = new RegExp(`^(?:${AREAS.join('|')})\\.`);
  /** Dotted words in quotes, and the fixed beginnings of those that are put together. */
  const words = new Set<string>();
  const starts = new Set<string>();
  for (const { code } of SOURCES) {
    for (const [, word] of code.matchAll(/['"`]([\w-]+(?:\.[\w-]+)+)['"`]/g)) if (word) words.add(word);
    for (const [, start] of code.matchAll(/`((?:[\w-]+\.)+[\w-]*)\$\{/g)) if (start) starts.add(start);
  }

  it('all exist', () => {
    const exists = (word: string) => keys.some((key) => key === word || key.startsWith(`${word}.`));
    const missing = [...words].filter(
      (word) => areaPattern.test(word) && !/\.(ts|tsx|json|css)$/.test(word) && !exists(word),
    );
    expect(missing).toEqual([]);
    const dangling = [...starts].filter(
      (start) => areaPattern.test(start) && !keys.some((key) => key.startsWith(start)),
    );
    expect(dangling).toEqual([]);
  });

  it('leave no text unused', () => {
    // An area's own translator takes keys without the area's name, so both forms count.
    const forms = (key: string) => [key, key.slice(key.indexOf('.') + 1)];
    const used = (key: string) =>
      forms(key).some(
        (form) =>
          words.has(form) ||
          [...starts].some((start) => form.startsWith(start)) ||
          [...words].some((word) => form.startsWith(`${word}.`)),
      );
    expect(keys.filter((key) => !used(key))).toEqual([]);
  });
});
