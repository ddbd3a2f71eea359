import { describe, expect, it } from 'vitest';
import { Lanes } from '../../../../lib/app/place/lanes.ts';

describe('lanes', () => {
  it('spread new pictures evenly and keep each where it was', () => {
    const lanes = new Lanes(['one', 'two']);
    const first = ['a', 'b', 'c', 'd'].map((sha) => lanes.of(sha));
    expect(first).toEqual(['one', 'two', 'one', 'two']);
    expect(['d', 'c', 'b', 'a'].map((sha) => lanes.of(sha))).toEqual(['two', 'one', 'two', 'one']);
  });

  it('forget what was not asked about for long', () => {
    const lanes = new Lanes(['one', 'two', 'three']);
    const kept = lanes.of('kept');
    for (let n = 0; n < 500; n++) {
      lanes.of(`other ${n}`);
      expect(lanes.of('kept')).toBe(kept);
    }
  });
});
