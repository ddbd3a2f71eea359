/** `node tests/audit/agree.ts A.json B.json`: compares two audit reports of the same photos, e.g. from two browsers. */
import { readFileSync } from 'node:fs';
import type { AuditReport } from '../../lib/app/audit/audit-report.ts';
import { disagreements } from './agreement.ts';

const [a, b] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')) as AuditReport);
if (!a || !b) {
  console.error('usage: node tests/audit/agree.ts A.json B.json');
  process.exitCode = 2;
} else {
  const found = disagreements(a, b);
  const photos = a.claims.reduce((sum, claim) => sum + claim.photos.length, 0);
  for (const { file, what } of found) console.log(`${file}: ${what}`);
  console.log(`${photos - found.length} of ${photos} photos judged alike`);
  process.exitCode = found.length ? 1 : 0;
}
