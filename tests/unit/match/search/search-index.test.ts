import { describe, expect, it } from 'vitest';
import { seeded } from '../../../../lib/match/fingerprint/pattern.ts';
import { type FreshFingerprint, fingerprint, MatchIndex } from '../../../../lib/match/index.ts';
import { drawn } from '../pictures.ts';

const bases = [1, 2, 3].map((seed) => fingerprint(drawn(seed, 320, 240)));

/** A stand-in for another picture's fingerprint: real columns, signatures drawn from a seed. */
function made(seed: number): FreshFingerprint {
  const random = seeded(seed);
  const base = bases[seed % bases.length]!;
  const words = (n: number): Uint32Array => Uint32Array.from({ length: n }, () => random() * 2 ** 32);
  const stored = { ...base.stored, signature: words(base.stored.signature.length) };
  const none = { ...stored, count: 0 };
  const query = { plain: stored, mirrored: none, closeUp: { plain: none, mirrored: none }, panels: [] };
  return { ...base, dctHash: words(8), stored, query };
}
const N = 700;
const fresh = (): MatchIndex => {
  const index = new MatchIndex();
  for (let i = 0; i < N; i++) if (i < 100 || i >= 200) index.add(`p${i}`, made(i));
  return index;
};
const queries = [5, 150, 250, 699].map(made);
const answers = (index: MatchIndex): unknown => queries.map((q) => index.search(q, 5));

const saved = (index: MatchIndex): { bytes: Uint8Array }[] =>
  index.pieces().map((piece) => ({ bytes: piece.bytes() }));

describe('MatchIndex over time', () => {
  it('answers like one built from scratch after additions, removals, replacements and a restart', () => {
    const grown = new MatchIndex();
    for (let i = 0; i < 500; i++) grown.add(`p${i}`, made(i));
    for (let i = 100; i < 200; i++) grown.remove(`p${i}`);
    const restarted = MatchIndex.load(saved(grown));
    expect(restarted.size).toBe(400);
    restarted.add('p3', made(999));
    for (let i = 500; i < N; i++) restarted.add(`p${i}`, made(i));
    restarted.add('p3', made(3));
    expect(restarted.size).toBe(N - 100);
    expect(answers(restarted)).toEqual(answers(fresh()));
  });

  it('loses only what a damaged piece held, and is whole again once those are added', () => {
    const whole = fresh();
    const pieces = saved(whole);
    pieces[0]!.bytes[4000] = pieces[0]!.bytes[4000]! ^ 1;
    const mended = MatchIndex.load(pieces);
    expect(mended.size).toBeLessThan(whole.size);
    for (const id of whole.ids()) if (!mended.has(id)) mended.add(id, made(Number(id.slice(1))));
    expect(answers(mended)).toEqual(answers(whole));
  });

  it.each([[new Uint8Array(0)], [new Uint8Array(64).fill(7)]])('leaves foreign bytes out', (bytes) => {
    expect(MatchIndex.load([{ bytes }]).size).toBe(0);
  });

  it('keeps under 4 KB a picture in memory', () => {
    const index = fresh();
    index.search(queries[0]!, 1);
    const perSegment = 4097 * 4;
    expect((index.bytes - 3 * perSegment) / index.size).toBeLessThan(4096);
  });

  it('answers nothing when empty', () => {
    expect(new MatchIndex().search(bases[0]!, 5)).toEqual([]);
  });
});

describe('many views of one picture', () => {
  const pictureOf = (id: string): string => id.split('~', 1)[0]!;
  /** As `made`, with every second feature another one. */
  const half = (seed: number): FreshFingerprint => {
    const [own, other] = [made(seed), made(seed + 3)];
    const signature = own.stored.signature.map((word, i) =>
      (i >> 3) % 2 ? other.stored.signature[i]! : word,
    );
    return { ...own, dctHash: other.dctHash, stored: { ...own.stored, signature } };
  };
  const among = (frames: number): MatchIndex => {
    const index = new MatchIndex(pictureOf);
    for (let i = 0; i < frames; i++) index.add(`video~${i}`, made(5));
    index.add('photo', half(5));
    for (let i = 100; i < 140; i++) index.add(`p${i}`, made(i));
    return index;
  };
  const found = (index: MatchIndex): [string, number][] =>
    index.search(made(5), 3).map(({ id, score }) => [id, score]);

  it('crowd out no other picture', () => {
    expect(found(among(120)).map(([id]) => id)).toContain('photo');
    expect(new Set(found(among(120)).map(([id]) => pictureOf(id))).size).toBeLessThanOrEqual(3);
  });

  it('make nothing look common', () => {
    const scoreOf = (frames: number): number | undefined => new Map(found(among(frames))).get('photo');
    expect(scoreOf(1)).toBeGreaterThan(1);
    expect(scoreOf(120)).toBe(scoreOf(1));
  });
});
