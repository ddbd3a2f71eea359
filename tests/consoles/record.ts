/**
 * Reads recorded pages and writes what was read into `expected.json`, for a person to check before it is committed:
 * `npm run record <console>/<case>` (a beginning is enough), `npm run record <console>/<case> -- --show` only prints.
 * npm runs the project's own Node, which reads TypeScript; an older one on the machine cannot.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CaseSpec, loadCases, readCase, summary } from './cases.ts';

const [wanted = '', mode] = process.argv.slice(2).filter((argument) => argument !== '--');
for (const one of loadCases()) {
  if (!`${one.console}/${one.name}`.startsWith(wanted)) continue;
  const reading = readCase(one);
  const result = summary(reading);
  console.log(
    `${one.console}/${one.name}: ${reading.how.join('+') || 'nothing'}, ${reading.read} of ${result.seen}`,
  );
  console.log(JSON.stringify(result, null, 1));
  if (mode === '--show') continue;
  const file = join(import.meta.dirname, one.console, 'expected.json');
  const specs = JSON.parse(readFileSync(file, 'utf8')) as Record<string, CaseSpec>;
  const known = specs[one.name];
  if (!known) continue;
  const { url, now, answers } = known;
  specs[one.name] = { url, now, ...(answers && { answers }), ...result };
  writeFileSync(file, `${JSON.stringify(specs, null, 1)}\n`);
}
