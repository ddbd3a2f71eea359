/** The failing inputs that were given with the product's field notes: each read as it should be, or said to be absent. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { siteConsole } from '../../lib/consoles/platforms/site.ts';
import { contextFor, partialsOf, readPageNow } from '../../lib/consoles/read-page.ts';
import { consoleForUrl, pageRuleFor } from '../../lib/consoles/registry.ts';
import type { PageReading, PartialClaim } from '../../lib/consoles/types.ts';
import { documentOf } from './cases.ts';

const FOLDER = resolve(import.meta.dirname, '../../../shared/cases/consoles');
const INDEX = join(FOLDER, 'expected.json');

interface Given {
  id: string;
  url: string;
  now: string;
  files: string[];
  answers: { url: string; file: string }[];
  expected: Record<string, unknown>[];
}

const given: Given[] = existsSync(INDEX) ? JSON.parse(readFileSync(INDEX, 'utf8')) : [];
if (!given.length) console.log('cases: ../shared/cases/consoles is absent, so the given pages are skipped');

function readGiven(one: Given): PageReading {
  const url = new URL(one.url);
  const definition = consoleForUrl(one.url) ?? siteConsole(url);
  const now = Date.parse(one.now);
  const page = one.files.find((file) => file.endsWith('.html'));
  const html = page ? readFileSync(join(FOLDER, page), 'utf8') : '<!doctype html><body></body>';
  const tapped = one.answers.flatMap((answer) =>
    partialsOf(
      definition,
      { url: answer.url, text: readFileSync(join(FOLDER, answer.file), 'utf8'), at: now },
      url,
    ),
  );
  return readPageNow({
    root: documentOf(html, one.url),
    definition,
    page: pageRuleFor(definition, url)?.kind ?? 'unknown',
    context: contextFor(definition, url, now),
    tapped,
  });
}

/** One field of a reading in the words of `expected.json`. */
function told(partial: PartialClaim, field: string): unknown {
  const [item] = partial.items ?? [];
  switch (field) {
    case 'amount':
    case 'paid': {
      const money = partial[field];
      return money && `${money.value} ${money.currency}`;
    }
    case 'buyerName':
      return partial.buyer?.name;
    case 'buyerId':
      return partial.buyer?.id;
    case 'item.title':
      return item?.title;
    case 'item.itemId':
      return item?.itemId;
    case 'item.imageUrl':
      return item?.imageUrl;
    case 'items.count':
      return partial.items?.length;
    case 'evidence':
      return partial.evidence?.map(({ kind, url }) => (kind === 'video' ? `V ${url}` : url));
    default:
      return (partial as Record<string, unknown>)[field];
  }
}

const isTime = (field: string): boolean => /At$/.test(field);

describe('given pages', () => {
  it.skipIf(!given.length)('are there', () => expect(given.length).toBeGreaterThan(30));

  it.each(given.map((one) => [one.id, one] as const))('%s', (_, one) => {
    const reading = readGiven(one);
    expect(reading.claims.map(({ partial }) => partial.claimId ?? partial.orderId)).toEqual(
      one.expected.map((claim) => claim.claimId ?? claim.orderId),
    );
    for (const [index, expected] of one.expected.entries()) {
      const partial = reading.claims[index]?.partial ?? {};
      const read: Record<string, unknown> = {};
      const wanted: Record<string, unknown> = {};
      for (const [key, value] of Object.entries(expected)) {
        const field = key.replace(/^no:/, '');
        const found = told(partial, field);
        // Instants are compared as such: the same moment may be written in another zone.
        const moment = (text: unknown) =>
          isTime(field) && typeof text === 'string' ? Date.parse(text) : text;
        read[key] = moment(found);
        wanted[key] = key.startsWith('no:') ? undefined : moment(value);
      }
      expect(read).toEqual(wanted);
    }
  });
});
