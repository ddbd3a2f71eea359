/** Runs ffmpeg, which is used by tests alone. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { extname, isAbsolute, join, resolve } from 'node:path';
import { findOrInstall } from '../browsers/install.ts';

/** Part of every cache key: raise it when the same arguments shall be run again. */
const VERSION = 1;
const CACHE = resolve(import.meta.dirname, '../../node_modules/.cache/claimlens-clips');

let found: string | null | undefined;

/** Path of ffmpeg, installed where that can be done; null elsewhere. */
export function findFfmpeg(): string | null {
  found ??= findOrInstall('ffmpeg');
  return found;
}

/**
 * Makes the file that the last argument names. The same arguments over the same input files give it from the cache of an earlier run:
 * videos take seconds, and both browsers' tests want the same ones. Throws Error with what ffmpeg said.
 */
export function ffmpeg(...args: string[]): void {
  const to = args.at(-1) ?? '';
  const key = keyOf(args.slice(0, -1));
  const cached = join(CACHE, `${key}${extname(to)}`);
  if (!existsSync(cached)) {
    mkdirSync(CACHE, { recursive: true });
    // In one go: another process may make the same video, or look for it, at the same moment.
    const half = join(CACHE, `${key}-${process.pid}${extname(to)}`);
    runFfmpeg(...args.slice(0, -1), half);
    renameSync(half, cached);
  }
  copyFileSync(cached, to);
}

/** Names what comes out: every argument, and what the files among them hold instead of where they are. */
function keyOf(args: readonly string[]): string {
  const hash = createHash('sha256').update(`${VERSION} ${findFfmpeg()}`);
  for (const one of args) hash.update('\0').update(isAbsolute(one) ? readFileSync(one) : one);
  return hash.digest('hex').slice(0, 40);
}

/** Runs ffmpeg as it is: for what is quick, or reads files that its arguments do not name. Throws Error with what it said. */
export function runFfmpeg(...args: string[]): void {
  const path = findFfmpeg();
  if (!path) throw new Error('ffmpeg is missing');
  const { status, stderr } = spawnSync(path, ['-hide_banner', '-loglevel', 'error', '-y', ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`ffmpeg ${args.join(' ')}: ${stderr.slice(-2_000)}`);
}

/** Encoder settings that are quick and look like a phone's small clip. */
export const AVC = [
  '-c:v',
  'libx264',
  '-preset',
  'veryfast',
  '-crf',
  '27',
  '-g',
  '20',
  '-pix_fmt',
  'yuv420p',
];
