import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { fingerprintPrepared, storedFingerprint } from '../../../../lib/match/fingerprint/fingerprint.ts';
import { prepare } from '../../../../lib/match/fingerprint/prepare.ts';
import { MatchIndex, storedMap } from '../../../../lib/match/index.ts';
import { betweenScreens } from '../../../../lib/match/judge/screens.ts';
import { verify } from '../../../../lib/match/verify.ts';
import type { Picture } from '../../../../lib/pixels/picture.ts';
import { drawn, saved, toSharp } from '../pictures.ts';

const png = (p: Picture, width: number): Promise<Buffer> => toSharp(p).resize(width).png().toBuffer();

/** A chat with two small photographs, a bubble of words and a sticker-sized avatar. */
async function chat(first: Picture, second: Picture): Promise<Picture> {
  const words = Array.from(
    { length: 60 },
    (_, k) =>
      `<rect x="${190 + (k % 15) * 40}" y="${150 + Math.floor(k / 15) * 44}" width="28" height="26" fill="#222"/>`,
  ).join('');
  const svg = `<svg width="1080" height="2200"><rect x="150" y="120" width="700" height="230" rx="16" fill="#95ec69"/>${words}<rect x="950" y="420" width="96" height="96" rx="10" fill="#36c"/></svg>`;
  const screen = sharp({ create: { width: 1080, height: 2200, channels: 3, background: '#ededed' } });
  return saved(
    screen.composite([
      { input: Buffer.from(svg) },
      { input: await png(first, 360), left: 560, top: 420 },
      { input: await png(second, 330), left: 150, top: 900 },
    ]),
    85,
  );
}

const [source, other] = [drawn(61, 800, 640), drawn(62, 800, 640)];

describe('photographs on a screen', async () => {
  const screen = prepare(await chat(other, source));
  const known = prepare(await saved(toSharp(source), 90));

  it('are not looked for in a picture that is kept to be found, whose fingerprint needs none', async () => {
    const picture = await chat(other, source);
    const kept = prepare(picture, { panels: false });
    expect(kept.panels).toEqual([]);
    expect(storedFingerprint(kept)).toEqual(storedFingerprint(screen));
  });

  it('are found one by one, without the words and the avatar', () => {
    const boxes = screen.panels.map(({ x, y, prepared }) => [x, y, prepared.width, prepared.height]);
    expect(boxes).toHaveLength(2);
    for (const [found, wanted] of [
      [boxes[0]!, [560, 420, 360, 288]],
      [boxes[1]!, [150, 900, 330, 264]],
    ] as const)
      for (let k = 0; k < 4; k++) expect(Math.abs(found[k]! - wanted[k]!)).toBeLessThan(14);
  });

  it('are each compared, and placed in the whole screen', () => {
    const match = verify(screen, known);
    expect(match?.level).toBe('likely');
    expect(match!.changed.filter(({ sure }) => sure !== false)).toEqual([]);
    const [a, , c, , e, f] = match!.transform as [number, number, number, number, number, number];
    expect(Math.abs(a * 150 + c)).toBeLessThan(8);
    expect(Math.abs(e * 900 + f)).toBeLessThan(8);
  });

  it('are found by stored features too, and searched with', () => {
    expect(storedMap(screen, fingerprintPrepared(known))?.inliers).toBeGreaterThan(20);
    const { features, panels } = screen;
    const all = features.count + panels.reduce((n, { prepared }) => n + prepared.features.count, 0);
    expect(fingerprintPrepared(screen).query.plain.count).toBe(all);
  });

  it('are searched with as the whole pictures that they may be', () => {
    const index = new MatchIndex();
    index.add('other scene', fingerprintPrepared(prepare(drawn(63, 800, 640))));
    index.add('source', fingerprintPrepared(known));
    const query = fingerprintPrepared(screen);
    // Without features only global hashes are left, and that of the screen is nobody's.
    const none = { ...query.query.plain, count: 0 };
    const bare = { ...query, query: { ...query.query, plain: none, mirrored: none } };
    expect(index.search(bare, 2).map(({ id }) => id)).toEqual(['source']);
    expect(index.search({ ...bare, query: { ...bare.query, panels: [] } }, 2)).toEqual([]);
  });

  it('say nothing between two screens: apps show the same stickers and cards to everyone', () => {
    expect(betweenScreens(verify(screen, known)!, null)).toBeNull();
  });
});

it('finds no panels in a photograph, in flat colour, or in next to nothing', () => {
  const flat = (width: number, height: number): Picture => ({
    width,
    height,
    data: new Uint8ClampedArray(width * height * 4).fill(200),
  });
  for (const picture of [drawn(63), flat(900, 900), flat(1, 1), flat(3, 900)])
    expect(prepare(picture).panels).toEqual([]);
});
