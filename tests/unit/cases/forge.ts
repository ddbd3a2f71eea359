/** A clean package, ways to forge it, and both verifiers, for the tests of tampering. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { strFromU8, strToU8, unzipSync } from 'fflate';
import { buildPackage } from '../../../lib/cases/package/build.ts';
import { canonicalJson, sha256Hex } from '../../../lib/claims/canonical.ts';
import { joined, zipPieces } from '../../../lib/formats/zip-write.ts';
import { bytesOf, SALT, sampleDossier } from './sample-case.ts';

/** For files that a check needs; taken away by `forget`. */
export const dir = mkdtempSync(join(tmpdir(), 'claimlens-tamper-'));
export const forget = (): void => rmSync(dir, { recursive: true });

export type Files = Record<string, Uint8Array>;
// biome-ignore lint/suspicious/noExplicitAny: any member of any record may be forged
export type Json = any;

const TIME = { year: 2026, month: 10, day: 4, hour: 12, minute: 10, second: 0 };
const input = {
  locale: 'en' as const,
  bytesOf,
  derived: [],
  covered: new Set<string>(),
  unmask: [],
  salts: [SALT],
  toolVersion: '1',
  exportedAt: '2026-10-09T00:00:00.000Z',
  exportNo: 1,
};
export const made = await buildPackage({ dossier: sampleDossier(), ...input });
export const clean = unzipSync(joined(made.pieces));
export const json = (value: unknown): Uint8Array =>
  strToU8(`${JSON.stringify(JSON.parse(canonicalJson(value)), null, 1)}\n`);
export const read = (files: Files, name: string): Json => JSON.parse(strFromU8(files[name]!));
export const edit = (files: Files, name: string, change: (value: Json) => void): void => {
  const value = read(files, name);
  change(value);
  files[name] = json(value);
};
export const ORIGINAL = Object.keys(clean).find((name) => name.startsWith('originals/01-'))!;

/** Manifest, hash list and export record rebuilt over changed files, as somebody with the source could. */
export function reseal(files: Files): void {
  edit(files, 'index.json', (index) => {
    for (const item of index.items)
      if (files[item.path])
        Object.assign(item, { sha256: sha256Hex(files[item.path]!), size: files[item.path]!.length });
  });
  edit(files, 'manifest.json', (manifest) => {
    manifest.files = manifest.files.filter(({ path }: Json) => files[path]);
    for (const file of manifest.files)
      Object.assign(file, { sha256: sha256Hex(files[file.path]!), size: files[file.path]!.length });
  });
  const named = read(files, 'manifest.json').files.map(({ path }: Json) => path) as string[];
  files.SHA256SUMS = strToU8(
    [...named, 'manifest.json']
      .map((path) => `${sha256Hex(files[path]!)}  ${path}\n`)
      .sort()
      .join(''),
  );
  const record = (recordSha256: string) =>
    json({
      ...read(clean, 'export-record.json'),
      manifestSha256: sha256Hex(files['manifest.json']!),
      sumsSha256: sha256Hex(files.SHA256SUMS!),
      recordSha256,
    });
  files['export-record.json'] = record(sha256Hex(record('0'.repeat(64))));
}

export function verify(bytes: Uint8Array, ...more: string[]): { status: number | null; said: string } {
  const path = join(dir, 'package.zip');
  writeFileSync(path, bytes);
  return verifyAt(path, ...more);
}

/** The verifier on a package that is there: an archive or a folder. */
export function verifyAt(path: string, ...more: string[]): { status: number | null; said: string } {
  const run = spawnSync(
    process.execPath,
    [resolve(import.meta.dirname, '../../verify-package.mjs'), path, ...more],
    { encoding: 'utf8' },
  );
  return { status: run.status, said: run.stdout + run.stderr };
}
export const zip = (files: Files): Uint8Array =>
  joined(
    zipPieces(
      Object.entries(files).map(([path, bytes]) => ({ path, bytes })),
      TIME,
    ),
  );
export const changed = (change: (files: Files) => void): Files => {
  const files = Object.fromEntries(Object.entries(clean).map(([name, bytes]) => [name, bytes.slice()]));
  change(files);
  return files;
};

/** The checker inside the package, run as its page runs it. */
export const check = new Function(
  `${readFileSync(resolve(import.meta.dirname, '../../../lib/cases/package/checker.js'), 'utf8')}; return check;`,
)() as (files: Map<string, Uint8Array>) => Promise<{ bad: [string, string][] }>;
