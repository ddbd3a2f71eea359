/** Starts one engine worker as a bundled file (blob workers fail in Firefox extensions). */
export const startWorker = (): Worker =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
