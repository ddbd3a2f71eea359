import { describe, expect, it } from 'vitest';
import { seeded } from '../../../../lib/match/fingerprint/pattern.ts';
import type { Points } from '../../../../lib/match/parts/blocks.ts';
import { fitSimilarity } from '../../../../lib/match/parts/similarity.ts';
import { strayFrom } from '../../../../lib/match/parts/stray.ts';
import { applyTo, type Homography } from '../../../../lib/pixels/homography.ts';

/** A field of 20 by 20 blocks carried over by a map, each off by up to `noise` pixels. */
function blocks(map: Homography, noise: number): Points {
  const random = seeded(5);
  const from: number[] = [];
  const to: number[] = [];
  for (let y = 0; y < 20; y++) {
    for (let x = 0; x < 20; x++) {
      const [u, v] = applyTo(map, 8 * x, 8 * y);
      from.push(8 * x, 8 * y);
      to.push(u + noise * (2 * random() - 1), v + noise * (2 * random() - 1));
    }
  }
  return {
    from: Float64Array.from(from),
    to: Float64Array.from(to),
    weight: new Float64Array(400).fill(0.2),
  };
}

const turned: Homography = [1.2, -0.3, 40, 0.3, 1.2, 10, 0, 0, 1];
/** The same surface seen by a camera that stands a few degrees to the side. */
const tilted: Homography = [1.2, -0.3, 40, 0.3, 1.2, 10, 0.0002, 0, 1];
const of = (points: Points) => strayFrom(points, fitSimilarity(points, false)!, 1.24);

describe('how blocks leave a similarity', () => {
  it('is scatter where the part was moved and saved again', () => {
    const stray = of(blocks(turned, 1))!;
    expect(stray.swing).toBeLessThan(0.15);
    expect(stray.scatter).toBeGreaterThan(0.4);
    expect(stray.firm).toBeGreaterThan(0.95);
  });

  it('is a smooth swing where the camera stood elsewhere, however much noise there is', () => {
    expect(of(blocks(tilted, 0))!.swing).toBeGreaterThan(0.8);
    expect(of(blocks(tilted, 1))!.swing).toBeGreaterThan(0.8);
  });

  it('cannot be told from less than what scatter feigns on so few blocks', () => {
    const many = blocks(turned, 1);
    const few = {
      from: many.from.slice(0, 120),
      to: many.to.slice(0, 120),
      weight: many.weight.slice(0, 60),
    };
    expect(of(many)!.chance).toBeLessThan(0.17);
    expect(of(few)!.chance).toBeGreaterThan(0.3);
  });

  it('does not follow painted damage', () => {
    const points = blocks(turned, 0.2);
    for (let y = 8; y < 14; y++) for (let x = 8; x < 16; x++) points.to[2 * (20 * y + x)]! += 3;
    const clean = fitSimilarity(blocks(turned, 0), false)!;
    const stray = strayFrom(points, clean, 1.24)!;
    expect(stray.swing).toBeLessThan(0.15);
    expect(stray.firm).toBeLessThan(0.9);
  });

  it('cannot be told of points at one place', () => {
    const points = {
      from: new Float64Array(20),
      to: new Float64Array(20),
      weight: new Float64Array(10).fill(1),
    };
    expect(strayFrom(points, [1, 0, 0, 0, 1, 0, 0, 0, 1], 1)).toBeNull();
  });
});
