/** A packing folder as a seller keeps one: photos named by waybill number, and one whose number stands only in its barcode. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm'));

/** A cardboard-coloured photo with grain; with a waybill's barcode on it when a number is given. */
export async function packingPhoto(seed: number, number: string | null): Promise<Buffer> {
  const size = { width: 1_200, height: 900 };
  const layers: OverlayOptions[] = [];
  if (number !== null) {
    prepareZXingModule({
      overrides: {
        wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer,
      },
    });
    const { image, error } = await writeBarcode(number, { format: 'Code128', scale: 4 });
    if (!image) throw new Error(`no barcode: ${error}`);
    const label = await sharp(Buffer.from(await image.arrayBuffer()))
      .resize({ width: 700, kernel: 'nearest' })
      .extend({ top: 40, bottom: 40, left: 40, right: 40, background: '#ffffff' })
      .png()
      .toBuffer();
    layers.push({ input: label, top: 300, left: 180 });
  }
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 12 + (seed % 5) };
  const grain = await sharp({ create: { ...size, channels: 3, background: '#000000', noise } })
    .png()
    .toBuffer();
  return sharp({ create: { ...size, channels: 3, background: '#b08a5a' } })
    .composite([{ input: grain, blend: 'soft-light' }, ...layers])
    .jpeg({ quality: 88 })
    .toBuffer();
}

/** Writes the folder below `base` and returns its path and its files: `byName` in the file's name, `byCode` in its barcode. */
export async function packingFolder(
  base: string,
  byName: string,
  byCode: string,
): Promise<{ folder: string; files: string[] }> {
  const folder = join(base, 'packing');
  mkdirSync(folder, { recursive: true });
  const files = [join(folder, `${byName}.jpg`), join(folder, 'IMG_0001.jpg')];
  writeFileSync(files[0] ?? '', await packingPhoto(1, null));
  writeFileSync(files[1] ?? '', await packingPhoto(2, byCode));
  return { folder, files };
}
