import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { cast } from '../../demo/cast.ts';
import { GENERATION_PARAMETERS, homePhoto, listingCopy } from '../../demo/evidence.ts';
import { make } from '../../demo/pictures/make.ts';
import type { Recipe } from '../../demo/pictures/recipe.ts';

const NOW = Date.parse('2026-11-24T04:00:00Z');

describe('demo pictures', () => {
  it('come from the cache as they were made', async () => {
    const recipe: Recipe = listingCopy(7, [
      { do: 'crack', seed: 3, at: [0.5, 0.4, 0.2, 0.2] },
      { do: 'resize', width: 200 },
    ]);
    expect((await make(recipe)).equals(await make(recipe))).toBe(true);
  });

  it('carry the changes asked for, in the order asked for', async () => {
    const bytes = await make(
      listingCopy(
        8,
        [
          { do: 'crop', box: [0, 0, 0.5, 1] },
          { do: 'resize', width: 120 },
        ],
        { format: 'webp' },
      ),
    );
    const { format, width, height } = await sharp(bytes).metadata();
    expect({ format, width, height }).toEqual({ format: 'webp', width: 120, height: 192 });
  });

  it('keep a camera, a label and generation parameters in the file', async () => {
    const recipes = cast(24, NOW).map(({ photos }) => photos[0]?.recipe as Recipe);
    const of = (n: number) => make(recipes[n] as Recipe);
    const camera = await sharp(await of(1)).metadata();
    expect(camera.exif?.toString('latin1')).toContain('ALN-AL00');
    const label = await sharp(await of(11)).metadata();
    expect(label.xmp?.toString()).toContain('http://www.tc260.org.cn/ns/AIGC/1.0/');
    expect((await of(13)).includes(`parameters\0${GENERATION_PARAMETERS.slice(0, 40)}`)).toBe(true);
  });

  it('are broken where they should be', async () => {
    const huge = await make({ broken: 'huge' });
    expect(huge.length).toBeLessThan(1_000);
    expect(huge.readUInt32BE(16)).toBe(60_000);
    expect(await make({ broken: 'empty' })).toHaveLength(0);
    const cut = await make({ broken: 'truncated', of: listingCopy(0, []) });
    await expect(sharp(cut, { failOn: 'truncated' }).raw().toBuffer()).rejects.toThrow();
  });

  it('show two honest photos of one product from different views', async () => {
    const grey = async (n: number) =>
      sharp(await make(homePhoto(1, n, undefined)))
        .resize(16, 16, { fit: 'fill' })
        .greyscale()
        .raw()
        .toBuffer();
    const [a, b] = [await grey(2), await grey(3)];
    const apart = a.reduce((sum, v, i) => sum + Math.abs(v - (b[i] ?? 0)), 0) / a.length;
    expect(apart).toBeGreaterThan(10);
  });
});
