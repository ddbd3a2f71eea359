/** Findings for tests that need one of a code and name only the facts they look at: the others are the schema's plainest. */
import * as v from 'valibot';
import type { Finding, FindingCode } from '../../../lib/claims/finding.ts';
import { CATALOGUE } from '../../../lib/verdict/catalogue.ts';

type Node = v.GenericSchema & {
  type: string;
  entries?: Record<string, Node>;
  options?: (Node | string)[];
  literal?: unknown;
};

/** The plainest value that a schema takes: empty texts and lists, zero, the first of a choice. */
function* plainest(schema: Node): Generator<unknown> {
  const { type, entries, options = [] } = schema;
  if (entries) {
    const needed = Object.entries(entries).filter(([, entry]) => entry.type !== 'optional');
    yield Object.fromEntries(needed.map(([name, entry]) => [name, plainest(entry).next().value]));
  } else if (type === 'picklist') yield options[0];
  else if (options.length > 0) for (const option of options) yield* plainest(option as Node);
  else if (type === 'literal') yield schema.literal;
  else if (type === 'nullable') yield null;
  else yield { string: '', number: 0, boolean: false, array: [], record: {} }[type];
}

/** Whole facts of a code around the given ones. Throws when no facts of the code have the given ones. */
export function factsOf(code: FindingCode, given: object = {}): Finding['facts'] {
  const { facts } = CATALOGUE[code];
  for (const plain of plainest(facts as Node)) {
    const whole = { ...(plain as object), ...given };
    if (v.is(facts, whole)) return whole as Finding['facts'];
  }
  throw new Error(`${code}: no facts like ${JSON.stringify(given)}`);
}

/** A finding of a code, fit to be stored; of the code's usual strength unless told otherwise. */
export const findingOf = (
  code: FindingCode,
  { facts, ...more }: Partial<Omit<Finding, 'code' | 'facts'>> & { facts?: object } = {},
): Finding =>
  ({
    code,
    strength: CATALOGUE[code].strengths[0],
    facts: factsOf(code, facts),
    check: { name: 'match', version: '1' },
    ...more,
  }) as Finding;
