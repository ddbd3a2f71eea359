/** Waiting for what comes by itself, in unit tests and in hooks, where `expect.poll` cannot be used. */
import { vi } from 'vitest';
import { TIMEOUT } from '../../browsers/patience.ts';

/** Asks every 20 ms until `check` throws nothing more, and resolves to what it answers; after TIMEOUT it rejects with the last error. */
export const until = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: TIMEOUT, interval: 20 });
