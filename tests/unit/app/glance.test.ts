import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Glance, keepGlance, readGlance } from '../../../lib/app/glance.ts';

const NOW = Date.parse('2026-11-24T08:00:00Z');
const card = {
  rung: 'worth-checking',
  word: 'Worth checking',
  title: 'Mug',
  line: 'Refund only',
  amount: '¥1',
};
const glance: Glance = { of: '7', at: NOW, heading: '1 claim', cards: [card] };

describe('the glance', () => {
  let kept: Map<string, string>;
  beforeEach(() => {
    kept = new Map();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    });
  });

  it('comes back as it was kept', () => {
    keepGlance(glance);
    expect(readGlance('7', NOW + 1_000)).toEqual(glance);
  });

  it('is not shown for another page', () => {
    keepGlance(glance);
    expect(readGlance('8', NOW)).toBeNull();
  });

  it('is not shown when it is old or from the future', () => {
    keepGlance(glance);
    expect(readGlance('7', NOW + 31 * 60_000)).toBeNull();
    expect(readGlance('7', NOW - 1)).toBeNull();
  });

  it('keeps no more cards than a popup shows', () => {
    keepGlance({ ...glance, cards: Array.from({ length: 50 }, () => card) });
    expect(readGlance('7', NOW)?.cards.length).toBeLessThan(10);
  });

  it.each(['{', 'null', '[]', '{"of":"7","at":0}', '{"of":"7","at":"x","heading":"h","cards":[1,null,{}]}'])(
    'survives %s in its place',
    (text) => {
      kept.set('claimlens-glance', text);
      expect(readGlance('7', NOW)).toBeNull();
    },
  );

  it('leaves out cards that are none', () => {
    kept.set('claimlens-glance', JSON.stringify({ ...glance, cards: [card, { rung: 1 }, null] }));
    expect(readGlance('7', NOW)?.cards).toEqual([card]);
  });
});
