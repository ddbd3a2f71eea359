import { describe, expect, it } from 'vitest';
import { seeded } from '../../../lib/match/fingerprint/pattern.ts';
import { encodeFingerprint, fingerprint, MatchIndex, prepare, verify } from '../../../lib/match/index.ts';
import type { Picture } from '../../../lib/pixels/picture.ts';
import { cpuMs } from '../../fuzz/cpu.ts';
import { drawn } from './pictures.ts';

function filled(width: number, height: number, value: (x: number, y: number) => number): Picture {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p += 4) {
      const v = value(x, y);
      data[p] = v;
      data[p + 1] = v;
      data[p + 2] = v;
      data[p + 3] = 255;
    }
  }
  return { width, height, data };
}

const random = seeded(5);
const hostile: [string, Picture][] = [
  ['one pixel', filled(1, 1, () => 255)],
  ['two by one', filled(2, 1, () => 0)],
  ['flat', filled(600, 400, () => 128)],
  ['noise', filled(600, 400, () => random() * 255)],
  ['checkerboard', filled(600, 400, (x, y) => (((x >> 3) + (y >> 3)) & 1) * 255)],
  ['a strip 1:100', filled(3000, 30, (x, y) => (x * 7 + y * 13) % 256)],
  ['a standing strip', filled(30, 3000, (x, y) => (x * 7 + y * 13) % 256)],
  ['nothing painted', { width: 50, height: 50, data: new Uint8ClampedArray(50 * 50 * 4) }],
  ['large', filled(4000, 3000, (x, y) => (x ^ y) & 255)],
];
const ordinary = prepare(drawn(6));

describe('pictures that are not photographs', () => {
  it.each(hostile)('%s: an answer in bounded time and space', (_, picture) => {
    const start = cpuMs();
    const prepared = prepare(picture);
    expect(Math.max(prepared.planes.width, prepared.planes.height)).toBeLessThanOrEqual(1024);
    const fp = fingerprint(picture);
    expect(encodeFingerprint(fp).length).toBeLessThanOrEqual(8192);
    expect(verify(prepared, ordinary)).toBeNull();
    expect(verify(ordinary, prepared)).toBeNull();
    const index = new MatchIndex();
    index.add('x', fp);
    index.add('y', fingerprint(drawn(6, 320, 240)));
    expect(index.search(fp, 5).every((f) => Number.isFinite(f.score))).toBe(true);
    expect(cpuMs() - start).toBeLessThan(30_000);
  });

  it('says nothing of a checkerboard against a shifted one that is not true of both', () => {
    const a = prepare(filled(600, 400, (x, y) => (((x >> 4) + (y >> 4)) & 1) * 200));
    const b = prepare(filled(600, 400, (x, y) => ((((x + 5) >> 4) + ((y + 3) >> 4)) & 1) * 200));
    const match = verify(a, b);
    expect(match === null || match.transform.every(Number.isFinite)).toBe(true);
  });
});
