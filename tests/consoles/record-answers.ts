/**
 * Reads the recorded answers and writes what was read into `answers.json`, for a person to check before it is committed:
 * `node tests/consoles/record-answers.ts <console>` (nothing for all).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AnswerCase, loadAnswers, readAnswer } from './answers.ts';

const [wanted = ''] = process.argv.slice(2).filter((argument) => argument !== '--');
for (const one of loadAnswers()) {
  if (!one.console.startsWith(wanted)) continue;
  const file = join(import.meta.dirname, one.console, 'answers.json');
  const entries = JSON.parse(readFileSync(file, 'utf8')) as AnswerCase[];
  const known = entries.find((entry) => entry.name === one.name);
  if (known) known.expected = readAnswer(one);
  writeFileSync(file, `${JSON.stringify(entries, null, 1)}\n`);
}
