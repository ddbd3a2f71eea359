/** Everything that the fixtures read, as comparable texts: parts alone, recorded pages and answers, misleading pages and some random ones. */

import { consoleForUrl, pageRuleFor } from '../../lib/consoles/registry.ts';
import { loadAnswers, readAnswer } from '../consoles/answers.ts';
import { type Case, definitionOf, documentOf, loadCases, readCase, summary } from '../consoles/cases.ts';
import { loadHardPages, readHardPage, toldBy } from '../consoles/hard-pages.ts';
import { checkPage } from '../random-pages/check.ts';
import { CASES as MEDIA } from '../unit/consoles/json/media.cases.ts';
import { CASES as PICTURES } from '../unit/consoles/page/pictures.cases.ts';
import { CASES as SPEAKERS } from '../unit/consoles/page/speaker.cases.ts';
import { CASES as WALKS } from '../unit/consoles/page/walk.cases.ts';
import { CASES as ZONES } from '../unit/consoles/page/zones.cases.ts';
import { CASES as BLOCKS } from '../unit/consoles/reader/blocks.cases.ts';
import { CASES as CANDIDATES } from '../unit/consoles/reader/candidates.cases.ts';
import { CASES as COLUMNS } from '../unit/consoles/reader/columns.cases.ts';
import { CASES as EVIDENCE } from '../unit/consoles/reader/evidence.cases.ts';
import { CASES as FIELDS } from '../unit/consoles/reader/fields.cases.ts';
import { CASES as FOREIGN } from '../unit/consoles/reader/foreign.cases.ts';
import { CASES as OWNERS } from '../unit/consoles/reader/heading-owner.cases.ts';
import { CASES as HITS } from '../unit/consoles/reader/hits.cases.ts';
import { CASES as MARKS } from '../unit/consoles/reader/id-marks.cases.ts';
import { CASES as JOINED } from '../unit/consoles/reader/join-claims.cases.ts';
import { CASES as CHATS } from '../unit/consoles/reader/read-chat.cases.ts';
import { CASES as DOM } from '../unit/consoles/reader/read-dom.cases.ts';
import { CASES as SECTIONS } from '../unit/consoles/reader/sections.cases.ts';

export interface Reading {
  name: string;
  /** The console whose file it exercises; none for parts of the reader alone. */
  console?: string;
  tell(): string;
}

/** Parts of the reader alone. */
const PARTS = [
  ...DOM,
  ...FIELDS,
  ...MARKS,
  ...MEDIA,
  ...PICTURES,
  ...SPEAKERS,
  ...WALKS,
  ...ZONES,
  ...BLOCKS,
  ...CHATS,
  ...CANDIDATES,
  ...COLUMNS,
  ...EVIDENCE,
  ...FOREIGN,
  ...OWNERS,
  ...HITS,
  ...JOINED,
  ...SECTIONS,
];

/** Which page of its console a case's address is. */
const kindOf = (one: Case): string | undefined => pageRuleFor(definitionOf(one), new URL(one.url))?.kind;

/** Seeds of the random pages that are read as well. */
const SEEDS = Array.from({ length: 30 }, (_, index) => index + 1);

interface Kept {
  documents: Map<string, Document>;
  fixtures: {
    answers: ReturnType<typeof loadAnswers>;
    hardPages: ReturnType<typeof loadHardPages>;
    cases: Case[];
  };
}
/** What stays the same for every fault, while this file is loaded again for each: reading changes no page. */
const kept = globalThis as { readings?: Kept };
kept.readings ??= {
  documents: new Map(),
  fixtures: { answers: loadAnswers(), hardPages: loadHardPages(), cases: loadCases() },
};
const { documents, fixtures } = kept.readings;

function documentFor({ html, url }: { html: string; url: string }): Document {
  const known = documents.get(url + html) ?? documentOf(html, url);
  documents.set(url + html, known);
  return known;
}

/** Every reading, always in the same order. */
export const readings = (): Reading[] => [
  ...PARTS.map(({ name, told }) => ({ name, tell: () => JSON.stringify(told()) })),
  ...fixtures.answers.map((one) => ({
    name: `answer ${one.console}/${one.name}`,
    console: one.console,
    tell: () => JSON.stringify(readAnswer(one)),
  })),
  ...fixtures.hardPages.map((one) => ({
    name: `page ${one.name}`,
    console: consoleForUrl(one.url)?.id ?? 'site',
    tell: () => JSON.stringify(toldBy(readHardPage(one, documentFor(one)))),
  })),
  ...fixtures.cases.map((one) => ({
    name: `case ${one.console}/${one.name}`,
    console: one.console,
    tell: () =>
      `${kindOf(one)} ${JSON.stringify(summary(readCase(one, undefined, undefined, documentFor(one))))}`,
  })),
  ...SEEDS.map((seed) => ({
    name: `random page ${seed}`,
    console: 'pinduoduo',
    tell: () => JSON.stringify(checkPage(seed)),
  })),
];
