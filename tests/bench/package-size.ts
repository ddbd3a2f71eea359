/** How large the packages are that the stores get, against the limit that the project sets itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { ensureBuild } from '../browsers/build.ts';
import type { BrowserName } from '../browsers/types.ts';
import type { Figure } from './figures.ts';

export const MOST_PACKAGE_MB = 45;

/** Bytes of the built extension as a deflated ZIP. */
export function zippedBytes(browser: BrowserName): number {
  const folder = ensureBuild(browser);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const entries = files.map((file) => [file.slice(folder.length + 1), new Uint8Array(readFileSync(file))]);
  return zipSync(Object.fromEntries(entries), { level: 6 }).length;
}

export async function packageSize(): Promise<Figure[]> {
  return (['chromium', 'firefox'] as const).map((browser) => {
    const value = zippedBytes(browser) / 1e6;
    return {
      what: `package for ${browser}, zipped`,
      value,
      unit: 'MB',
      target: `≤ ${MOST_PACKAGE_MB} MB`,
      met: value <= MOST_PACKAGE_MB,
    };
  });
}
