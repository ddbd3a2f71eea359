import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepare } from '../../../../lib/match/fingerprint/prepare.ts';
import { isEdited } from '../../../../lib/match/judge/findings.ts';
import { verify } from '../../../../lib/match/verify.ts';
import type { Picture } from '../../../../lib/pixels/picture.ts';
import { hasSamples, SAMPLES } from '../../../samples.ts';
import { decoded, drawn, saved, stained, toSharp } from '../pictures.ts';

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

describe.skipIf(!hasSamples)('what lies along an edge without going along it (samples)', () => {
  // The moire of a photographed screen lays texture over plain white, and stickers stand in two corners of one side.
  it.each([...['00', '08', '13'].map((n) => `${n}_persp`), ...['05', '11', '15'].map((n) => `${n}_sticker`)])(
    '%s has no banner',
    async (name) => {
      const dir = join(SAMPLES, 'photos');
      const { items } = JSON.parse(await readFile(join(dir, 'manifest.json'), 'utf8')) as {
        items: { file: string; truth: { copy_of?: string } }[];
      };
      const claim = items.find(({ file }) => file === `claims/${name}.jpg`)!;
      const [photo, source] = await Promise.all(
        [claim.file, claim.truth.copy_of!].map(async (file) => prepare(await decoded(join(dir, file)))),
      );
      const match = verify(photo!, source!)!;
      const share = match.changed.map((box) =>
        Math.max(box.width / photo!.width, box.height / photo!.height).toFixed(2),
      );
      expect(share.filter((side) => Number(side) > 0.85)).toEqual([]);
    },
  );
});
