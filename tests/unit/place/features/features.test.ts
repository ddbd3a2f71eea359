/** Features of surfaces: the kernels against plain code, and what every picture's features must hold. */
import { describe, expect, it } from 'vitest';
import { LENGTH, NORM } from '../../../../lib/place/features/descriptor.ts';
import { surfaceFeatures } from '../../../../lib/place/features/features.ts';
import { type Octave, octaves } from '../../../../lib/place/features/scale-space.ts';
import { decoded, drawn, toSharp } from '../../match/pictures.ts';

describe('scale space', () => {
  it('is the same in the kernels and in plain code: planes to the last bit, extrema one for one', () => {
    const { width, height, data } = drawn(3, 150, 101);
    const grey = { width, height, data: Uint8Array.from({ length: width * height }, (_, i) => data[i * 4]!) };
    const plain = octaves(grey, 0.003, true);
    let octave = 0;
    for (const own of octaves(grey, 0.003)) {
      const other = plain.next().value as Octave | undefined;
      expect(other?.width).toBe(own.width);
      const bits = (plane: Float32Array) => Buffer.from(plane.buffer, plane.byteOffset, plane.byteLength);
      for (const [i, plane] of own.gauss.entries())
        expect(bits(plane).equals(bits(other?.gauss[i] ?? new Float32Array()))).toBe(true);
      expect(own.extrema.map((list) => [...list])).toEqual(other?.extrema.map((list) => [...list]));
      octave++;
    }
    expect(octave).toBeGreaterThan(2);
    expect(plain.next().done).toBe(true);
  });
});

describe('features', () => {
  it.each([
    [5, 320, 240],
    [7, 101, 90],
    [9, 67, 150],
  ])('are the same in the kernels and in plain code (%i, %i x %i)', (seed, width, height) => {
    const picture = drawn(seed, width, height);
    const own = surfaceFeatures(picture);
    expect(own.count).toBeGreaterThan(5);
    expect(own).toEqual(surfaceFeatures(picture, true));
  });

  it('are the most contrasted of all where there are more than are kept', () => {
    const picture = drawn(5, 320, 240);
    const all = surfaceFeatures(picture);
    const most = Math.floor(all.count / 3);
    const some = surfaceFeatures(picture, false, most);
    expect(some.count).toBe(most);
    expect(some.x).toEqual(all.x.slice(0, most));
    expect(some.descriptors).toEqual(all.descriptors.slice(0, most * LENGTH));
  });

  it('stand inside the picture, with descriptors of one length', () => {
    const picture = drawn(5, 320, 240);
    const f = surfaceFeatures(picture);
    expect(f.count).toBeGreaterThan(50);
    for (let i = 0; i < f.count; i++) {
      expect(f.x[i]).toBeGreaterThan(0);
      expect(f.x[i]).toBeLessThan(320);
      expect(f.y[i]).toBeGreaterThan(0);
      expect(f.y[i]).toBeLessThan(240);
      const own = f.descriptors.subarray(i * LENGTH, (i + 1) * LENGTH);
      const length = Math.sqrt(own.reduce((sum, v) => sum + v * v, 0));
      expect(Math.abs(length / NORM - 1)).toBeLessThan(0.01);
    }
  });

  it('are found at the same places of a picture that stands twice as large', async () => {
    const small = drawn(5, 240, 180);
    const large = await decoded(toSharp(small).resize(480));
    const [a, b] = [surfaceFeatures(small), surfaceFeatures(large)];
    const strong = Math.min(60, a.count);
    let met = 0;
    for (let i = 0; i < strong; i++) {
      for (let j = 0; j < b.count; j++) {
        const near = Math.hypot(b.x[j]! / 2 - a.x[i]!, b.y[j]! / 2 - a.y[i]!) < 0.6;
        if (near && Math.abs(Math.log2(b.size[j]! / 2 / a.size[i]!)) < 0.35) {
          met++;
          break;
        }
      }
    }
    // Grain comes and goes with the size; a wrong place or size would leave almost none.
    expect(met / strong).toBeGreaterThan(0.5);
  });

  it('of a picture of one colour, or of a few pixels, are none', () => {
    const flat = (width: number, height: number) => ({
      width,
      height,
      data: new Uint8ClampedArray(width * height * 4).fill(120),
    });
    expect(surfaceFeatures(flat(200, 100)).count).toBe(0);
    expect(surfaceFeatures(flat(1, 1)).count).toBe(0);
    expect(surfaceFeatures(flat(3, 900)).count).toBe(0);
  });
});
