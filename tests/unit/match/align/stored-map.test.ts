import { describe, expect, it } from 'vitest';
import {
  decodeFingerprint,
  encodeFingerprint,
  fingerprint,
  prepare,
  storedMap,
} from '../../../../lib/match/index.ts';
import { decoded, drawn, saved, toSharp } from '../pictures.ts';

const source = drawn(1);
const kept = decodeFingerprint(encodeFingerprint(fingerprint(source)));

describe('geometry from stored fingerprints', () => {
  it('maps a cropped, mirrored and re-saved copy onto its source without the pixels of that', async () => {
    const crop = await decoded(
      toSharp(source).extract({ left: 120, top: 60, width: 480, height: 400 }).flop(),
    );
    const map = storedMap(prepare(await saved(toSharp(crop), 70)), kept, false)!;
    expect(map.mirrored).toBe(true);
    expect(map.inliers).toBeGreaterThan(40);
    const [a, b, c, d, e, f, g, h, i] = map.transform as unknown as number[] & { length: 9 };
    const x = 100;
    const y = 200;
    const w = g! * x + h! * y + i!;
    expect(Math.abs((a! * x + b! * y + c!) / w - (120 + 479 - x))).toBeLessThan(4);
    expect(Math.abs((d! * x + e! * y + f!) / w - (60 + y))).toBeLessThan(4);
  });

  it('lets other pictures go', () => {
    for (const seed of [4, 5, 6, 7]) expect(storedMap(prepare(drawn(seed)), kept, true)).toBeNull();
  });

  it('answers for pictures without a single feature', () => {
    const blank = { width: 300, height: 200, data: new Uint8ClampedArray(300 * 200 * 4).fill(200) };
    expect(storedMap(prepare(blank), kept, true)).toBeNull();
    expect(storedMap(prepare(source), fingerprint(blank), true)).toBeNull();
  });
});
