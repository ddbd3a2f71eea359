import { describe, expect, it } from 'vitest';
import { warp } from '../../../lib/pixels/warp.ts';

const source = {
  width: 4,
  height: 2,
  data: new Uint8ClampedArray([0, 40, 80, 120, 10, 50, 90, 130].flatMap((v) => [v, v, v, 255])),
};
const grey = ({ data }: { data: Uint8ClampedArray }) => [...data].filter((_, i) => i % 4 === 0);

describe('a picture through a map', () => {
  it('stays itself through the identity', () => {
    expect(grey(warp(source, [1, 0, 0, 0, 1, 0, 0, 0, 1], 4, 2))).toEqual(grey(source));
  });

  it('is mirrored, moved and shows where it has nothing', () => {
    expect(grey(warp(source, [-1, 0, 4, 0, 1, 0, 0, 0, 1], 4, 1))).toEqual([120, 80, 40, 0]);
    expect(grey(warp(source, [1, 0, 2, 0, 1, 0, 0, 0, 1], 4, 1, 7))).toEqual([80, 120, 7, 7]);
  });

  it('is read between its pixels', () => {
    expect(grey(warp(source, [0.5, 0, 0.75, 0, 1, 0, 0, 0, 1], 2, 1))).toEqual([20, 40]);
  });
});
