/** Ends a browser's main process as a power cut would, by the number that its own profile names. */
import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserName } from './types.ts';

/** @param profileDir the profile that the browser was started on; `relaunch` starts it again */
export async function sigkill(name: BrowserName, profileDir: string): Promise<void> {
  const lock = readlinkSync(join(profileDir, name === 'firefox' ? 'lock' : 'SingletonLock'));
  process.kill(Number(/(\d+)$/.exec(lock)?.[1]), 'SIGKILL');
  await new Promise((done) => setTimeout(done, 500));
}
