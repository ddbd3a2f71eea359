/**
 * Starts the engine's workers from bundled files (blob workers fail in Firefox extensions). The `?worker&url` form is used
 * because the bundler's `new URL(…, import.meta.url)` form is rewritten by WXT for service workers' sake.
 */
import credentialWorkerUrl from './credential-worker.ts?worker&url';
import workerUrl from './worker.ts?worker&url';

/** Starts one engine worker. */
export const startWorker = (): Worker => new Worker(workerUrl, { type: 'module' });

/** Starts the credential validator's worker. */
export const startCredentialWorker = (): Worker => new Worker(credentialWorkerUrl, { type: 'module' });
