/** Recorded answers: each parser alone, every field asserted, values that differ from each other. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { partialsOf } from '../../lib/consoles/read-page.ts';
import type { PartialClaim } from '../../lib/consoles/types.ts';
import { caseFolders, definitionOf } from './cases.ts';

/** One entry of a console's `answers.json`. */
export interface AnswerCase {
  console: string;
  name: string;
  /** Address of the page that received the answer. */
  page: string;
  /** Address of the answer. */
  url: string;
  now: string;
  answer: unknown;
  expected: PartialClaim[];
}

/** Every recorded answer of every console. */
export const loadAnswers = (): AnswerCase[] =>
  caseFolders().flatMap((folder) => {
    const file = join(import.meta.dirname, folder, 'answers.json');
    if (!existsSync(file)) return [];
    const entries = JSON.parse(readFileSync(file, 'utf8')) as Omit<AnswerCase, 'console'>[];
    return entries.map((entry) => ({ ...entry, console: folder }));
  });

/** What the console's parser makes of an answer, handed over as the text that the tap passes on. */
export function readAnswer(one: AnswerCase): PartialClaim[] {
  const definition = definitionOf({ console: one.console, url: one.page });
  const answer = { url: one.url, text: JSON.stringify(one.answer), at: Date.parse(one.now) };
  return partialsOf(definition, answer, new URL(one.page));
}
