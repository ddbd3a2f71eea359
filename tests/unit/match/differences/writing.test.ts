import { expect, it } from 'vitest';
import { seeded } from '../../../../lib/match/fingerprint/pattern.ts';
import { prepare } from '../../../../lib/match/fingerprint/prepare.ts';
import { isEdited } from '../../../../lib/match/judge/findings.ts';
import { verify } from '../../../../lib/match/verify.ts';
import { drawn, saved, toSharp } from '../pictures.ts';

const source = drawn(58, 800, 640);
const known = saved(toSharp(source), 90);

/** A line of `count` signs of three strokes each, as a camera prints date and time: no font is needed to look like one. */
function line(count: number, x: number, y: number, size: number): Buffer {
  const random = seeded(3);
  let strokes = '';
  for (let k = 0; k < count; k++) {
    const left = x + 0.7 * size * k;
    const bar = (dx: number, dy: number, w: number, h: number) =>
      `<rect x="${left + dx}" y="${y + dy}" width="${w}" height="${h}"/>`;
    strokes += bar(0, random() < 0.5 ? 0 : size / 2, size / 8, random() < 0.5 ? size : size / 2);
    strokes += bar(0.4 * size, 0, size / 8, size) + bar(0, random() * size, size / 2, size / 8);
  }
  return Buffer.from(`<svg width="800" height="640"><g fill="#ffb020">${strokes}</g></svg>`);
}

it('takes a time stamp at the lower edge for no edit, and still shows it', async () => {
  const photo = await saved(toSharp(source).composite([{ input: line(19, 500, 600, 20) }]));
  const match = verify(prepare(photo), prepare(await known));
  expect(match?.level).toBe('copy');
  expect(isEdited(match!)).toBe(false);
  expect(match!.changed.some(({ y, height }) => y + height > 590)).toBe(true);
});

it('counts the same strokes in the middle of the picture, and a plain bar below it', async () => {
  for (const input of [
    line(19, 260, 300, 20),
    Buffer.from(
      '<svg width="800" height="640"><rect x="430" y="545" width="170" height="13" fill="#ffb020"/></svg>',
    ),
  ]) {
    const photo = await saved(toSharp(source).composite([{ input }]));
    expect(isEdited(verify(prepare(photo), prepare(await known))!)).toBe(true);
  }
});
