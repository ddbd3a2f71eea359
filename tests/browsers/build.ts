/** The built extension, rebuilt when its sources are younger. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BrowserName } from './types.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SOURCES = ['build', 'entrypoints', 'components', 'lib', 'public', 'wxt.config.ts', 'package-lock.json'];
const TARGET: Record<BrowserName, string> = { chromium: 'chrome', firefox: 'firefox' };

/**
 * Folder of the unpacked build for the browser: `.output/<target>-mv3`, or the same below the folder that the environment
 * variable CLAIMLENS_BUILD names, which is taken as it is.
 * @param teamHost the server of a managed build, which lies in a folder of its own
 * @throws Error with the builder's last lines when the build fails.
 */
export function ensureBuild(browser: BrowserName, teamHost = ''): string {
  const target = TARGET[browser];
  const given = process.env.CLAIMLENS_BUILD;
  if (given) return join(resolve(given), `${target}-mv3`);
  const folder = join(ROOT, '.output', teamHost && 'one-host', `${target}-mv3`);
  const manifest = join(folder, 'manifest.json');
  if (isStale(manifest) || !readFileSync(manifest, 'utf8').includes(teamHost)) {
    console.log(`build: wxt build -b ${target}`);
    const wxt = join(ROOT, 'node_modules/wxt/bin/wxt.mjs');
    const run = spawnSync(process.execPath, [wxt, 'build', '-b', target, '--mv3'], {
      cwd: ROOT,
      encoding: 'utf8',
      // The test runner's own NODE_ENV would bring the libraries' development builds into the package.
      env: { ...process.env, NODE_ENV: 'production', CLAIMLENS_TEAM_HOST: teamHost },
    });
    if (run.status !== 0) throw new Error(`wxt build failed:\n${(run.stdout + run.stderr).slice(-2_000)}`);
  }
  return folder;
}

function isStale(built: string): boolean {
  if (!existsSync(built)) return true;
  const then = statSync(built).mtimeMs;
  return SOURCES.some((source) => youngest(join(ROOT, source)) > then);
}

function youngest(path: string): number {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => youngest(join(path, name))));
}
