import { expect, it } from 'vitest';
import { bytesOfBase64 } from '../../../lib/base/base64.ts';

it('gives back every byte, and throws where there is none to give', () => {
  const all = Uint8Array.from({ length: 256 }, (_, i) => i);
  expect(bytesOfBase64(Buffer.from(all).toString('base64'))).toEqual(all);
  expect(bytesOfBase64('')).toEqual(new Uint8Array(0));
  expect(() => bytesOfBase64('no base64!')).toThrow();
});
