import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepare } from '../../../../lib/match/fingerprint/prepare.ts';
import { verify } from '../../../../lib/match/verify.ts';
import type { Picture } from '../../../../lib/pixels/picture.ts';
import { hasSamples, SAMPLES } from '../../../samples.ts';
import { decoded, drawn, saved, toSharp } from '../pictures.ts';

/** `over` where `shows` says so, at the place it names in `over`; `under` elsewhere. */
function composed(
  under: Picture,
  over: Picture,
  where: (x: number, y: number) => [number, number] | null,
): Picture {
  const data = under.data.slice();
  for (let y = 0; y < under.height; y++) {
    for (let x = 0; x < under.width; x++) {
      const at = where(x, y);
      if (!at) continue;
      const [u, v] = [Math.round(at[0]), Math.round(at[1])];
      if (u < 0 || v < 0 || u >= over.width || v >= over.height) continue;
      const s = (v * over.width + u) * 4;
      data.set(over.data.subarray(s, s + 4), (y * under.width + x) * 4);
    }
  }
  return { ...under, data };
}

const inOval = (x: number, y: number): boolean => ((x - 400) / 190) ** 2 + ((y - 320) / 220) ** 2 < 1;
const source = drawn(41, 800, 640);
const scene = drawn(42, 800, 640);

describe('a part of the photo that is the source to the pixel', () => {
  it('is named where the background was replaced, with the outline of what is kept', async () => {
    const photo = composed(scene, source, (x, y) => (inOval(x, y) ? [x, y] : null));
    const match = verify(prepare(await saved(toSharp(photo))), prepare(await saved(toSharp(source), 90)));
    expect(match?.level).toBe('part');
    const { x, y, width, height } = match!.same!;
    expect(Math.max(Math.abs(x - 210), Math.abs(x + width - 590))).toBeLessThan(24);
    expect(Math.max(Math.abs(y - 100), Math.abs(y + height - 540))).toBeLessThan(24);
  });

  it('is named where it was cut out, made smaller, turned and put elsewhere', async () => {
    const [c, s] = [Math.cos(0.2) / 0.7, Math.sin(0.2) / 0.7];
    const photo = composed(scene, source, (x, y) => {
      const [u, v] = [400 + c * (x - 520) + s * (y - 380), 320 - s * (x - 520) + c * (y - 380)];
      return inOval(u, v) ? [u, v] : null;
    });
    const match = verify(prepare(await saved(toSharp(photo))), prepare(await saved(toSharp(source), 90)));
    expect(match?.level).toBe('part');
  });

  it('is not named where the same print was photographed again, nor said to be another photo of the goods', async () => {
    const photo = composed(scene, source, (x, y) => {
      // A camera held a little to the side: the far edge is 8 % shorter.
      const w = 1 + 0.0002 * (x - 400);
      const [u, v] = [400 + (1.1 * (x - 420)) / w, 320 + (1.15 * (y - 330) + 0.05 * (x - 420)) / w];
      return inOval(u, v) ? [u, v] : null;
    });
    const match = verify(prepare(await saved(toSharp(photo))), prepare(await saved(toSharp(source), 90)));
    expect([undefined, 'rerendered', 'likely']).toContain(match?.level);
  });
});

describe.skipIf(!hasSamples)('the same goods in another photo', () => {
  it.each([
    ['can/4.jpg', 'can/3.jpg'],
    ['clock/5.jpg', 'clock/2.jpg'],
  ])('are named where depth and tilt show that the camera moved: %s after %s', async (photo, known) => {
    const read = async (file: string) => prepare(await decoded(join(SAMPLES, 'photos/same-object', file)));
    expect(verify(await read(photo), await read(known))?.level).toBe('same-goods');
  });
});
