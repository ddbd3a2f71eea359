import { describe, expect, it } from 'vitest';
import { type Plane, resample, resampleInto } from '../../../../lib/pixels/kernels/resample.ts';
import { type Filter, plainResample } from '../../../../lib/pixels/resample.ts';
import { random } from '../../../fuzz/mutate.ts';

const next = random(11);
const picture = (width: number, height: number) => ({
  width,
  height,
  data: Uint8ClampedArray.from({ length: 4 * width * height }, () => 256 * next()),
});

describe('resampling through the kernels', () => {
  it.each<[number, number, { x: number; y: number; width: number; height: number }, number, number, Filter]>([
    [64, 48, { x: 0, y: 0, width: 64, height: 48 }, 33, 17, 'bilinear-aa'],
    [64, 48, { x: 3.4, y: 20.7, width: 31.2, height: 9.9 }, 96, 48, 'bilinear-aa'],
    [64, 48, { x: -4, y: 40, width: 20, height: 16 }, 7, 5, 'bicubic-aa'],
    [101, 7, { x: 0, y: 0, width: 101, height: 7 }, 10, 3, 'area'],
    [1, 1, { x: 0, y: 0, width: 1, height: 1 }, 5, 4, 'bilinear-aa'],
    [300, 200, { x: 10, y: 5, width: 280, height: 190 }, 13, 9, 'bicubic-aa'],
  ])('of a part of %i x %i is that of plain code to the last bit', (w, h, rect, width, height, filter) => {
    const one = picture(w, h);
    expect(resample(one, rect, width, height, filter)).toEqual(
      plainResample(one, rect, width, height, filter),
    );
  });

  it('writes planes as asked into wider rows, and leaves what lies right of them', () => {
    const one = picture(40, 30);
    const rect = { x: 2.5, y: 1, width: 30, height: 20 };
    const planes: Plane[] = [
      { colour: 2, gain: 0.5, shift: 3 },
      { colour: 0, gain: 1 / 255, shift: -0.25 },
    ];
    const into = new Float32Array(2 * 9 * 11).fill(7);
    resampleInto(into, one, rect, { width: 9, height: 11, stride: 9 }, planes);
    const wide = new Float32Array(2 * 16 * 11).fill(7);
    resampleInto(wide, one, rect, { width: 9, height: 11, stride: 16 }, planes);
    const plain = plainResample(one, rect, 9, 11);
    for (const [i, { colour, gain, shift }] of planes.entries())
      for (let y = 0; y < 11; y++) {
        const values = plain.slice((colour * 11 + y) * 9, (colour * 11 + y + 1) * 9);
        const expected = values.map((value) => value * gain - shift);
        expect(into.slice((i * 11 + y) * 9, (i * 11 + y + 1) * 9)).toEqual(expected);
        const row = wide.slice((i * 11 + y) * 16, (i * 11 + y + 1) * 16);
        expect(row).toEqual(Float32Array.from([...expected, ...Array<number>(7).fill(7)]));
      }
  });
});
