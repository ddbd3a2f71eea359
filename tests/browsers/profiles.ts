/**
 * Browser profiles that tests begin with. A browser's first start makes its own files, which takes longer than the start itself;
 * `npm test` has that done once per run (warm.ts), and every test copies what came of it.
 */
import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserName } from './types.ts';

/** Folder with one prepared profile per browser; set for the run that prepared them, since they hold its very build. */
const prepared = process.env.CLAIMLENS_PROFILES;

/** A new temporary profile; `started` asks for one in which browser and extension have been started before, where one is prepared. */
export function newProfile(name: BrowserName, started: boolean): string {
  const folder = mkdtempSync(join(tmpdir(), `claimlens-${name}-`));
  const from = prepared && join(prepared, name);
  if (started && from && existsSync(from)) cpSync(from, folder, { recursive: true });
  return folder;
}
