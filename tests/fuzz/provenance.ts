/**
 * Fuzzes every reader of lib/provenance over mutated samples, fixed seed.
 *
 *     node tests/fuzz/provenance.ts [cases=200000] [seed=1]
 *
 * A case is a failure when it throws, takes over 250 ms of processor time (best of three) or allocates over 64 MB.
 * Failing inputs are written to dist/fuzz-crashes/ so that they can be kept as tests. Exit 1 when there are any.
 */

import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { judge, readFile, thumbnails } from '../../lib/provenance/index.ts';
import { validFinding } from '../../lib/verdict/validate.ts';
import { hasSamples, SAMPLES } from '../samples.ts';
import { cpuMs } from './cpu.ts';
import { mutate, random, trimmed } from './mutate.ts';

const MS = 250;
const BYTES = 64 * 1024 * 1024;

export function bases(): { name: string; bytes: Uint8Array }[] {
  const folder = resolve(SAMPLES, 'provenance');
  return ['real', 'synthetic'].flatMap((kind) =>
    readdirSync(resolve(folder, kind))
      .filter((f) => statSync(resolve(folder, kind, f)).isFile())
      .toSorted()
      .map((f) => ({ name: f, bytes: trimmed(new Uint8Array(readFileSync(resolve(folder, kind, f)))) })),
  );
}

export function runCase(bytes: Uint8Array, name: string): void {
  const report = readFile(bytes, name);
  // Caught inside so that a user sees the rest; here it is a failure.
  const caught = report.unreadable.find((u) => u.place.startsWith('check:') || u.place === 'reader');
  if (caught) throw new Error(`${caught.place}: ${caught.why}`);
  thumbnails(bytes);
  const context = { now: '2026-11-24T00:00:00Z', deliveredAt: '2026-10-01T00:00:00Z' };
  // Whatever stands in a file, its findings fit their schemas: one that does not would not be stored.
  for (const finding of judge(report, context, []).findings) validFinding(finding);
  JSON.stringify(report);
}

const allocated = (): number => {
  const m = process.memoryUsage();
  return m.heapUsed + m.external;
};

function main(): number {
  if (!hasSamples) return 0;
  const cases = Number(process.argv[2] ?? 200_000);
  const seed = Number(process.argv[3] ?? 1);
  const files = bases();
  const next = random(seed);
  const folder = resolve(import.meta.dirname, '../../dist/fuzz-crashes');
  const failures: string[] = [];
  let slowest = 0;
  let largest = 0;
  const started = performance.now();
  for (let i = 0; i < cases; i++) {
    const base = files[Math.floor(next() * files.length)]!;
    const other = files[Math.floor(next() * files.length)]!;
    const bytes = mutate(base.bytes, other.bytes, next);
    let why = '';
    const held = i % 16 === 0 ? allocated() : 0;
    const before = cpuMs();
    try {
      runCase(bytes, base.name);
    } catch (error) {
      why = String(error);
    }
    let ms = cpuMs() - before;
    for (let again = 0; again < 2 && ms > MS && !why; again++) {
      const start = cpuMs();
      runCase(bytes, base.name);
      ms = Math.min(ms, cpuMs() - start);
    }
    if (held > 0) largest = Math.max(largest, allocated() - held);
    slowest = Math.max(slowest, ms);
    if (ms > MS) why ||= `${ms.toFixed(0)} ms`;
    if (largest > BYTES) why ||= `${(largest / 1e6).toFixed(0)} MB`;
    if (why) {
      mkdirSync(folder, { recursive: true });
      const name = `${i}-${base.name.replace(/[^\w.]/g, '_')}`;
      writeFileSync(resolve(folder, name), bytes);
      failures.push(`${name}: ${why}`);
      if (failures.length >= 20) break;
    }
    if (i % 20_000 === 19_999)
      console.log(`${i + 1} cases, ${((performance.now() - started) / 1000).toFixed(0)} s`);
  }
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `${cases} cases, seed ${seed}: ${failures.length} failures, slowest ${slowest.toFixed(0)} ms, most memory ${(largest / 1e6).toFixed(1)} MB, ${seconds.toFixed(0)} s`,
  );
  for (const f of failures) console.log(`  ${f}`);
  return failures.length > 0 ? 1 : 0;
}

if (process.argv[1] === import.meta.filename) process.exitCode = main();
