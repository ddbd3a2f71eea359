/** How large the packages are that the stores get, against the limit that the project sets itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { ensureBuild } from '../browsers/build.ts';
import type { BrowserName } from '../browsers/types.ts';
import type { Figure } from './figures.ts';

export const MOST_PACKAGE_MB = 45;

/** Bytes of a ZIP beside what its files hold (APPNOTE 4.3): two headers and two names for each file, one end for all. */
const HEADERS = 30 + 46;
const END = 22;

/** Bytes that one file takes in a ZIP: its headers, its name in each, and what it holds, deflated. */
const zippedFile = (name: string, bytes: Buffer): number =>
  HEADERS + 2 * Buffer.byteLength(name) + deflateRawSync(bytes, { level: 6 }).length;

/** Bytes of the built extension as a deflated ZIP. */
export function zippedBytes(browser: BrowserName): number {
  const folder = ensureBuild(browser);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .reduce((sum, file) => sum + zippedFile(file.slice(folder.length + 1), readFileSync(file)), END);
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
