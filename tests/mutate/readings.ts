/** Everything that the fixtures read, as comparable texts: parts alone, recorded pages and answers, misleading pages and some random ones. */

import { pageRuleFor } from '../../lib/consoles/registry.ts';
import { loadAnswers, readAnswer } from '../consoles/answers.ts';
import { type Case, definitionOf, documentOf, loadCases, readCase, summary } from '../consoles/cases.ts';
import { loadHardPages, readHardPage, toldBy } from '../consoles/hard-pages.ts';
import { checkPage } from '../random-pages/check.ts';
import { CASES as ZONES } from '../unit/consoles/page/zones.cases.ts';
import { CASES as BLOCKS } from '../unit/consoles/reader/blocks.cases.ts';

/** Which page of its console a case's address is. */
const kindOf = (one: Case): string | undefined => pageRuleFor(definitionOf(one), new URL(one.url))?.kind;

/** Seeds of the random pages that are read as well where a fault concerns every console. */
const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1);

const kept = globalThis as { documents?: Map<string, Document> };
kept.documents ??= new Map();
const { documents } = kept;

/** Reading changes no page, so that one document serves every fault; this file itself is loaded anew for each. */
function documentFor(html: string, url: string): Document {
  const known = documents.get(url + html) ?? documentOf(html, url);
  documents.set(url + html, known);
  return known;
}

/** One text per fixture, made when asked for; `only` names the console whose fixtures are enough. */
export function* readings(only: string | undefined): Generator<() => string> {
  // Parts alone and answers come first: they are read in no time.
  if (!only) for (const { told } of [...ZONES, ...BLOCKS]) yield () => JSON.stringify(told());
  for (const one of loadAnswers())
    if (!only || one.console === only) yield () => JSON.stringify(readAnswer(one));
  if (!only)
    for (const one of loadHardPages())
      yield () => JSON.stringify(toldBy(readHardPage(one, documentFor(one.html, one.url))));
  for (const one of loadCases()) {
    const read = () => readCase(one, undefined, undefined, documentFor(one.html, one.url));
    if (!only || one.console === only) yield () => `${kindOf(one)} ${JSON.stringify(summary(read()))}`;
  }
  if (only) return;
  for (const seed of SEEDS) yield () => JSON.stringify(checkPage(seed));
}
