/** Reads random pages and says what crossed from one claim or owner to another. */
import { contextFor, readPageNow } from '../../lib/consoles/read-page.ts';
import { consoleById } from '../../lib/consoles/registry.ts';
import { document } from './document.ts';
import { randomPage } from './generate.ts';

const NOW = Date.parse('2026-10-01T00:00:00+08:00');

export interface Outcome {
  /** What was read wrong, one line each; empty when nothing crossed. */
  wrong: string[];
  /** Buyer's pictures of claims that have a readable number: how many there are and how many became evidence. */
  pictures: number;
  found: number;
  fields: number;
  fieldsFound: number;
}

/** Reads the page of a seed on a console and compares every picture and value with its truth. */
export function checkPage(seed: number): Outcome {
  const page = randomPage(seed);
  const definition = consoleById('pinduoduo');
  if (!definition) throw new Error('no console');
  document.body.innerHTML = page.html;
  const url = new URL(page.url);
  const reading = readPageNow({
    root: document,
    definition,
    page: page.kind,
    context: contextFor(definition, url, NOW),
    tapped: [],
  });
  const wrong: string[] = [];
  let found = 0;
  let fieldsFound = 0;
  for (const { partial } of reading.claims) {
    const name = partial.claimId ?? partial.orderId ?? '?';
    const index = page.claims.findIndex((truth) =>
      partial.claimId ? truth.claimId === partial.claimId : truth.orderId === partial.orderId,
    );
    const truth = page.claims[index];
    if (!truth) {
      wrong.push(`claim ${name} is on no page`);
      continue;
    }
    const compare = (field: string, read: unknown, told: unknown): void => {
      if (read === undefined) return;
      if (read === told) fieldsFound += 1;
      else wrong.push(`${name}: ${field} ${String(read)} instead of ${String(told)}`);
    };
    compare('orderId', partial.orderId, truth.orderId);
    compare('amount', partial.amount?.value, truth.amount);
    compare('reason', partial.reason, truth.reason);
    compare('description', partial.description, truth.description);
    for (const { url: address } of partial.evidence ?? []) {
      const told = page.pictures.get(address);
      if (told?.claim === index && told.owner === 'buyer') found += 1;
      else
        wrong.push(
          `${name}: evidence ${address} is ${told ? `${told.owner}'s of claim ${told.claim}` : 'no picture'}`,
        );
    }
  }
  const readable = new Set(page.claims.flatMap((truth, index) => (truth.claimId ? [index] : [])));
  const pictures = [...page.pictures.values()].filter(
    ({ claim, owner }) => owner === 'buyer' && readable.has(claim),
  ).length;
  return { wrong, pictures, found, fields: readable.size * 4, fieldsFound };
}
