import { expect, it } from 'vitest';
import { prepare } from '../../../../lib/match/fingerprint/prepare.ts';
import { isEdited } from '../../../../lib/match/judge/findings.ts';
import { verify } from '../../../../lib/match/verify.ts';
import type { Picture } from '../../../../lib/pixels/picture.ts';
import { drawn, saved, stained, toSharp } from '../pictures.ts';

const plain = drawn(59, 800, 640);

/** A banner of `height` along the lower edge, with a price on it, as shops put over their pictures for a sale. */
const bannered = (picture: Picture, height: number): Promise<Picture> =>
  saved(
    toSharp(picture).composite([
      {
        input: Buffer.from(
          `<svg width="800" height="640"><rect y="${640 - height}" width="800" height="${height}" fill="#e1251b"/><circle cx="700" cy="${640 - height / 2}" r="${height / 3}" fill="#ffe14d"/></svg>`,
        ),
      },
    ]),
    88,
  );

it('takes a banner that only one of the two pictures has for no edit', async () => {
  for (const height of [60, 120]) {
    const [photo, source] = [await saved(toSharp(plain)), await bannered(plain, height)];
    for (const [one, other] of [
      [photo, source],
      [source, photo],
    ] as const) {
      const match = verify(prepare(one), prepare(other));
      expect(match?.level).toBe('copy');
      expect(isEdited(match!)).toBe(false);
    }
  }
});

it('still counts what was painted above it', async () => {
  const photo = await saved(toSharp(stained(plain, 430, 300, 60)));
  expect(isEdited(verify(prepare(photo), prepare(await bannered(plain, 90)))!)).toBe(true);
});
