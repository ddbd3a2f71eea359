import { describe, expect, it } from 'vitest';
import { kernelRoom } from '../../../../lib/pixels/kernels/kernels.ts';
import { halve, shrinkPlane, shrinkToColour } from '../../../../lib/pixels/kernels/shrink.ts';
import { plainHalve, plainShrinkPlane, plainShrinkToColour } from '../../../../lib/pixels/raster.ts';
import { random } from '../../../fuzz/mutate.ts';

const next = random(11);
const noise = (n: number): Uint8Array => Uint8Array.from({ length: n }, () => Math.floor(next() * 256));

describe('shrinking through the kernels', () => {
  it('is what runs here', () => expect(kernelRoom()).not.toBeNull());

  it.each([
    [64, 48, 64, 48],
    [64, 48, 53, 40],
    [67, 41, 33, 20],
    [512, 3, 100, 1],
    [1, 1, 1, 1],
    [301, 200, 7, 5],
    [90, 90, 1, 1],
  ])('gives the plain answer for %i x %i to %i x %i', (w, h, width, height) => {
    const plane = { width: w, height: h, data: noise(w * h) };
    expect(shrinkPlane(plane, width, height)).toEqual(plainShrinkPlane(plane, width, height));
    const rgba = noise(w * h * 4);
    const picture = { width: w, height: h, data: new Uint8ClampedArray(rgba.buffer as ArrayBuffer) };
    expect(shrinkToColour(picture, width, height)).toEqual(plainShrinkToColour(picture, width, height));
  });

  it.each([
    [64, 48],
    [67, 41],
    [1, 9],
    [3, 2],
  ])('halves %i x %i as plain code does', (width, height) => {
    const plane = { width, height, data: noise(width * height) };
    expect(halve(plane)).toEqual(plainHalve(plane));
  });

  it('reads a box and nothing beside it', () => {
    const plane = { width: 200, height: 150, data: noise(200 * 150) };
    const box = { x: 37, y: 21, width: 113, height: 97 };
    expect(shrinkPlane(plane, 80, 61, box)).toEqual(plainShrinkPlane(plane, 80, 61, box));
    const last = { x: 150, y: 100, width: 50, height: 50 };
    expect(shrinkPlane(plane, 31, 29, last)).toEqual(plainShrinkPlane(plane, 31, 29, last));
  });
});
