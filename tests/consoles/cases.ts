/** Recorded-shape pages: loads every case below tests/consoles and reads it the way the content script does. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import { siteConsole } from '../../lib/consoles/platforms/site.ts';
import { contextFor, partialsOf, readPageNow, type Ways } from '../../lib/consoles/read-page.ts';
import { consoleById, pageRuleFor } from '../../lib/consoles/registry.ts';
import type { ConsoleDefinition, PageReading, PartialClaim } from '../../lib/consoles/types.ts';

/** What stands in `expected.json` under a case's name. */
export interface CaseSpec {
  /** Address of the page. */
  url: string;
  /** ISO instant of the reading. */
  now: string;
  /** Answers that the page received, as files beside the page; their text is handed over unparsed. */
  answers?: { url: string; file: string }[];
  seen: number;
  missing: string[];
  stale?: boolean;
  loggedOut?: boolean;
  claims: PartialClaim[];
}

export interface Case extends CaseSpec {
  console: string;
  name: string;
  html: string;
}

const ROOT = import.meta.dirname;

// Two definitions take the machine's own zone where a page tells none; the expected times are UTC there.
process.env.TZ = 'UTC';

export const caseFolders = (): string[] =>
  readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

/** Every case of every console, in the order of the files. */
export function loadCases(): Case[] {
  return caseFolders().flatMap((folder) => {
    const specs = JSON.parse(readFileSync(join(ROOT, folder, 'expected.json'), 'utf8')) as Record<
      string,
      CaseSpec
    >;
    return Object.entries(specs).map(([name, spec]) => {
      const page = join(ROOT, folder, `${name}.html`);
      const html = existsSync(page) ? readFileSync(page, 'utf8') : '<!doctype html><body></body>';
      return { console: folder, name, html, ...spec };
    });
  });
}

/** Elements that may carry a shadow root: custom ones and these of the standard (DOM, "valid shadow host name"). */
const HOSTS =
  /^([a-z][\w.]*-[\w.-]*|article|aside|blockquote|body|div|footer|h[1-6]|header|main|nav|p|section|span)$/;
const HTML = 'http://www.w3.org/1999/xhtml';

/** Declarative shadow roots, which jsdom's parser leaves as templates; one in another place stays a template, as in a browser. */
function openShadowRoots(root: ParentNode): void {
  for (const template of root.querySelectorAll<HTMLTemplateElement>('template[shadowrootmode="open"]')) {
    const host = template.parentElement;
    if (!host || host.shadowRoot || host.namespaceURI !== HTML || !HOSTS.test(host.localName)) continue;
    const shadow = host.attachShadow({ mode: 'open' });
    shadow.append(template.content);
    template.remove();
    openShadowRoots(shadow);
  }
}

/** A page as a document. */
export function documentOf(html: string, url: string): Document {
  const { document } = new JSDOM(html, { url }).window;
  openShadowRoots(document);
  return document;
}

export const definitionOf = (one: Pick<Case, 'console' | 'url'>): ConsoleDefinition =>
  consoleById(one.console) ?? siteConsole(new URL(one.url));

/** Reads a case with some ways switched off; `change` may alter the page first. */
export function readCase(
  one: Case,
  ways?: Ways,
  change: (document: Document) => void = () => {},
  document: Document = documentOf(one.html, one.url),
): PageReading {
  const definition = definitionOf(one);
  const url = new URL(one.url);
  change(document);
  const now = Date.parse(one.now);
  const tapped = (one.answers ?? []).flatMap((answer) =>
    partialsOf(
      definition,
      { url: answer.url, text: readFileSync(join(ROOT, one.console, answer.file), 'utf8'), at: now },
      url,
    ),
  );
  const page = pageRuleFor(definition, url)?.kind ?? 'unknown';
  return readPageNow({
    root: document,
    definition,
    page,
    context: contextFor(definition, url, now),
    tapped,
    ...(ways && { ways }),
  });
}

/** What a reading says, without elements and raw texts: comparable with `expected.json`. */
export function summary(reading: PageReading): Omit<CaseSpec, 'url' | 'now' | 'answers'> {
  return {
    seen: reading.seen,
    missing: reading.missing,
    ...(reading.stale && { stale: true }),
    ...(reading.loggedOut && { loggedOut: true }),
    claims: reading.claims.map(({ partial }) => {
      const { raw: _raw, ...rest } = partial;
      return Object.fromEntries(Object.entries(rest).sort(([a], [b]) => a.localeCompare(b)));
    }),
  };
}
