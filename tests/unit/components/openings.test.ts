import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { APART_MS, openings } from '../../../components/check/openings.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** What was opened, and the place that is looked at, which opening changes. */
function looking() {
  const opened: string[] = [];
  const at = { place: '' };
  const all = openings(
    (key) => {
      opened.push(key);
      at.place = key;
    },
    () => at.place,
  );
  return { opened, at, all };
}

describe('answers of dropped photos', () => {
  it('are opened at once where the photos come slowly', () => {
    const { opened, all } = looking();
    for (const key of ['a', 'b', 'c']) {
      all.next(key);
      vi.advanceTimersByTime(APART_MS);
    }
    expect(opened).toEqual(['a', 'b', 'c']);
  });

  it('are that of the first and that of the last where they come quickly', () => {
    const { opened, all } = looking();
    for (const key of ['a', 'b', 'c', 'd']) {
      all.next(key);
      vi.advanceTimersByTime(APART_MS / 4);
    }
    expect(opened).toEqual(['a']);
    vi.advanceTimersByTime(APART_MS);
    expect(opened).toEqual(['a', 'd']);
  });

  it('take nobody away from where they went meanwhile', () => {
    const { opened, at, all } = looking();
    all.next('a');
    all.next('b');
    at.place = 'settings';
    vi.advanceTimersByTime(2 * APART_MS);
    expect(opened).toEqual(['a']);
  });

  it('are opened no more once the field is gone', () => {
    const { opened, all } = looking();
    all.next('a');
    all.next('b');
    all.stop();
    vi.advanceTimersByTime(2 * APART_MS);
    expect(opened).toEqual(['a']);
  });
});
