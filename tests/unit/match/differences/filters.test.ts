import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { prepare } from '../../../../lib/match/fingerprint/prepare.ts';
import { isEdited } from '../../../../lib/match/judge/findings.ts';
import { verify } from '../../../../lib/match/verify.ts';
import type { Picture } from '../../../../lib/pixels/picture.ts';
import { decoded, drawn, saved, stained, toSharp } from '../pictures.ts';

const source = drawn(51, 800, 640);

/** Base compressed, detail raised: what an HDR button does. */
async function toneMapped(p: Picture): Promise<Picture> {
  const base = await decoded(toSharp(p).blur(24).png());
  const data = p.data.map((v, i) => {
    if (i % 4 === 3) return 255;
    const b = base.data[i]!;
    return 128 + (b - 128) * 0.65 + (v - b) * 1.6;
  });
  return { ...p, data };
}

/** Everything but the reds drained of colour, as "colour splash" does. */
function splashed(p: Picture): Promise<Picture> {
  const data = p.data.slice();
  for (let o = 0; o < data.length; o += 4) {
    const [r, g, b] = [data[o]!, data[o + 1]!, data[o + 2]!];
    if (r <= g + 25 || r <= b + 25) data.fill(0.3 * r + 0.59 * g + 0.11 * b, o, o + 3);
  }
  return Promise.resolve({ ...p, data });
}

const FILTERS: Record<string, (p: Picture) => Promise<Picture>> = {
  'turned hues': (p) => decoded(toSharp(p).modulate({ hue: 25 }).png()),
  'strong colours': (p) => decoded(toSharp(p).modulate({ saturation: 2.2, brightness: 1.05 }).png()),
  'local tone mapping': toneMapped,
  sharpening: (p) => decoded(toSharp(p).sharpen({ sigma: 1.5, m1: 2, m2: 4 }).png()),
  smoothing: (p) => decoded(toSharp(p).median(3).blur(0.8).png()),
  'warm colours clipped': (p) =>
    decoded(toSharp(p).removeAlpha().linear([1.2, 1.04, 0.86], [16, 10, 6]).png()),
};

describe.each(Object.keys(FILTERS))('%s over the whole picture', (name) => {
  it('is no edit', async () => {
    const photo = await saved(toSharp(await FILTERS[name]!(source)));
    const match = verify(prepare(photo), prepare(await saved(toSharp(source), 90)));
    expect(match?.level).toBe('copy');
    expect(isEdited(match!)).toBe(false);
  });

  it('does not hide what was painted before it', async () => {
    const photo = await saved(toSharp(await FILTERS[name]!(stained(source, 430, 300, 60))));
    const match = verify(prepare(photo), prepare(await saved(toSharp(source), 90)));
    expect(isEdited(match!)).toBe(true);
    const [first] = match!.changed;
    expect(Math.hypot(first!.x + first!.width / 2 - 430, first!.y + first!.height / 2 - 300)).toBeLessThan(
      30,
    );
  });
});

it('takes a splash of colour, which drains all but the reds, for no edit', async () => {
  const match = verify(
    prepare(await saved(toSharp(await splashed(source)))),
    prepare(await saved(toSharp(source), 90)),
  );
  expect(match?.level).toBe('copy');
  expect(isEdited(match!)).toBe(false);
});

it('takes the rounded corners of a chat bubble for no edit', async () => {
  const mask = Buffer.from('<svg width="800" height="640"><rect width="800" height="640" rx="48"/></svg>');
  const bubble = await toSharp(source)
    .composite([{ input: mask, blend: 'dest-in' }])
    .png()
    .toBuffer();
  const chat = await sharp({ create: { width: 840, height: 680, channels: 3, background: '#ededed' } })
    .composite([{ input: bubble, left: 20, top: 20 }])
    .png()
    .toBuffer();
  const match = verify(prepare(await saved(sharp(chat))), prepare(await saved(toSharp(source), 90)));
  expect(match?.level).toBe('copy');
  expect(match!.changed).toEqual([]);
});
