/** Joining: nearest descriptors against plain code, surfaces under turns and sizes, and pictures that share nothing. */
import { describe, expect, it } from 'vitest';
import { applyTo } from '../../../../lib/pixels/homography.ts';
import { surfaceFeatures } from '../../../../lib/place/features/features.ts';
import { join } from '../../../../lib/place/join/join.ts';
import { nearest, plainNearest } from '../../../../lib/place/join/nearest.ts';
import { decoded, drawn, toSharp } from '../../match/pictures.ts';

const a = surfaceFeatures(drawn(11, 420, 320));

describe('nearest descriptors', () => {
  it('are those of plain code, also where the number is no multiple of four', () => {
    const some = surfaceFeatures(drawn(12, 200, 160), false, 173);
    const others = surfaceFeatures(drawn(11, 200, 160), false, 97);
    // What more features left in the memory is none of theirs.
    nearest(a, a);
    expect(nearest(some, others)).toEqual(plainNearest(some, others));
    nearest(a, a);
    expect(nearest(others, some)).toEqual(plainNearest(others, some));
  });

  it('of nothing are nothing', () => {
    const none = surfaceFeatures({ width: 50, height: 50, data: new Uint8ClampedArray(10_000).fill(9) });
    expect(join(none, a).surfaces).toEqual([]);
    expect(join(a, none).surfaces).toEqual([]);
  });
});

describe('joining', () => {
  it('finds a picture again that is turned and smaller, each point where it lies', async () => {
    const turned = await decoded(
      toSharp(drawn(11, 420, 320))
        .rotate(30, { background: '#808080' })
        .resize(420),
    );
    const joined = join(a, surfaceFeatures(turned));
    expect(joined.inliers).toBeGreaterThan(40);
    const map = joined.surfaces[0]!.map;
    const full = {
      w: 420 * Math.cos(Math.PI / 6) + 320 * Math.sin(Math.PI / 6),
      h: 420 * Math.sin(Math.PI / 6) + 320 * Math.cos(Math.PI / 6),
    };
    const k = 420 / full.w;
    for (const [x, y] of [
      [210, 160],
      [120, 90],
      [300, 230],
    ] as const) {
      const [dx, dy] = [x - 210, y - 160];
      const c = Math.cos(Math.PI / 6);
      const truth = [(full.w / 2 + dx * c - dy / 2) * k, (full.h / 2 + dx / 2 + dy * c) * k] as const;
      const [u, v] = applyTo(map, x, y);
      expect(Math.hypot(u - truth[0], v - truth[1])).toBeLessThan(1.2);
    }
  });

  it('finds two surfaces that moved apart as two', async () => {
    const left = await toSharp(drawn(21, 260, 300))
      .png()
      .toBuffer();
    const right = await toSharp(drawn(22, 260, 300))
      .png()
      .toBuffer();
    const beside = async (x: number, y: number, turn: number) => {
      const moved = turn ? await decoded(right).then((p) => toSharp(p).rotate(turn).png().toBuffer()) : right;
      const canvas = toSharp({
        width: 700,
        height: 420,
        data: new Uint8ClampedArray(700 * 420 * 4).fill(140),
      });
      return surfaceFeatures(
        await decoded(
          await canvas
            .composite([
              { input: left, left: 10, top: 40 },
              { input: moved, left: x, top: y },
            ])
            .png()
            .toBuffer(),
        ),
      );
    };
    const joined = join(await beside(300, 40, 0), await beside(380, 20, 15));
    expect(joined.surfaces.length).toBeGreaterThanOrEqual(2);
    expect(joined.surfaces[1]!.a.length).toBeGreaterThan(20);
  });

  it('does not join pictures that share nothing', () => {
    for (let seed = 31; seed < 37; seed++)
      expect(join(a, surfaceFeatures(drawn(seed, 420, 320))).surfaces).toEqual([]);
  });

  it('does not join a picture with its own mirror image', async () => {
    const mirrored = await decoded(toSharp(drawn(11, 420, 320)).flop());
    expect(join(a, surfaceFeatures(mirrored)).surfaces).toEqual([]);
  });
});
