/**
 * Prints what the files of a folder say about themselves: per file the findings with place and raw value, then totals.
 *
 *     npm run report:provenance -- DIR [--quiet] [--json FILE]
 *
 * With a `manifest.json` of the provenance samples in DIR (or in DIR/provenance), hits, misses and false alarms per trace
 * id are counted too. Sub-folders are read; files of other types are left out.
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, extname, relative, resolve } from 'node:path';
import type { Finding } from '../../lib/claims/finding.ts';
import { factOf } from '../../lib/claims/finding.ts';
import { judge, readFile } from '../../lib/provenance/index.ts';
import type { ProvenanceAnswer } from '../../lib/provenance/types.ts';
import { comparePreviews } from '../unit/provenance/decode.ts';

const PICTURES = new Set(
  '.jpg .jpeg .png .webp .gif .tif .tiff .heic .heif .avif .mp4 .mov .jxl .bmp'.split(' '),
);

function* filesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true }).toSorted((a, b) =>
    a.name.localeCompare(b.name),
  )) {
    const path = resolve(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (PICTURES.has(extname(entry.name).toLowerCase())) yield path;
  }
}

const oneLine = (text: unknown): string =>
  String(text ?? '')
    .replace(/\s+/g, ' ')
    .slice(0, 100);

const line = (f: Finding): string =>
  `  ${f.strength.padEnd(14)} ${f.code.padEnd(26)} ${factOf(f, 'place') ?? ''}@${factOf(f, 'offset') ?? ''}  ${oneLine(factOf(f, 'raw'))}`;

interface Expectation {
  file: string;
  expect: { ai: string; edit: string; findings: { id: string }[]; mustNot?: string[] };
}

/** The samples' manifest near the folder, by absolute file name. */
function expectations(folder: string): Map<string, Expectation> {
  const out = new Map<string, Expectation>();
  for (const home of [folder, resolve(folder, 'provenance')]) {
    const path = resolve(home, 'manifest.json');
    if (!existsSync(path)) continue;
    const files: Expectation[] = JSON.parse(readFileSync(path, 'utf8')).files ?? [];
    for (const f of files) if (f.expect?.findings) out.set(resolve(home, f.file), f);
  }
  return out;
}

async function answerOf(path: string): Promise<{ answer: ProvenanceAnswer; ms: number }> {
  const bytes = new Uint8Array(readFileSync(path));
  const before = performance.now();
  const report = readFile(bytes, basename(path));
  const ms = performance.now() - before;
  const previews = await comparePreviews(bytes).catch(() => undefined);
  const context = { now: new Date().toISOString(), fileName: basename(path) };
  return { answer: judge(report, context, previews), ms };
}

const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const quiet = args.includes('--quiet');
  const json = args.includes('--json') ? args[args.indexOf('--json') + 1] : undefined;
  const folder = args.find((a, i) => !a.startsWith('--') && args[i - 1] !== '--json');
  if (!folder || !existsSync(folder)) {
    console.error('usage: report:provenance -- DIR [--quiet] [--json FILE]');
    return 2;
  }
  const expected = expectations(resolve(folder));
  const codes = new Map<string, number>();
  const ids = new Map<string, { hit: number; miss: number; falseAlarm: number }>();
  const makers = new Map<string, number>();
  const heavy: string[] = [];
  const times: number[] = [];
  const out: object[] = [];
  let files = 0;
  const score = (id: string, what: 'hit' | 'miss' | 'falseAlarm') => {
    const row = ids.get(id) ?? { hit: 0, miss: 0, falseAlarm: 0 };
    row[what]++;
    ids.set(id, row);
  };
  for (const path of filesIn(resolve(folder))) {
    const { answer, ms } = await answerOf(path);
    const { report, findings } = answer;
    files++;
    times.push(ms);
    for (const code of new Set(findings.map((f) => f.code))) count(codes, code);
    const device = report.traces.find((t) => t.id === 'device');
    if (device)
      count(
        makers,
        String((device.values as { make?: string }).make ?? '')
          .toLowerCase()
          .split(' ')[0] ?? '',
      );
    for (const f of findings)
      if (f.strength === 'contradiction' || f.strength === 'strong')
        heavy.push(`${relative(folder, path)}  ${f.code} ${f.strength}`);
    const e = expected.get(path)?.expect;
    if (e) {
      const got = new Set<string>(report.traces.map((t) => t.id));
      for (const id of new Set(e.findings.map((f) => f.id))) score(id, got.has(id) ? 'hit' : 'miss');
      for (const id of e.mustNot ?? []) if (got.has(id) || `ai:${report.ai}` === id) score(id, 'falseAlarm');
      score(`ai:${e.ai}`, report.ai === e.ai ? 'hit' : 'miss');
      score(`edit:${e.edit}`, report.edit === e.edit ? 'hit' : 'miss');
    }
    out.push({
      file: relative(folder, path),
      ai: report.ai,
      edit: report.edit,
      findings,
      traces: report.traces,
    });
    if (quiet) continue;
    console.log(`${relative(folder, path)}  ai: ${report.ai}  edit: ${report.edit}  ${ms.toFixed(1)} ms`);
    for (const f of findings) console.log(line(f));
  }
  const sorted = times.toSorted((a, b) => a - b);
  console.log(`\n${files} files, median ${(sorted[sorted.length >> 1] ?? 0).toFixed(2)} ms to read one`);
  console.log('\nfiles per finding code');
  for (const [code, n] of [...codes].sort((a, b) => b[1] - a[1]))
    console.log(`  ${String(n).padStart(5)}  ${code}`);
  console.log(
    `\nfiles that name a camera: ${[...makers.values()].reduce((a, b) => a + b, 0)}, makers: ${makers.size}`,
  );
  console.log(`findings that could lift a claim: ${heavy.length}`);
  for (const one of heavy) console.log(`  ${one}`);
  if (ids.size > 0) {
    console.log('\nagainst the manifest: hits, misses, false alarms');
    for (const [id, r] of [...ids].sort()) {
      console.log(
        `  ${String(r.hit).padStart(4)} ${String(r.miss).padStart(4)} ${String(r.falseAlarm).padStart(4)}  ${id}`,
      );
    }
  }
  if (json) writeFileSync(json, JSON.stringify(out, null, 1));
  return 0;
}

process.exitCode = await main();
