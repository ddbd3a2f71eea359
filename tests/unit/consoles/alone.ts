/** Parts of the reader tried alone, as data: the unit tests assert them, and `npm run mutate:consoles` asks whether they notice a fault. */
import { runsIn } from '../../../lib/consoles/page/walk.ts';
import { dialogsIn } from '../../../lib/consoles/page/zones.ts';
import { type Header, headersOf } from '../../../lib/consoles/reader/columns.ts';
import type { FieldEnv } from '../../../lib/consoles/reader/fields.ts';
import { hitsOf, type Labels, labelsOf } from '../../../lib/consoles/reader/hits.ts';
import type { ConsoleDefinition, DomShape } from '../../../lib/consoles/types.ts';
import { vocabularyFor } from '../../../lib/consoles/words/vocabulary.ts';
import { ADDRESS, bodyOf } from './body.ts';

/** One thing that a part says, and what it must say. */
export interface Alone {
  name: string;
  told(): unknown;
  expected: unknown;
}

/** The ids of elements, sorted: sets of elements as comparable texts. */
export const idsOf = (elements: Iterable<Element>): string[] =>
  [...elements].map((element) => element.id || element.tagName).sort();

/** Claim numbers of 14 figures, order numbers as `123456-123456`, sums in yuan. */
export const ENV: FieldEnv = {
  context: {
    url: new URL(ADDRESS),
    now: Date.parse('2026-10-01T00:00:00+08:00'),
    zone: 'Asia/Shanghai',
    currency: 'CNY',
    dayFirst: true,
  },
  ids: { claim: /^\d{14}$/, order: /^\d{6}-\d{6}$/ },
  kinds: undefined,
  stages: undefined,
};

/** A console of invented numbers and addresses, with some structure of its own. */
export const definitionWith = (dom: DomShape): ConsoleDefinition => ({
  id: 'desk',
  version: '1',
  names: { zh: '后台', en: 'Desk' },
  hosts: [],
  cdnHosts: [],
  zone: ENV.context.zone,
  currency: ENV.context.currency,
  pages: [
    { kind: 'list', pattern: /^desk\.example\.com\/claims/, claimIdParam: 'id' },
    { kind: 'detail', pattern: /^desk\.example\.com\/claim\?/, claimIdParam: 'id', orderIdParam: 'order' },
    { kind: 'detail', pattern: /^desk\.example\.com\/#\/claim\?/, claimIdParam: 'no' },
    { kind: 'detail', pattern: /^desk\.example\.com\/order\/(?<orderId>[\d-]+)/ },
  ],
  dom,
  ids: ENV.ids,
  expects: { list: [], detail: [] },
  certainty: 'thin',
});

export interface Parts {
  body: Element;
  labels: Labels;
  headers: Header[];
  dialogs: Set<Element>;
}

/** What the reader of blocks works with, of a small page. */
export function partsOf(html: string): Parts {
  const body = bodyOf(html);
  const runs = runsIn(body);
  const labels = labelsOf(runs.flatMap((run) => hitsOf(run, vocabularyFor())));
  return { body, labels, headers: headersOf(labels, vocabularyFor()), dialogs: dialogsIn(body, runs) };
}
