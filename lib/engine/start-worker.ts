/** Starts one engine worker as a bundled file (blob workers fail in Firefox extensions). */
export const startWorker = (): Worker =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });

/** Starts the credential validator's worker. */
export const startCredentialWorker = (): Worker =>
  new Worker(new URL('./credential-worker.ts', import.meta.url), { type: 'module' });
