/** Which rows were changed, by this page or any other of the extension, so that a long list need not be read again. */
import Dexie, { type IntervalTree, type ObservabilitySet, RangeSet } from 'dexie';
import type { ClaimLensDb } from './db.ts';

/** Primary keys of the rows that changed, or `all` where a change names a whole range. */
export type ChangedKeys = Set<string> | 'all';

/**
 * Calls `onChange` after each transaction that changed one of `tables`, also one of another page; returns the way to stop.
 * Only for tables whose primary key is a text.
 */
export function watchKeys<T extends string>(
  db: ClaimLensDb,
  tables: readonly T[],
  onChange: (changed: Map<T, ChangedKeys>) => void,
): () => void {
  const listener = (parts: ObservabilitySet): void => {
    const changed = new Map<T, ChangedKeys>();
    for (const table of tables) {
      // Dexie's name for a table's primary key: `idb://database/table/`.
      const tree = parts[`idb://${db.name}/${table}/`];
      if (tree) changed.set(table, keysOf(tree));
      if (parts.all) changed.set(table, 'all');
    }
    if (changed.size > 0) onChange(changed);
  };
  Dexie.on('storagemutated', listener);
  return () => Dexie.on.storagemutated.unsubscribe(listener);
}

function keysOf(tree: IntervalTree): ChangedKeys {
  const keys = new Set<string>();
  // What comes from another page has lost its class on the way.
  for (const { from, to } of RangeSet(tree)) {
    if (typeof from !== 'string' || from !== to) return 'all';
    keys.add(from);
  }
  return keys;
}
