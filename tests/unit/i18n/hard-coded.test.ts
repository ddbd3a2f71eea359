import { describe, expect, it } from 'vitest';
import { markupWords } from './markup-words.ts';
import { sourceFiles, withoutComments } from './texts.ts';

const CJK = /[\u3400-\u9fff\uf900-\ufaff]/;

describe('texts in the code', () => {
  const drawn = sourceFiles(['components', 'entrypoints']);

  it('finds what it looks for', () => {
    const sample = 'export const A = () => <p title="Hello">Words {1} <b aria-label={x}>ok</b></p>;';
    expect(markupWords(sample)).toEqual(['title="Hello"', 'Words', 'ok']);
  });

  it('no words in markup', () => {
    const found: string[] = [];
    for (const { file, code } of drawn)
      if (file.endsWith('.tsx')) for (const text of markupWords(code)) found.push(`${file}: ${text}`);
    expect(found).toEqual([]);
  });

  it('no Chinese in what draws', () => {
    const found = drawn
      .filter(
        ({ file, code }) =>
          !file.startsWith('entrypoints/console.content') && CJK.test(withoutComments(code)),
      )
      .map(({ file }) => file);
    expect(found).toEqual([]);
  });
});
