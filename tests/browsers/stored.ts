/** Looking into the extension's database from one of its own pages, without the extension's help. */
import type { TestPage } from './types.ts';

export interface Stored {
  /** All rows of a table; byte arrays come as their length. */
  table(name: string): Promise<unknown[]>;
  /** Primary keys of a table, without its rows. */
  keys(name: string): Promise<unknown[]>;
}

/** The shop's database as `page`, a page of the extension, sees it. A table that does not exist (yet) is empty. */
export function openDatabase(page: TestPage, database = 'claimlens'): Stored {
  const read = (name: string, keysOnly: boolean): Promise<unknown[]> =>
    page.evaluate(
      ([databaseName, tableName, onlyKeys]) =>
        new Promise<unknown[]>((done, fail) => {
          const asked = indexedDB.open(databaseName);
          asked.onerror = () => fail(asked.error);
          asked.onupgradeneeded = () => asked.transaction?.abort();
          asked.onsuccess = () => {
            const db = asked.result;
            if (!db.objectStoreNames.contains(tableName)) {
              db.close();
              done([]);
              return;
            }
            const store = db.transaction(tableName).objectStore(tableName);
            const rows = (onlyKeys ? store.getAllKeys() : store.getAll()) as IDBRequest<unknown[]>;
            rows.onerror = () => fail(rows.error);
            rows.onsuccess = () => {
              db.close();
              const plain = JSON.stringify(rows.result, (_, value) =>
                value instanceof Uint8Array ? value.length : value,
              );
              done(JSON.parse(plain));
            };
          };
        }),
      [database, name, keysOnly] as [string, string, boolean],
    );
  return { table: (name) => read(name, false), keys: (name) => read(name, true) };
}
