/**
 * Reads every recorded page and answer in each way alone and writes the table of docs/consoles.md again: `npm run consoles:table`.
 * Marks: `j` JSON, `d` the console's own file, `g` the common words; a blank means that nothing recorded shows the field.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ways } from '../../lib/consoles/read-page.ts';
import { pageRuleFor } from '../../lib/consoles/registry.ts';
import type { PartialClaim } from '../../lib/consoles/types.ts';
import { loadAnswers, readAnswer } from './answers.ts';
import { definitionOf, loadCases, readCase } from './cases.ts';

const COLUMNS = {
  claim: 'claimId',
  order: 'orderId',
  shop: 'shopId',
  buyer: 'buyer',
  kind: 'kind',
  reason: 'reason',
  text: 'description',
  amount: 'amount',
  paid: 'paid',
  items: 'items',
  evidence: 'evidence',
  applied: 'appliedAt',
  deadline: 'deadlineAt',
  ordered: 'orderedAt',
  shipped: 'shippedAt',
  delivered: 'deliveredAt',
  tracking: 'trackingNo',
  status: 'status',
} as const satisfies Record<string, keyof PartialClaim>;

const WAYS: Record<string, Ways> = {
  j: { json: true, dom: false, generic: false },
  d: { json: false, dom: true, generic: false },
  g: { json: false, dom: false, generic: true },
};

interface Row {
  certain: string;
  /** The ways that read each field. */
  read: Map<keyof PartialClaim, Set<string>>;
}

const rows = new Map<string, Row>();

const kindOf = (one: { console: string; url: string }): string =>
  pageRuleFor(definitionOf(one), new URL(one.url))?.kind ?? 'any';

function note(one: { console: string; url: string }, way: string, partials: PartialClaim[]): void {
  const definition = definitionOf(one);
  const kind = kindOf(one);
  const name = `${one.console} | ${kind}`;
  const row: Row = rows.get(name) ?? {
    certain: one.console === 'site' ? '–' : definition.certainty,
    read: new Map(),
  };
  rows.set(name, row);
  for (const field of Object.values(COLUMNS))
    if (partials.some((partial) => partial[field] !== undefined))
      row.read.set(field, (row.read.get(field) ?? new Set()).add(way));
}

for (const one of loadAnswers()) note({ console: one.console, url: one.page }, 'j', readAnswer(one));
for (const one of loadCases())
  for (const [way, ways] of Object.entries(WAYS)) {
    // Answers of an unknown site only fill gaps of claims that the page shows; a conversation is read in one way.
    if ((way === 'j' && one.console === 'site') || (way !== 'd' && kindOf(one) === 'chat')) continue;
    note(
      one,
      way,
      readCase(one, ways).claims.map(({ partial }) => partial),
    );
  }

const marks = (told: Set<string> | undefined): string =>
  told
    ? Object.keys(WAYS)
        .map((way) => (told.has(way) ? way : '·'))
        .join('')
    : '';
const lines = [...rows]
  .filter(([, { read }]) => read.size)
  .sort(([one], [other]) => (one < other ? -1 : 1))
  .map(([name, { certain, read }]) =>
    `| ${[name, certain, ...Object.values(COLUMNS).map((field) => marks(read.get(field)))].join(' | ')} |`.replace(
      / {2,}/g,
      ' ',
    ),
  );
const HEAD = `| console | page | certain | ${Object.keys(COLUMNS).join(' | ')} |\n| ${Array(
  3 + Object.keys(COLUMNS).length,
)
  .fill('---')
  .join(' | ')} |\n`;

const file = join(import.meta.dirname, '../../docs/consoles.md');
const text = readFileSync(file, 'utf8');
const start = text.indexOf('| console | page |');
const end = text.indexOf('\n\n', start);
if (start < 0 || end < 0) throw new Error('docs/consoles.md has no table to write');
writeFileSync(file, `${text.slice(0, start)}${HEAD}${lines.join('\n')}${text.slice(end)}`);
console.log(`${lines.length} rows`);
