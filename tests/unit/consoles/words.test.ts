import { describe, expect, it } from 'vitest';
import { fold } from '../../../lib/consoles/words/text.ts';
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
});
