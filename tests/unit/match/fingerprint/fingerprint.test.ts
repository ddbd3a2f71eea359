import { describe, expect, it } from 'vitest';
import { hashDistance, turnedForms } from '../../../../lib/match/fingerprint/global-hash.ts';
import {
  decodeFingerprint,
  encodeFingerprint,
  FingerprintError,
  fingerprint,
  MatchIndex,
  readFingerprint,
} from '../../../../lib/match/index.ts';
import { decoded, drawn, saved, toSharp } from '../pictures.ts';

describe('fingerprint', () => {
  it('survives its own bytes', () => {
    const { query: _, ...kept } = fingerprint(drawn(3));
    const bytes = encodeFingerprint(kept);
    expect(bytes.length).toBeLessThanOrEqual(8192);
    const back = decodeFingerprint(bytes);
    expect(back.stored).toEqual(kept.stored);
    expect(back.dctHash).toEqual(kept.dctHash);
    expect(Math.abs(back.quality - kept.quality)).toBeLessThan(0.01);
  });

  it.each([
    [new Uint8Array(0)],
    [new Uint8Array(500)],
    [encodeFingerprint(fingerprint(drawn(3))).subarray(0, 900)],
  ])('refuses wrong bytes by name', (bytes) => {
    expect(() => decodeFingerprint(bytes)).toThrow(FingerprintError);
  });

  it.each([
    ['angle', 4],
    ['octave', 3],
  ] as const)('refuses an %s that a posting has no room for', (_, columns) => {
    const bytes = encodeFingerprint(fingerprint(drawn(3)));
    const { count } = decodeFingerprint(bytes).stored;
    bytes[bytes.length - columns * count] = 64;
    expect(() => decodeFingerprint(bytes)).toThrow(FingerprintError);
    expect(readFingerprint(bytes)).toBeNull();
  });

  it('knows its global hash turned and mirrored', async () => {
    const picture = drawn(4);
    const forms = turnedForms(fingerprint(picture).dctHash);
    for (const turned of [
      toSharp(picture).flop(),
      toSharp(picture).flip(),
      toSharp(await decoded(toSharp(picture).rotate(90))),
      toSharp(await decoded(toSharp(picture).rotate(270))),
    ]) {
      const other = fingerprint(await saved(turned)).dctHash;
      expect(Math.min(...forms.map((f) => hashDistance(f, other)))).toBeLessThan(40);
    }
  });
});

describe('MatchIndex', () => {
  it('finds the source of crops, mirrors and small copies among others', async () => {
    const index = new MatchIndex();
    for (let seed = 10; seed < 30; seed++) index.add(`p${seed}`, fingerprint(drawn(seed, 480, 360)));
    const source = drawn(17, 480, 360);
    for (const changed of [
      toSharp(source).extract({ left: 100, top: 60, width: 300, height: 260 }),
      toSharp(source).flop(),
      toSharp(source).resize(240),
    ]) {
      expect(index.search(fingerprint(await saved(changed, 70)), 5)[0]?.id).toBe('p17');
    }
    index.remove('p17');
    expect(index.has('p17')).toBe(false);
    expect(index.search(fingerprint(source), 5).map((f) => f.id)).not.toContain('p17');
  });

  it('comes back from its saved pieces', () => {
    const index = new MatchIndex();
    for (let seed = 40; seed < 46; seed++) index.add(`p${seed}`, fingerprint(drawn(seed, 320, 240)));
    const again = MatchIndex.load(index.pieces().map((piece) => ({ bytes: piece.bytes() })));
    expect(again.size).toBe(6);
    const query = fingerprint(drawn(43, 320, 240));
    expect(again.search(query, 3)).toEqual(index.search(query, 3));
  });
});
