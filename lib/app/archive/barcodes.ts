/** Barcodes and QR codes in a picture, by zxing compiled to WebAssembly; loaded only when the first picture is read. */

import zxingWasm from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { logOf } from '../../base/log.ts';

const log = logOf('archive');

type Reader = typeof import('zxing-wasm/reader');
let reader: Promise<Reader> | undefined;

/** The WebAssembly file comes with the extension; nothing is fetched from elsewhere. */
function load(): Promise<Reader> {
  reader ??= import('zxing-wasm/reader').then((zxing) => {
    zxing.prepareZXingModule({ overrides: { locateFile: () => zxingWasm } });
    return zxing;
  });
  return reader;
}

/** Most codes read in one picture, and the longest text of one. */
const MOST = 8;
const LONGEST = 200;

/** Texts of the codes in the picture, e.g. waybill numbers; empty when there are none or the picture cannot be read. @param longest what is longer is cut */
export async function barcodesIn(picture: Blob | ImageData, longest = LONGEST): Promise<string[]> {
  try {
    const { readBarcodes } = await load();
    const found = await readBarcodes(picture, { tryHarder: true, maxNumberOfSymbols: MOST });
    return found.filter(({ isValid }) => isValid).map(({ text }) => text.slice(0, longest));
  } catch (error) {
    // A picture that the reader cannot open answers for no number; its file name still does.
    log.info('reading bar codes failed', error);
    return [];
  }
}
