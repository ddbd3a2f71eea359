import { crc32 as reference } from 'node:zlib';
import { expect, it } from 'vitest';
import { crc32 } from '../../../lib/formats/crc32.ts';
import { random } from '../../fuzz/mutate.ts';

it('is the checksum of the standard', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array(0))).toBe(0);
});

it('agrees with another implementation at every length', () => {
  const next = random(5);
  const bytes = Uint8Array.from({ length: 70 }, () => Math.floor(next() * 256));
  for (let n = 0; n <= bytes.length; n++)
    expect(crc32(bytes.subarray(0, n))).toBe(reference(bytes.subarray(0, n)));
});
