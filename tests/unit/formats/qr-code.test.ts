/** QR codes are read back by the reader that the product ships. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { type QrCode, qrCode } from '../../../lib/formats/qr/qr-code.ts';

/** Drawn with `scale` pixels a module and the margin of four. */
function picture(code: QrCode, scale = 3): ImageData {
  const side = (code.length + 8) * scale;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1)
      if (code[Math.floor(y / scale) - 4]?.[Math.floor(x / scale) - 4])
        data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
  return { data, width: side, height: side, colorSpace: 'srgb' } as ImageData;
}

/** A text of a length that repeats nothing. */
const text = (length: number): string =>
  Array.from({ length }, (_, i) => String.fromCharCode(33 + ((i * 7 + Math.floor(i / 94) * 31) % 94))).join(
    '',
  );

const read = async (code: QrCode): Promise<string[]> =>
  (await readBarcodes(picture(code), { formats: ['QRCode'] })).map((found) => found.text);

describe('a QR code', () => {
  beforeAll(() => {
    const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
    prepareZXingModule({ overrides: { wasmBinary: readFileSync(file).buffer as ArrayBuffer } });
  });

  // Around every change of its make-up: the first version, long counts, version marks, uneven blocks, the largest.
  it.each([1, 17, 18, 60, 134, 154, 155, 230, 400, 700, 858, 1_000, 1_273, 1_732, 2_500, 2_953])(
    'of %i bytes says them',
    async (length) => {
      expect(await read(qrCode(new TextEncoder().encode(text(length))))).toEqual([text(length)]);
    },
  );

  it('survives a spot of dirt', async () => {
    const code = qrCode(new TextEncoder().encode(text(300))).map((line) => [...line]);
    for (let y = 20; y < 23; y += 1) for (let x = 20; x < 24; x += 1) code[y]![x] = false;
    expect(await read(code)).toEqual([text(300)]);
  });

  it('of more than it can hold is refused', () => {
    expect(() => qrCode(new Uint8Array(2_954))).toThrow(RangeError);
  });
});
