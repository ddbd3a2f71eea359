import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { classifyFrame } from '../../../../lib/labels/marks/frame.ts';
import { seeded } from '../../../../lib/match/fingerprint/pattern.ts';
import { betweenClaims, betweenScreens, type Match, prepare, verify } from '../../../../lib/match/index.ts';
import type { Picture } from '../../../../lib/pixels/picture.ts';
import { decoded, drawn, saved, stained, toSharp } from '../pictures.ts';

const WIDTH = 1080;
const HEIGHT = 2340;

/** An app's page: the same furniture every time, `own` bars that differ from page to page, and a photograph or none. */
async function screen(own: number, photo?: { picture: Picture; height: number }): Promise<Picture> {
  const bars = (random: () => number, from: number, to: number): string => {
    let out = '';
    for (let y = from; y < to; y += 92) {
      for (let x = 60; x < 760; x += 22 + random() * 60)
        out += `<rect x="${x}" y="${y + random() * 14}" width="${6 + random() * 22}" height="${8 + random() * 26}" fill="#333"/>`;
      out += `<rect x="40" y="${y + 60}" width="1000" height="2" fill="#ddd"/>`;
    }
    return out;
  };
  const below = 260 + (photo?.height ?? 0);
  const page = `<svg width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="#f5f5f5"/>${bars(seeded(1), 40, 210)}${bars(
    seeded(2),
    below,
    HEIGHT - 60,
  )}<rect x="800" y="20" width="240" height="60" fill="#f5f5f5"/>${bars(seeded(own), 24, 30).replaceAll('#333', '#111')}</svg>`;
  const image = sharp(Buffer.from(page));
  if (photo) {
    const input = await toSharp(photo.picture).resize(WIDTH, photo.height, { fit: 'cover' }).png().toBuffer();
    image.composite([{ input, left: 0, top: 240 }]);
  }
  return saved(image, 82);
}

const left = (photo: Picture, source: Picture): { whole: Match | null; between: Match | null } => {
  for (const one of [photo, source]) expect(classifyFrame(one).kind).toBe('screenshot');
  const prepared = prepare(photo);
  const whole = verify(prepared, prepare(source));
  return { whole, between: whole && betweenScreens(whole, prepared.panel) };
};

describe('two screenshots of one app', () => {
  it('say nothing about each other where only the app is the same', async () => {
    const { whole, between } = left(await screen(5), await screen(6));
    // The furniture alone makes them a copy: that is the danger.
    expect(whole?.level).toBe('copy');
    expect(whole?.changed.length).toBeGreaterThan(0);
    expect(between).toBeNull();
  });

  it('say nothing about each other where another photograph stands in the same place', async () => {
    const { between } = left(
      await screen(5, { picture: drawn(11), height: 420 }),
      await screen(6, { picture: drawn(12), height: 420 }),
    );
    expect(between).toBeNull();
  });

  it('are one picture used twice where the photograph is the same, whatever the clock says', async () => {
    const picture = drawn(11, 1080, 1500);
    const { between } = left(
      await screen(5, { picture, height: 1500 }),
      await screen(6, { picture, height: 1500 }),
    );
    expect(between?.level).toBe('copy');
    expect(between?.changed).toEqual([]);
  });

  it('show what was painted into the photograph', async () => {
    const picture = drawn(11, 1080, 1500);
    const { between } = left(
      await screen(5, { picture: stained(picture, 500, 700, 90), height: 1500 }),
      await screen(6, { picture, height: 1500 }),
    );
    expect(between?.level).toBe('copy');
    expect(between?.changed).toHaveLength(1);
    expect(Math.abs((between?.changed[0]?.y ?? 0) - (240 + 610))).toBeLessThan(20);
  });

  it('that are the same to the pixel are one picture, with or without a photograph', async () => {
    const page = await screen(5);
    const { between } = left(await decoded(toSharp(page).jpeg({ quality: 70 })), page);
    expect(between?.level).toBe('copy');
  });
});

describe('a screenshot and a picture that is none by its frame', () => {
  it('have only the app’s rows in common where a part agrees, which says nothing', async () => {
    const [shot, framed] = [
      await screen(5),
      await toSharp(await screen(6))
        .resize(700)
        .png()
        .toBuffer(),
    ];
    // The other one stands in the drawing of a telephone, as app stores show them.
    const white = sharp({ create: { width: 1080, height: 1920, channels: 3, background: '#ffffff' } });
    const other = await saved(white.composite([{ input: framed, left: 190, top: 200 }]), 85);
    expect(['unsure', 'graphic']).toContain(classifyFrame(other).kind);
    const match = verify(prepare(other), prepare(shot));
    expect(match).not.toBeNull();
    const part: Match = { ...match!, level: 'part' };
    for (const screens of [
      { photo: true, source: false },
      { photo: false, source: true },
    ]) {
      expect(betweenClaims(part, screens, null)).toBeNull();
      expect(betweenClaims({ ...part, level: 'copy' }, screens, null)?.level).toBe('copy');
    }
    expect(betweenClaims(part, { photo: false, source: false }, null)).toBe(part);
  });

  it('say nothing about each other when both are cut to what they show, and no frame is left', async () => {
    const cutOut = async (own: number): Promise<Picture> =>
      saved(toSharp(await screen(own)).extract({ left: 30, top: 16, width: 1000, height: 700 }), 80);
    const [photo, source] = [await cutOut(5), await cutOut(6)];
    for (const one of [photo, source]) expect(classifyFrame(one).kind).not.toBe('camera');
    const match = verify(prepare(photo), prepare(source))!;
    expect(match.level).toBe('copy');
    expect(betweenClaims(match, { photo: true, source: true }, prepare(photo).panel)).toBeNull();
  });

  it('are not what a camera’s photo is taken for', async () => {
    expect(classifyFrame(await saved(toSharp(drawn(11, 1000, 800)), 85)).kind).toBe('camera');
  });
});
