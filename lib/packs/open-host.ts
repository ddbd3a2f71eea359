/** The pack host as the extension runs it: own runtime, own database, the browser's own pixels. */
import { MODEL_FILES } from '../labels/ocr/models.ts';
import { openRuntime } from '../labels/session.ts';
import { dbRepository } from './db-repository.ts';
import { createPackHost, type PackHost } from './host.ts';
import { decodePng, throughJpeg75 } from './pixels.ts';

/** `base`: the extension's address of the model folder, as for openLabelReader. */
export function openPackHost(base: string): PackHost {
  return createPackHost({
    repository: dbRepository(),
    ort: openRuntime(base),
    /** The wasm's own hash: another build is another runtime, whatever it calls itself. */
    runtime: MODEL_FILES.ortWasm.sha256.slice(0, 16),
    decodePng,
    reencode: throughJpeg75,
  });
}
