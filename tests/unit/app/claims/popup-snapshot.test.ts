import { beforeEach, describe, expect, it, vi } from 'vitest';
import { keepSnapshot, type PopupSnapshot, readSnapshot } from '../../../../lib/app/claims/popup-snapshot.ts';

const NOW = Date.parse('2026-11-24T08:00:00Z');
const card = {
  level: 'worth-checking',
  word: 'Worth checking',
  title: 'Mug',
  amount: '¥1',
};
const snapshot: PopupSnapshot = { of: '7', at: NOW, heading: '1 claim', cards: [card] };

describe('the snapshot', () => {
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
    keepSnapshot(snapshot);
    expect(readSnapshot('7', NOW + 1_000)).toEqual(snapshot);
  });

  it('is not shown for another page', () => {
    keepSnapshot(snapshot);
    expect(readSnapshot('8', NOW)).toBeNull();
  });

  it('is not shown when it is old or from the future', () => {
    keepSnapshot(snapshot);
    expect(readSnapshot('7', NOW + 31 * 60_000)).toBeNull();
    expect(readSnapshot('7', NOW - 1)).toBeNull();
  });

  it('keeps no more cards than a popup shows', () => {
    keepSnapshot({ ...snapshot, cards: Array.from({ length: 50 }, () => card) });
    expect(readSnapshot('7', NOW)?.cards.length).toBeLessThan(10);
  });

  it.each(['{', 'null', '[]', '{"of":"7","at":0}', '{"of":"7","at":"x","heading":"h","cards":[1,null,{}]}'])(
    'survives %s in its place',
    (text) => {
      kept.set('claimlens-popup-snapshot', text);
      expect(readSnapshot('7', NOW)).toBeNull();
    },
  );

  it('leaves out cards that are none', () => {
    kept.set('claimlens-popup-snapshot', JSON.stringify({ ...snapshot, cards: [card, { level: 1 }, null] }));
    expect(readSnapshot('7', NOW)?.cards).toEqual([card]);
  });
});
