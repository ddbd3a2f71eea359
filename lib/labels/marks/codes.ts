/** Reads bar codes in a photo with zxing-cpp (wasm, bytes given by the caller: nothing is fetched). */
import {
  prepareZXingModule,
  purgeZXingModule,
  type ReadInputBarcodeFormat,
  readBarcodes,
} from 'zxing-wasm/reader';
import type { Picture } from '../../pixels/picture.ts';
import type { Rect } from '../../pixels/resample.ts';

export interface CodeHit {
  /** Canonical name, e.g. `Code128`. */
  format: string;
  /** Printable text, cut to 512 characters. */
  text: string;
  /** In the photo's pixels. */
  box: Rect;
}

export interface CodeReader {
  /**
   * At most eight codes; an empty list when there are none or the picture can't be read.
   * @param also formats beside those of waybills
   */
  read(picture: Picture, also?: readonly ReadInputBarcodeFormat[]): Promise<CodeHit[]>;
  dispose(): void;
}

const MOST_CODES = 8;
const MOST_TEXT = 512;
/** Beyond this, codes are found at half size by the library itself, and the grey copy in wasm memory would pass 40 MB. */
const MOST_PIXELS = 40_000_000;

/** Formats that carriers print waybill numbers in. Looking for square codes and goods codes too takes four times as long, and nobody asks for them. */
export const FORMATS = ['Code128', 'Code39', 'Code93', 'Codabar', 'ITF'] as const;

/** `wasm`: the bytes of `zxing_reader.wasm`. */
export async function createCodeReader(wasm: Uint8Array): Promise<CodeReader> {
  await prepareZXingModule({
    overrides: { wasmBinary: wasm.slice().buffer as ArrayBuffer },
    fireImmediately: true,
  });
  return {
    async read(picture, also = []) {
      if (picture.width * picture.height > MOST_PIXELS) return [];
      // The package reads only width, height and data; ImageData itself can't be made in Node, and a Picture may lack its colour space.
      const found = await readBarcodes(picture as unknown as ImageData, {
        formats: [...FORMATS, ...also],
        tryHarder: true,
        tryRotate: true,
        tryInvert: true,
        tryDownscale: true,
        maxNumberOfSymbols: MOST_CODES,
      });
      return found
        .filter((code) => code.isValid)
        .map((code) => ({ format: code.format, text: printable(code.text), box: boxOf(code.position) }));
    },
    dispose: purgeZXingModule,
  };
}

/** Control characters out (a code's content is the sender's), length bounded. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, ' ').slice(0, MOST_TEXT);
}

type Corners = Record<'topLeft' | 'topRight' | 'bottomLeft' | 'bottomRight', { x: number; y: number }>;

function boxOf(corners: Corners): Rect {
  const points = Object.values(corners);
  const x = Math.min(...points.map((p) => p.x));
  const y = Math.min(...points.map((p) => p.y));
  return {
    x,
    y,
    width: Math.max(1, Math.max(...points.map((p) => p.x)) - x),
    height: Math.max(1, Math.max(...points.map((p) => p.y)) - y),
  };
}
