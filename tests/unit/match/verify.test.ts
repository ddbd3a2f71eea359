import { describe, expect, it } from 'vitest';
import { differenceMap, prepare, verify } from '../../../lib/match/index.ts';
import type { Picture } from '../../../lib/pixels/picture.ts';
import { decoded, drawn, saved, stained, toSharp } from './pictures.ts';

const source = drawn(1);
const known = prepare(source);
const damaged = stained(source, 400, 200, 30);

const onto = (m: number[], x: number, y: number): [number, number] => {
  const w = m[6]! * x + m[7]! * y + m[8]!;
  return [(m[0]! * x + m[1]! * y + m[2]!) / w, (m[3]! * x + m[4]! * y + m[5]!) / w];
};

describe('verify', () => {
  it('names a re-saved copy and outlines the painted spot tightly', async () => {
    const match = verify(prepare(await saved(toSharp(damaged))), known);
    expect(match?.level).toBe('copy');
    expect(match?.mirrored).toBe(false);
    expect(match?.changed).toHaveLength(1);
    const region = match!.changed[0]!;
    expect(Math.abs(region.x - 370)).toBeLessThan(9);
    expect(Math.abs(region.y - 170)).toBeLessThan(9);
    expect(Math.abs(region.width - 60)).toBeLessThan(16);
    expect(region.area).toBeGreaterThan(0.7 * Math.PI * 900);
    expect(region.area).toBeLessThan(1.4 * Math.PI * 900);
    expect(region.contours!.length).toBeGreaterThan(0);
  });

  it('finds nothing changed in an untouched copy', async () => {
    const match = verify(prepare(await saved(toSharp(source), 60)), known);
    expect(match?.level).toBe('copy');
    expect(match?.changed).toEqual([]);
    expect(match?.kept).toBeGreaterThan(0.95);
  });

  it('gives the map from photo to source through crop, resize and mirror', async () => {
    const crop = toSharp(damaged).extract({ left: 120, top: 60, width: 480, height: 400 });
    const match = verify(prepare(await saved(toSharp(await decoded(crop.flop())), 70)), known);
    expect(match?.level).toBe('copy');
    expect(match?.mirrored).toBe(true);
    const [x, y] = onto(match!.transform, 100, 100);
    expect(Math.abs(x - (120 + 380))).toBeLessThan(1);
    expect(Math.abs(y - 160)).toBeLessThan(1);
    for (const r of match!.changed) {
      expect(r.x).toBeGreaterThanOrEqual(0);
      expect(r.x + r.width).toBeLessThanOrEqual(480.01);
      expect(r.y + r.height).toBeLessThanOrEqual(400.01);
    }
  });

  it('sees the photo inside a screenshot and keeps regions inside it', async () => {
    const inner = await toSharp(damaged).resize(540).png().toBuffer();
    const screen = Buffer.from(
      (
        await decoded(
          (
            await import('sharp')
          )
            .default({ create: { width: 720, height: 1280, channels: 3, background: '#181818' } })
            .composite([{ input: inner, left: 90, top: 400 }])
            .png(),
        )
      ).data,
    );
    const photo = await saved(toSharp({ width: 720, height: 1280, data: new Uint8ClampedArray(screen) }), 75);
    const match = verify(prepare(photo), known);
    expect(match?.level).toBe('copy');
    expect(match?.overlap).toBeGreaterThan(0.9);
    for (const r of match!.changed) {
      expect(r.x).toBeGreaterThanOrEqual(89);
      expect(r.y).toBeGreaterThanOrEqual(399);
      expect(r.x + r.width).toBeLessThanOrEqual(632);
      expect(r.y + r.height).toBeLessThanOrEqual(807);
    }
  });

  it('never says copy of a small picture', async () => {
    const match = verify(prepare(await saved(toSharp(source).resize(240))), known);
    expect(match?.level).toBe('likely');
  });

  it('does not match another picture', () => {
    expect(verify(prepare(drawn(2)), known)).toBeNull();
  });

  it('draws differences only where something changed', async () => {
    const photo = prepare(await saved(toSharp(damaged)));
    const map = differenceMap(photo, known, verify(photo, known)!);
    expect([map.width, map.height]).toEqual([640, 480]);
    expect(map.data[200 * 640 + 400]).toBeGreaterThan(200);
    expect(map.data[400 * 640 + 100]).toBeLessThan(60);
  });
});

describe('a large edit', () => {
  /** Another picture in a rectangle: what stands there was redrawn. */
  function filled(over: Picture, from: Picture, x: number, y: number, w: number, h: number): Picture {
    const data = over.data.slice();
    for (let row = y; row < y + h; row++) {
      const at = (row * over.width + x) * 4;
      data.set(from.data.subarray(at, at + w * 4), at);
    }
    return { ...over, data };
  }
  const half = filled(drawn(1), drawn(9), 130, 60, 360, 360);

  it('in a third of the picture leaves a copy, with that third outlined', async () => {
    const photo = filled(source, drawn(9), 170, 80, 320, 300);
    const match = verify(prepare(await saved(toSharp(photo), 70)), known);
    expect(match?.level).toBe('copy');
    const marked = match!.changed.reduce((sum, region) => sum + region.area, 0);
    expect(marked / (320 * 300)).toBeGreaterThan(0.6);
    expect(marked / (320 * 300)).toBeLessThan(1.25);
    expect(match!.kept).toBeLessThan(0.85);
  });

  it('in nearly half of it leaves a part that is the same, and what is not is outlined', async () => {
    const match = verify(prepare(await saved(toSharp(half), 70)), known);
    expect(match?.level).toBe('part');
    const marked = match!.changed.reduce((sum, region) => sum + region.area, 0);
    expect(marked / (360 * 360)).toBeGreaterThan(0.6);
    expect(marked / (360 * 360)).toBeLessThan(1.25);
  });

  it('is not seen where other goods were photographed before the same backdrop', async () => {
    for (const [dx, blur] of [
      [4, 0.8],
      [9, 1.1],
    ] as const) {
      const goods = filled(drawn(1), drawn(12), 170, 80, 320, 300);
      const exposed = toSharp(goods)
        .extract({ left: dx, top: 5, width: 640 - 2 * dx, height: 470 })
        .affine([1, 0.012, -0.009, 1.004], { background: '#888' })
        .blur(blur);
      const noise = drawn(33);
      const picture = await decoded(exposed);
      for (let i = 0; i < picture.data.length; i++)
        if (i % 4 !== 3) picture.data[i] = picture.data[i]! + (noise.data[i % noise.data.length]! - 128) / 9;
      const match = verify(prepare(await saved(toSharp(picture), 80)), known);
      expect(match?.level).not.toBe('copy');
    }
  });
});

describe('variants of one exposure', () => {
  /** The same exposure with the shape in the middle dyed. */
  function dyed(picture: Picture): Picture {
    const data = picture.data.slice();
    for (let y = 120; y < 360; y++) {
      for (let x = 200; x < 480; x++) {
        const i = (y * picture.width + x) * 4;
        data[i] = data[i]! * 0.75;
        data[i + 2] = Math.min(255, data[i + 2]! * 1.1 + 20);
      }
    }
    return { ...picture, data };
  }

  it.each([
    ['re-saved', (p: Picture) => saved(toSharp(p), 55)],
    [
      'brightened and warmed',
      (p: Picture) => saved(toSharp(p).modulate({ brightness: 1.08 }).tint('#fff2e0'), 80),
    ],
    [
      'mirrored and cropped',
      async (p: Picture) =>
        decoded(toSharp(p).extract({ left: 60, top: 40, width: 520, height: 400 }).flop()),
    ],
  ] as const)('a %s copy is nearer in colour to its own source', async (_, change) => {
    const [own, other] = [drawn(4), dyed(drawn(4))];
    for (const [source, rival] of [
      [own, other],
      [other, own],
    ] as const) {
      const photo = prepare(await change(stained(source, 330, 240, 24)));
      const right = verify(photo, prepare(source));
      const wrong = verify(photo, prepare(rival));
      expect(right?.level).toBe('copy');
      if (wrong) expect(right!.scores.colourApart).toBeLessThan(wrong.scores.colourApart);
    }
  });
});
