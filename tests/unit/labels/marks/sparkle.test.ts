import { describe, expect, it } from 'vitest';
import { findSparkle } from '../../../../lib/labels/marks/sparkle.ts';
import { draw, textured } from '../draw.ts';

/** The mark as published: 48 px with a 32 px margin at long side 1024; two concave sides per point. */
function star(width: number, height: number, opacity: number, fill = '#fff', margin = 32, size = 48): string {
  const r = size / 2;
  const x = width - margin - r;
  const y = height - margin - r;
  const k = r * 0.2;
  return `<path d="M${x} ${y - r}Q${x + k} ${y - k} ${x + r} ${y}Q${x + k} ${y + k} ${x} ${y + r}Q${x - k} ${y + k} ${x - r} ${y}Q${x - k} ${y - k} ${x} ${y - r}Z" fill="${fill}" fill-opacity="${opacity}"/>`;
}

describe('findSparkle', () => {
  it.each([75, 90])('finds the mark after JPEG %d', async (quality) => {
    const hit = findSparkle(await draw(textured(1024, 768, star(1024, 768, 0.5)), quality));
    expect(hit).not.toBeNull();
    expect(hit!.box.x).toBeGreaterThan(935);
    expect(hit!.box.x).toBeLessThan(953);
    expect(Math.abs(hit!.box.width - 48)).toBeLessThan(7);
    expect(hit!.score).toBeGreaterThan(0.72);
  });

  it('finds a whiter mark where its shape leaves no doubt', async () => {
    const hit = findSparkle(await draw(textured(1024, 768, star(1024, 768, 0.68)), 90));
    expect(hit?.score).toBeGreaterThan(0.8);
  });

  it.each([
    ['nothing', ''],
    ['a star elsewhere', star(500, 400, 0.5)],
    ['a solid white star', star(1024, 768, 1)],
    ['a red star', star(1024, 768, 0.6, '#f00')],
    ['a round lamp', '<circle cx="968" cy="712" r="22" fill="#fff" fill-opacity=".5"/>'],
    ['a square', '<rect x="946" y="690" width="44" height="44" fill="#fff" fill-opacity=".5"/>'],
  ])('leaves %s alone', async (_, inside) => {
    expect(findSparkle(await draw(textured(1024, 768, inside), 85))).toBeNull();
  });

  it('answers for tiny pictures', () => {
    expect(findSparkle({ width: 2, height: 2, data: new Uint8ClampedArray(16) })).toBeNull();
  });
});
