import { describe, expect, it } from 'vitest';
import {
  fingerprint,
  fingerprintPrepared,
  MatchIndex,
  prepare,
  verify,
} from '../../../../lib/match/index.ts';
import type { Picture } from '../../../../lib/pixels/picture.ts';
import { decoded, drawn, saved, toSharp } from '../pictures.ts';

describe('a close crop', () => {
  const index = new MatchIndex();
  const pictures = Array.from({ length: 12 }, (_, seed) => drawn(seed + 40, 1280, 960));
  pictures.forEach((picture, i) => {
    index.add(`p${i}`, fingerprint(picture));
  });
  const crop = async (picture: Picture, mirrored = false): Promise<Picture> => {
    const part = toSharp(picture).extract({ left: 380, top: 300, width: 512, height: 400 });
    const large = toSharp(await decoded(part)).resize(1000);
    return saved(mirrored ? large.flop() : large, 75);
  };

  it('of two fifths of the sides is mostly known, and compared as what it is', async () => {
    let known = 0;
    for (const [i, picture] of pictures.entries()) {
      const photo = prepare(await crop(picture, i % 2 === 1));
      if (index.closeUps(fingerprintPrepared(photo))[0]?.id === `p${i}`) known++;
      expect(verify(photo, prepare(picture))?.level).toMatch(/^(copy|likely)$/);
    }
    expect(known).toBeGreaterThanOrEqual(7);
  });

  it('that a picture seems to be from afar is refused by its pixels', () => {
    const stranger = drawn(999, 1280, 960);
    const found = index.closeUps(fingerprint(stranger));
    expect(found).not.toEqual([]);
    for (const { id } of found)
      expect(verify(prepare(stranger), prepare(pictures[Number(id.slice(1))]!))).toBeNull();
  });
});
