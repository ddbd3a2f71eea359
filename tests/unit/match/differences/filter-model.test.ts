import { afterEach, describe, expect, it, vi } from 'vitest';
import { random } from '../../../fuzz/mutate.ts';

const MODEL = '../../../../lib/match/differences/filter-model.ts';
const next = random(21);

/** Blotches of many sizes, so that every window radius has something to average. */
function blotches(width: number, height: number): Float32Array {
  const spots = Array.from({ length: 40 }, () => [next() * width, next() * height, 2 + next() * 20, next()]);
  return Float32Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    let v = 60 + (120 * x) / width;
    for (const [sx, sy, r, k] of spots) if (Math.hypot(x - sx!, y - sy!) < r!) v += 60 * k! - 30;
    return Math.min(255, Math.max(0, v + 8 * next()));
  });
}

afterEach(() => {
  vi.doUnmock('../../../../lib/pixels/kernels/filtered.ts');
  vi.resetModules();
});

describe('a filter over the whole picture', () => {
  it.each([
    [120, 90],
    [121, 91],
  ])('of %i x %i is the same through the kernels as by its terms', async (width, height) => {
    const colour = { width: width >> 1, height: height >> 1 };
    const source = {
      y: blotches(width, height),
      cb: blotches(colour.width, colour.height),
      cr: blotches(colour.width, colour.height),
    };
    const bent = (plane: Float32Array): Float32Array =>
      plane.map((v) => Math.min(255, 1.3 * v + 20 - 0.0009 * v * v));
    const photo = { y: bent(source.y), cb: bent(source.cb), cr: bent(source.cr) };
    const inside = new Uint8Array(width * height).fill(1);
    const { filteredSource } = await import(MODEL);
    const quick = filteredSource(photo, source, inside, inside, width, height);
    vi.resetModules();
    vi.doMock('../../../../lib/pixels/kernels/filtered.ts', () => ({
      filteredLuma: () => null,
      filteredColour: () => null,
    }));
    const plain = (await import(MODEL)).filteredSource(photo, source, inside, inside, width, height);
    expect(quick).toEqual(plain);
    for (const plane of ['y', 'cb', 'cr'] as const) expect(quick[plane]).not.toEqual(source[plane]);
  });
});
