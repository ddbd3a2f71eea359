/**
 * The gate against false accusations of buyers of flat prints (posters, covers, cards, labels): the listing shows the artwork, the buyer
 * photographs the sheet that came, and a flat map lays one on the other. Nothing may be said against them.
 */
import { describe, expect, it } from 'vitest';
import { type Match, prepare, relate, verify } from '../../../lib/match/index.ts';
import { delivered } from '../../bench/matching/hard/raster.ts';
import { artwork } from '../../bench/matching/prints/artwork.ts';
import { PRINT_KINDS, type PrintKind, printPair } from '../../bench/matching/prints/pairs.ts';
import { against, RELATIONS } from '../../bench/matching/prints/said.ts';
import { decoded } from '../match/pictures.ts';

/** Kinds of which two are looked at: what is nearest to a copy. */
const HARDEST = new Set<PrintKind>(['damaged, held with care', 'by a scanner app', 'a moment later']);

const compare = async (photo: Buffer, known: Buffer): Promise<Match | null> =>
  verify(prepare(await decoded(photo)), prepare(await decoded(known)));

describe('an honest photo of a flat print', () => {
  it.each(PRINT_KINDS.map((kind, n) => [kind, n] as const))('accuses nobody: %s', async (kind, n) => {
    for (const seed of HARDEST.has(kind) ? [n, n + PRINT_KINDS.length] : [n]) {
      const pair = await printPair(seed);
      expect(pair.kind).toBe(kind);
      expect(against(await compare(pair.photo, pair.known), pair.own), `pair ${seed}`).toEqual([]);
    }
  });

  it('is said to show the same flat picture, as context', async () => {
    const { photo, known } = await printPair(2);
    const match = await compare(photo, known);
    const [finding] = relate('photo', [{ match: match!, sha256: 'source', relation: RELATIONS[0]! }]);
    expect(finding).toMatchObject({ code: 'same-flat-picture', strength: 'context' });
    expect(finding?.region).toBeUndefined();
  });
});

describe('the artwork itself, sent as a photo', () => {
  it.each([3, 7])('is still named a copy: artwork %i', async (n) => {
    const art = await artwork(n);
    const match = await compare(await delivered(art, 720, 70), await delivered(art, 900, 88));
    expect(match?.level).toBe('copy');
    expect(against(match)).toContain('copy-of-listing strong');
  });
});
