/** Pages that are built to mislead: nothing of another claim, another order or another owner may be read as the claim's own. */
import { describe, expect, it } from 'vitest';
import { loadHardPages, readHardPage, toldBy } from './hard-pages.ts';

const isBuyers = (url: string): boolean => /\/b\d[^/]*$/.test(url);

describe('misleading pages', () => {
  it.each(loadHardPages())('$name', (one) => {
    const reading = readHardPage(one);
    for (const { partial } of reading.claims)
      expect((partial.evidence ?? []).map(({ url }) => url).filter((url) => !isBuyers(url))).toEqual([]);
    expect(toldBy(reading)).toEqual({ unowned: one.unowned, claims: one.claims });
  });
});
