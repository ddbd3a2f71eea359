/** Finds Chromium and Firefox; on Debian as root installs them, elsewhere says in one line what is missing. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { BrowserName } from './types.ts';

/** Names on PATH, best first. */
const ON_PATH: Record<BrowserName, string[]> = {
  chromium: ['chromium', 'chromium-browser'],
  firefox: ['firefox-esr', 'firefox'],
};

/** Where installers put them. Branded Chrome is absent on purpose: since version 137 it ignores `--load-extension`. */
const USUAL_PLACES: Record<BrowserName, string[]> = {
  chromium: [
    '/usr/bin/chromium',
    '/usr/lib/chromium/chromium',
    '/snap/bin/chromium',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    join(process.env.LOCALAPPDATA ?? 'C:\\', 'Chromium', 'Application', 'chrome.exe'),
    join(process.env.PROGRAMFILES ?? 'C:\\', 'Chromium', 'Application', 'chrome.exe'),
  ],
  firefox: [
    '/usr/bin/firefox-esr',
    '/usr/bin/firefox',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    join(process.env.PROGRAMFILES ?? 'C:\\', 'Mozilla Firefox', 'firefox.exe'),
  ],
};

const OVERRIDE: Record<BrowserName, string> = {
  chromium: 'CLAIMLENS_CHROMIUM',
  firefox: 'CLAIMLENS_FIREFOX',
};

const DEBIAN_PACKAGE: Record<BrowserName, string> = {
  chromium: 'chromium',
  firefox: 'firefox-esr',
};

/** Absolute path of the browser, or undefined. The environment variables CLAIMLENS_CHROMIUM and CLAIMLENS_FIREFOX come first. */
export function findBrowser(name: BrowserName): string | undefined {
  const given = process.env[OVERRIDE[name]];
  if (given) return given;
  const exe = process.platform === 'win32' ? '.exe' : '';
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const file of ON_PATH[name]) {
      const path = join(folder, file + exe);
      if (folder && isExecutable(path)) return path;
    }
  }
  return USUAL_PLACES[name].find(isExecutable);
}

/**
 * Paths of the named browsers, installing what is missing on Debian when run as root.
 * @throws Error with one line that says what to install, where it cannot do so itself.
 */
export function ensureBrowsers<N extends BrowserName>(names: readonly N[]): Record<N, string> {
  const missing = names.filter((name) => !findBrowser(name));
  const wanted = missing.map((name) => DEBIAN_PACKAGE[name]);
  if (canInstall() && !hasChineseFont()) wanted.push('fonts-noto-cjk');
  if (wanted.length > 0 && canInstall()) aptInstall(wanted);
  const found = names.map((name) => [name, findBrowser(name)] as const);
  const absent = found.filter(([, path]) => !path).map(([name]) => name);
  if (absent.length > 0) {
    const variables = absent.map((name) => OVERRIDE[name]).join(', ');
    throw new Error(`Missing: ${absent.join(' and ')}. Install it, or set ${variables} to its executable.`);
  }
  return Object.fromEntries(found) as Record<N, string>;
}

/** Path of a program, installing Debian's package of that name where that can be done; null elsewhere. */
export function findOrInstall(program: string): string | null {
  const find = (): string | null =>
    (process.env.PATH ?? '')
      .split(delimiter)
      .map((folder) => join(folder, program))
      .find(isExecutable) ?? null;
  if (!find() && canInstall()) aptInstall([program]);
  return find();
}

function canInstall(): boolean {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0;
}

function hasChineseFont(): boolean {
  return existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc');
}

function aptInstall(packages: string[]): void {
  console.log(`browsers: installing ${packages.join(', ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-q'],
    ['install', '-y', '-q', '--no-install-recommends', ...packages],
  ]) {
    const run = spawnSync('apt-get', args, { env, encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`apt-get ${args.join(' ')} failed: ${run.stderr.slice(-400)}`);
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (import.meta.main) console.log(ensureBrowsers(['chromium', 'firefox']));
