/** The credential validator's own worker: nine megabytes of wasm, started for the first file with JUMBF, ended when idle. */
import { validateCredential } from '../../provenance/c2pa/validate.ts';
import type { WorkerCalls } from './protocol.ts';
import { serve } from './serve.ts';
import { bytesOf } from './stored-bytes.ts';

serve(self as never, {
  credential: async ({ db, sha256, mime, wasm, trust }: WorkerCalls['credential']['args']) =>
    validateCredential(await bytesOf(db, sha256), mime, wasm, trust ?? undefined),
});
