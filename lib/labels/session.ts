/** Opens the label reader inside the extension: own files only, one thread, no proxy worker. */

import * as ort from 'onnxruntime-web/wasm';
import { ProductError } from '../base/errors.ts';
import { sha256HexAsync } from '../claims/canonical.ts';
import { type CodeReader, createCodeReader } from './marks/codes.ts';
import { MODEL_FILES, type PinnedFile } from './ocr/models.ts';
import type { OrtRuntime } from './ocr/runtime.ts';
import { createReader, type LabelReader } from './reader.ts';

/** A shipped file is missing or is not the pinned one. */
export class ModelFileError extends ProductError {
  override readonly name = 'ModelFileError';
  static {
    ProductError.register('ModelFileError', ModelFileError);
  }
}

/**
 * The runtime, set up before its first session: later changes to these settings are ignored by it.
 * `base` is the extension's own address of the model folder, with a slash at its end (`runtime.getURL('models/')`).
 * One thread: two were measured slower on two cores, and photos run in parallel workers instead.
 */
export function openRuntime(base: string): OrtRuntime {
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.proxy = false;
  ort.env.wasm.wasmPaths = {
    mjs: new URL(MODEL_FILES.ortLoader.file, base).href,
    wasm: new URL(MODEL_FILES.ortWasm.file, base).href,
  };
  ort.env.logLevel = 'error';
  return ort as OrtRuntime;
}

async function pinned(base: string, file: PinnedFile): Promise<Uint8Array> {
  const answer = await fetch(new URL(file.file, base));
  if (!answer.ok) throw new ModelFileError(`${file.file}: status ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if ((await sha256HexAsync(bytes)) !== file.sha256)
    throw new ModelFileError(`${file.file}: not the pinned file`);
  return bytes;
}

/** Reads the model files from the extension package, checks their hashes and opens the reader. Throws ModelFileError. */
export async function openLabelReader(base: string): Promise<LabelReader> {
  const [detBytes, recBytes, dictionary] = await Promise.all([
    pinned(base, MODEL_FILES.detector),
    pinned(base, MODEL_FILES.recogniser),
    pinned(base, MODEL_FILES.dictionary),
  ]);
  return createReader({
    ort: openRuntime(base),
    detBytes,
    recBytes,
    dictionary: new TextDecoder().decode(dictionary),
  });
}

/** Opens the reader of bar codes from the extension package. Throws ModelFileError. */
export async function openCodeReader(base: string): Promise<CodeReader> {
  return createCodeReader(await pinned(base, MODEL_FILES.zxingWasm));
}
