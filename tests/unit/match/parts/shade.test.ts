import { describe, expect, it } from 'vitest';
import { overlay } from '../../../../lib/match/differences/overlay.ts';
import { prepare } from '../../../../lib/match/fingerprint/prepare.ts';
import { shadeOf } from '../../../../lib/match/parts/shade.ts';
import type { Picture } from '../../../../lib/pixels/picture.ts';
import { drawn, saved, toSharp } from '../pictures.ts';

const source = drawn(51, 512, 384);
const grid = { width: 512, height: 384, x: 0, y: 0, step: 1 };

/** The picture under another light: `gain` by place. */
function lit(picture: Picture, gain: (x: number, y: number) => number): Picture {
  const data = picture.data.slice();
  for (let y = 0, p = 0; y < picture.height; y++)
    for (let x = 0; x < picture.width; x++, p += 4)
      for (let k = 0; k < 3; k++) data[p + k] = data[p + k]! * gain(x, y);
  return { ...picture, data };
}

async function apart(photo: Picture) {
  const over = overlay(
    prepare(await saved(toSharp(photo), 70)),
    prepare(source),
    [1, 0, 0, 0, 1, 0, 0, 0, 1],
    grid,
    null,
  );
  const cells = Int32Array.from({ length: over.correlation.width * over.correlation.height }, (_, i) => i);
  return shadeOf(over, cells)!;
}

describe('the light on a part', () => {
  it('stays when it is saved again, darkened, or painted on in a corner', async () => {
    expect((await apart(source)).apart).toBeLessThan(0.5);
    expect((await apart(source)).fall).toBeLessThan(0.2);
    expect((await apart(lit(source, () => 0.8))).apart).toBeLessThan(0.6);
    expect((await apart(lit(source, () => 0.8))).fall).toBeLessThan(0.3);
    expect((await apart(lit(source, (x, y) => (x < 150 && y < 150 ? 0.5 : 1)))).apart).toBeLessThan(0.6);
  });

  it('is another one where the lamp stands elsewhere', async () => {
    const seen = await apart(lit(source, (x) => 0.9 + (0.2 * x) / 512));
    expect(seen.apart).toBeGreaterThan(2);
    expect(seen.fall).toBeGreaterThan(5);
    expect(seen.range).toBeGreaterThan(10);
  });

  it('is not told of a few cells', async () => {
    const over = overlay(prepare(source), prepare(source), [1, 0, 0, 0, 1, 0, 0, 0, 1], grid, null);
    expect(shadeOf(over, Int32Array.of(0, 1, 2))).toBeNull();
  });
});
