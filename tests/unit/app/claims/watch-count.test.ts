import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { watchCount } from '../../../../lib/app/claims/watch-count.ts';
import { ClaimLensDb } from '../../../../lib/store/db.ts';

let stop: (() => void) | undefined;
afterEach(() => stop?.());

describe('watchCount', () => {
  it('tells at once, then once for many changes, and no more when left', async () => {
    const db = new ClaimLensDb('watch-count');
    const told: number[] = [];
    const watch = watchCount(['meta'], (of) => of.meta.count(), db).subscribe({
      next: (n) => told.push(n),
      error: (error) => {
        throw error;
      },
    });
    stop = () => watch.unsubscribe();
    await vi.waitFor(() => expect(told).toEqual([0]), { timeout: 20_000 });
    for (let n = 0; n < 5; n++) await db.meta.put({ v: 1, name: `k${n}`, value: n });
    await vi.waitFor(() => expect(told.at(-1)).toBe(5), { timeout: 20_000 });
    expect(told.length).toBeLessThan(5);
    const before = [...told];
    await db.meta.put({ v: 1, name: 'last', value: 0 });
    watch.unsubscribe();
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(told).toEqual(before);
  });

  it('says when counting fails, and counts again with the next change', async () => {
    const db = new ClaimLensDb('watch-count-fails');
    let fails = true;
    const told: unknown[] = [];
    const watch = watchCount(
      ['meta'],
      async (of) => {
        if (fails) throw new Error('busy');
        return of.meta.count();
      },
      db,
    ).subscribe({ next: (n) => told.push(n), error: (error) => told.push(String(error)) });
    stop = () => watch.unsubscribe();
    await vi.waitFor(() => expect(told).toEqual(['Error: busy']), { timeout: 20_000 });
    fails = false;
    await db.meta.put({ v: 1, name: 'k', value: 1 });
    await vi.waitFor(() => expect(told).toEqual(['Error: busy', 1]), { timeout: 20_000 });
  });
});
