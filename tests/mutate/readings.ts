/** Everything that the fixtures read, as comparable texts: recorded pages, recorded answers and some random pages. */

import { pageRuleFor } from '../../lib/consoles/registry.ts';
import { loadAnswers, readAnswer } from '../consoles/answers.ts';
import { type Case, definitionOf, loadCases, readCase, summary } from '../consoles/cases.ts';
import { checkPage } from '../random-pages/check.ts';

/** Which page of its console a case's address is. */
const kindOf = (one: Case): string | undefined => pageRuleFor(definitionOf(one), new URL(one.url))?.kind;

/** Seeds of the random pages that are read as well where a fault concerns every console. */
const SEEDS = Array.from({ length: 60 }, (_, index) => index + 1);

/** One text per fixture, made when asked for; `only` names the console whose fixtures are enough. */
export function* readings(only: string | undefined): Generator<() => string> {
  for (const one of loadAnswers())
    if (!only || one.console === only) yield () => JSON.stringify(readAnswer(one));
  for (const one of loadCases())
    if (!only || one.console === only) yield () => `${kindOf(one)} ${JSON.stringify(summary(readCase(one)))}`;
  if (only) return;
  for (const seed of SEEDS) yield () => JSON.stringify(checkPage(seed));
}
