/** The label reader in Node, with the same models and wasm runtime as the extension. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as ort from 'onnxruntime-web/wasm';
import { MODEL_ORIGINS } from '../../../build/model-assets.ts';
import { MODEL_FILES } from '../../../lib/labels/ocr/models.ts';
import type { OrtRuntime } from '../../../lib/labels/ocr/runtime.ts';
import { createReader, type LabelReader, type ReaderParts } from '../../../lib/labels/reader.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** The runtime, one thread. */
export function nodeRuntime(): OrtRuntime {
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  return ort as OrtRuntime;
}

/** Bytes of a pinned model file from node_modules. */
export function modelBytes(which: keyof typeof MODEL_FILES): Uint8Array {
  const pinned = MODEL_FILES[which];
  const origin = MODEL_ORIGINS.find((o) => o.pinned === pinned)!;
  return new Uint8Array(readFileSync(resolve(ROOT, 'node_modules', origin.from, pinned.file)));
}

/** Opens the reader; `inputs` overrides the channel order and scale, for tests that show what a wrong one does. */
export async function nodeReader(inputs?: ReaderParts['inputs']): Promise<LabelReader> {
  return createReader({
    ort: nodeRuntime(),
    detBytes: modelBytes('detector'),
    recBytes: modelBytes('recogniser'),
    dictionary: new TextDecoder().decode(modelBytes('dictionary')),
    inputs,
  });
}
