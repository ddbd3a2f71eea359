import { describe, expect, it } from 'vitest';
import { prepare } from '../../../../lib/match/fingerprint/prepare.ts';
import { judge, type Measurements } from '../../../../lib/match/judge/level.ts';
import { measurePair } from '../../../../lib/match/verify.ts';
import type { Picture } from '../../../../lib/pixels/picture.ts';
import { drawn, stained } from '../pictures.ts';

/** `over` with a piece of `from` laid into it. */
function withPiece(over: Picture, from: Picture, x: number, y: number, side: number): Picture {
  const data = over.data.slice();
  for (let row = 0; row < side; row++) {
    const at = ((row + y) * from.width + x) * 4;
    data.set(from.data.subarray(at, at + side * 4), ((row + y) * over.width + x) * 4);
  }
  return { ...over, data };
}

/** The same measurements, and whether their changes were looked for. */
function watched(measured: Measurements): { measured: Measurements; looked: () => boolean } {
  let looked = false;
  const own = Object.defineProperty({ ...measured }, 'changes', {
    get: () => {
      looked = true;
      return measured.changes;
    },
  });
  return { measured: own, looked: () => looked };
}

const logo = drawn(40);

describe('what changed', () => {
  it('is not looked for where two pictures share a logo and nothing else', () => {
    const photo = prepare(withPiece(drawn(41), logo, 260, 180, 110));
    const source = prepare(withPiece(drawn(42), logo, 260, 180, 110));
    const found = measurePair(photo, source);
    expect(found).not.toBeNull();
    const { measured, looked } = watched(found!);
    expect(judge(measured)).toBeNull();
    expect(looked()).toBe(false);
  });

  it('is looked for where the photo is a copy', () => {
    const found = measurePair(prepare(stained(drawn(41), 300, 200, 40)), prepare(drawn(41)));
    const { measured, looked } = watched(found!);
    expect(judge(measured)?.changed.length).toBeGreaterThan(0);
    expect(looked()).toBe(true);
  });
});
