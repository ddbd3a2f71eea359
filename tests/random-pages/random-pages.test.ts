/** No picture and no field ever crosses a claim or an owner; `npm run random-pages` reads 20 000 pages, this a seeded few. */
import { describe, expect, it } from 'vitest';
import { checkPage } from './check.ts';

const PAGES = 150;

describe('random pages', () => {
  it('are read without anything crossing a claim or an owner', () => {
    const wrong: string[] = [];
    const sum = { pictures: 0, found: 0, fields: 0, fieldsFound: 0 };
    for (let seed = 1; seed <= PAGES; seed++) {
      const outcome = checkPage(seed);
      wrong.push(...outcome.wrong.map((line) => `seed ${seed}: ${line}`));
      for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += outcome[key];
    }
    expect(wrong).toEqual([]);
    // Reading nothing would cross nothing either.
    expect(sum.found / sum.pictures).toBeGreaterThan(0.6);
    expect(sum.fieldsFound / sum.fields).toBeGreaterThan(0.9);
  });
});
