/**
 * Invented pages that are built to mislead: empty and loading sections, samples, the seller's own forms, other claims and orders
 * beside the page's own, quotes and cards in chats. Pictures named `b…` are the buyer's of a claim, all others (`x…`) are not.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { siteConsole } from '../../lib/consoles/platforms/site.ts';
import { contextFor, readPageNow } from '../../lib/consoles/read-page.ts';
import { consoleForUrl, pageRuleFor } from '../../lib/consoles/registry.ts';
import type { PageReading } from '../../lib/consoles/types.ts';
import { documentOf, summary } from './cases.ts';

export interface HardPage {
  name: string;
  url: string;
  html: string;
  /** Addresses that are offered to the seller as pictures of unknown owner. */
  unowned: string[];
  claims: unknown[];
}

const NOW = Date.parse('2026-10-01T00:00:00+08:00');

/** Every invented page, in the order of the file. */
export const loadHardPages = (): HardPage[] =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'hard-pages.json'), 'utf8'));

/** What is read from one of them. */
export function readHardPage(one: HardPage, document: Document = documentOf(one.html, one.url)): PageReading {
  const url = new URL(one.url);
  const definition = consoleForUrl(one.url) ?? siteConsole(url);
  return readPageNow({
    root: document,
    definition,
    page: pageRuleFor(definition, url)?.kind ?? 'unknown',
    context: contextFor(definition, url, NOW),
    tapped: [],
  });
}

/** The reading in the terms of the file. */
export function toldBy(reading: PageReading): Pick<HardPage, 'unowned' | 'claims'> {
  return { unowned: reading.unowned.map(({ url }) => url), claims: summary(reading).claims };
}
