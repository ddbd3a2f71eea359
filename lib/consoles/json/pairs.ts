/** Label and value as pairs, as several platforms send their detail pages: read with the words of the page itself. */

import { parseField } from '../reader/fields.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';
import type { Vocabulary } from '../words/vocabulary.ts';

export interface Pair {
  label: unknown;
  value: unknown;
}

/** The fields that a list of pairs tells; a label that is said twice counts the first time. */
export function partialOfPairs(
  pairs: Pair[],
  vocabulary: Vocabulary,
  definition: Pick<ConsoleDefinition, 'ids' | 'kinds' | 'stages'>,
  context: ReadContext,
): PartialClaim {
  const env = { context, ids: definition.ids, kinds: definition.kinds, stages: definition.stages };
  let found: PartialClaim = {};
  for (const { label, value } of pairs) {
    if (typeof label !== 'string' || typeof value !== 'string') continue;
    const name = vocabulary.exact(label)?.name;
    const patch = name && parseField(name, value, env);
    if (!patch) continue;
    const { items, raw: _raw, ...rest } = patch;
    found = { ...rest, ...found };
    if (items?.[0]) found.items = [{ ...items[0], ...found.items?.[0] }];
  }
  return found;
}
