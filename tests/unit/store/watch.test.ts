import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { ClaimLensDb } from '../../../lib/store/db.ts';
import { watchCount, watchQuery, watchRows } from '../../../lib/store/watch.ts';
import { until } from '../support/until.ts';

let stop: (() => void) | undefined;
afterEach(() => stop?.());

describe('watchRows', () => {
  it('reads everything first, then only the keys that changed and matter', async () => {
    const db = new ClaimLensDb('watch-rows');
    const read: unknown[] = [];
    const watch = watchRows<'meta', null>(
      {
        tables: ['meta'],
        collectMs: 10,
        concerns: (_, key) => key.startsWith('mine'),
        start: () => async (changes, emit) => {
          read.push(changes === 'all' ? changes : changes.get('meta'));
          emit(null);
        },
      },
      db,
    ).subscribe({ next: () => undefined, error: (error) => read.push(error) });
    stop = () => watch.unsubscribe();
    await db.open();
    await until(() => expect(read[0]).toBe('all'));
    await db.meta.put({ v: 1, name: 'other', value: 1 });
    // Opening a database counts as a change of everything, which may be collected together with the first write.
    await until(async () => {
      await db.meta.put({ v: 1, name: 'mine-1', value: read.length });
      expect(read.at(-1)).toEqual(new Set(['mine-1']));
    });
  });
});

describe('watchCount', () => {
  it('emits at once, then once for many changes, and no more when left', async () => {
    const db = new ClaimLensDb('watch-count');
    const told: number[] = [];
    const watch = watchCount(['meta'], (of) => of.meta.count(), db).subscribe({
      next: (n) => told.push(n),
      error: (error) => {
        throw error;
      },
    });
    stop = () => watch.unsubscribe();
    await until(() => expect(told[0]).toBe(0));
    const first = told.length;
    // All at once: one after the other, a busy machine may take longer over them than changes are collected.
    await Promise.all([0, 1, 2, 3, 4].map((n) => db.meta.put({ v: 1, name: `k${n}`, value: n })));
    await until(() => expect(told.at(-1)).toBe(5));
    expect(told.length - first).toBeLessThan(5);
    watch.unsubscribe();
    const before = [...told];
    await db.meta.put({ v: 1, name: 'last', value: 0 });
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
    await until(() => expect(told).toEqual(['Error: busy']));
    fails = false;
    await db.meta.put({ v: 1, name: 'k', value: 1 });
    await until(() => expect(told).toEqual(['Error: busy', 1]));
  });
});

describe('watchQuery', () => {
  const told: unknown[] = [];
  const observer = {
    next: (value: unknown) => void told.push(value),
    error: (error: unknown) => void told.push(String(error)),
  };
  afterEach(() => told.splice(0));

  it('shows each read although rows change during it, never reads twice at once, and ends with the newest', async () => {
    const db = new ClaimLensDb('watch-query');
    let reading = 0;
    let most = 0;
    const watch = watchQuery(async () => {
      reading += 1;
      most = Math.max(most, reading);
      const n = await db.meta.count();
      // What comes while it reads must neither be lost nor begin it again.
      if (n < 5) setTimeout(() => void db.meta.put({ v: 1, name: `k${n}`, value: n }));
      let again = n;
      while (again === n && n < 5) again = await db.meta.count();
      reading -= 1;
      return [n, again];
    }, 5).subscribe(observer);
    stop = () => watch.unsubscribe();
    await until(() => expect(told.at(-1)).toEqual([5, 5]));
    expect(told.slice(0, 6)).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 5],
      [5, 5],
    ]);
    expect(most).toBe(1);
  });

  it('reads once more, without a word, after a read that was broken off', async () => {
    let reads = 0;
    const watch = watchQuery(async () => {
      reads += 1;
      if (reads === 1) throw new DOMException('broken off', 'AbortError');
      return reads;
    }, 5).subscribe(observer);
    stop = () => watch.unsubscribe();
    await until(() => expect(told).toEqual([2]));
  });

  it('reads again only after a change of what it read', async () => {
    const db = new ClaimLensDb('watch-query-rows');
    // Opening a database counts as a change of everything.
    await db.open();
    await db.meta.put({ v: 1, name: 'mine', value: 1 });
    const watch = watchQuery(() => db.meta.get('mine'), 5).subscribe(observer);
    stop = () => watch.unsubscribe();
    await until(() => expect(told.at(-1)).toMatchObject({ value: 1 }));
    const before = told.length;
    await db.meta.put({ v: 1, name: 'other', value: 1 });
    await db.meta.put({ v: 1, name: 'mine', value: 2 });
    await until(() => expect(told.at(-1)).toMatchObject({ value: 2 }));
    expect(told).toHaveLength(before + 1);
  });

  it('says what fails, and nothing after it was left', async () => {
    const db = new ClaimLensDb('watch-query-fails');
    const watch = watchQuery(async () => {
      await db.meta.count();
      throw new Error('busy');
    }).subscribe(observer);
    await until(() => expect(told).toEqual(['Error: busy']));
    watch.unsubscribe();
    await db.meta.put({ v: 1, name: 'k', value: 1 });
    expect(told).toHaveLength(1);
  });
});
