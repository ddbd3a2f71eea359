/** What is measured of two pictures must not depend on what memory held before, nor outlive the comparison that it was lent for. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { printPair } from '../../bench/matching/prints/pairs.ts';
import { decoded, drawn, saved, stained, toSharp } from './pictures.ts';

const LENT = '../../../lib/pixels/kernels/scratch.ts';

/** Stands for lib/pixels/kernels/scratch.ts: memory is always fresh, holds `byte` everywhere when it is lent, and again once it was taken back. */
function memoryOf(byte: number) {
  let own: Uint8Array[] | null = null;
  const borrow = (bytes: number): ArrayBuffer => {
    const all = new Uint8Array(bytes);
    if (own) {
      all.fill(byte);
      own.push(all);
    }
    return all.buffer;
  };
  const scratchFloats = (n: number) => new Float32Array(borrow(4 * n));
  const scratchBytes = (n: number) => new Uint8Array(borrow(n));
  return {
    withScratch: <T>(work: () => T): T => {
      const outer = own;
      own = [];
      try {
        return work();
      } finally {
        for (const all of own) all.fill(byte);
        own = outer;
      }
    },
    scratchFloats,
    scratchBytes,
    scratchDoubles: (n: number) => new Float64Array(borrow(8 * n)),
    scratchInts: (n: number) => new Int32Array(borrow(4 * n)),
    floatsFrom: (values: Float32Array) => {
      const out = scratchFloats(values.length);
      out.set(values);
      return out;
    },
    bytesFrom: (values: Uint8Array) => {
      const out = scratchBytes(values.length);
      out.set(values);
      return out;
    },
  };
}

/** A copy of part of `picture`, in another one. */
function pasted(picture: ReturnType<typeof drawn>, into: ReturnType<typeof drawn>) {
  const data = into.data.slice();
  for (let y = 80; y < 400; y++)
    data.set(
      picture.data.subarray(4 * (y * picture.width + 140), 4 * (y * picture.width + 520)),
      4 * (y * into.width + 140),
    );
  return { ...into, data };
}

async function pairs() {
  const source = drawn(1);
  const print = await printPair(2);
  return {
    copy: [await saved(toSharp(source), 70), source],
    'edited copy': [await saved(toSharp(stained(source, 300, 220, 50)), 70), source],
    'filtered copy': [
      await saved(
        toSharp(stained(source, 420, 300, 40))
          .gamma(1.6)
          .modulate({ saturation: 1.4, brightness: 1.08 })
          .sharpen({ sigma: 2 }),
        80,
      ),
      source,
    ],
    // A corner of the photo lies outside of the source.
    'turned copy': [
      await saved(toSharp(stained(source, 300, 220, 40)).rotate(4, { background: '#777' }), 75),
      source,
    ],
    'large edit': [await saved(toSharp(stained(source, 320, 240, 150))), source],
    part: [await saved(toSharp(pasted(source, drawn(9)))), source],
    'flat print': [await decoded(print.photo), await decoded(print.known)],
    others: [await saved(toSharp(drawn(2))), source],
  } as const;
}

afterEach(() => {
  vi.doUnmock(LENT);
  vi.resetModules();
});

describe('a comparison in memory that was used before', () => {
  it('says the same, whatever that held', async () => {
    const all = Object.entries(await pairs());
    const answers: Record<string, unknown>[] = [];
    // As fresh memory is; small numbers; NaN in every float.
    for (const byte of [0, 0x3f, 0xff]) {
      vi.resetModules();
      vi.doMock(LENT, () => memoryOf(byte));
      const { prepare } = await import('../../../lib/match/fingerprint/prepare.ts');
      const { verify } = await import('../../../lib/match/verify.ts');
      answers.push(
        Object.fromEntries(
          all.map(([name, [photo, known]]) => [name, verify(prepare(photo), prepare(known))]),
        ),
      );
    }
    const [fresh, ...used] = answers;
    const levels = Object.values(fresh!).map((match) => (match as { level: string } | null)?.level);
    expect(new Set(levels)).toEqual(new Set(['copy', 'part', 'flat', undefined]));
    for (const one of used) expect(one).toEqual(fresh);
  });
});
