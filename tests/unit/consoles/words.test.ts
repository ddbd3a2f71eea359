import { describe, expect, it } from 'vitest';
import { LANGUAGES, WEAK_ABROAD } from '../../../lib/consoles/words/languages.ts';
import { fold } from '../../../lib/consoles/words/text.ts';
import { vocabularyFor } from '../../../lib/consoles/words/vocabulary.ts';
import { LABEL_NAMES, NEVER, WEAK, WORDS } from '../../../lib/consoles/words/words.ts';

describe('the words of the consoles', () => {
  it.each(LABEL_NAMES)('of %s are written folded, each once', (name) => {
    const words = WORDS[name];
    expect(words).toEqual(words.map(fold));
    expect(new Set(words).size).toBe(words.length);
  });

  it('that are never labels, and the weak ones, are written folded', () => {
    expect([...NEVER]).toEqual([...NEVER].map(fold));
    expect([...WEAK]).toEqual([...WEAK].map(fold));
  });

  it.each(Object.entries(LANGUAGES))('of %s are written folded and are found', (_, words) => {
    for (const [name, text] of Object.entries(words)) {
      for (const word of text.split('|')) {
        expect(word).toBe(fold(word));
        expect(vocabularyFor().exact(word), `${name}: ${word}`).toBeDefined();
      }
    }
  });

  it('that are weak abroad are labels of some language', () => {
    for (const word of WEAK_ABROAD.split('|')) expect(vocabularyFor().exact(word), word).toBeDefined();
  });

  it.each([
    ['商家凭证', 'otherEvidence'],
    ['商家上传的凭证', 'otherEvidence'],
    ['物流签收照片', 'otherEvidence'],
    ['签收照片', 'otherEvidence'],
    ['用户上传的凭证', 'evidence'],
    ['买家图片（3）', 'evidence'],
    ['商品图片', 'product'],
    ["Seller's photos", 'otherEvidence'],
    ['Photos from the buyer', 'evidence'],
    ['賣家憑證', 'otherEvidence'],
    ['フォトブック', undefined],
  ] as const)('%s announces %s', (text, name) => {
    expect(vocabularyFor().exact(text)?.name).toBe(name);
  });
});
