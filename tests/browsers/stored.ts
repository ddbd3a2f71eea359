/** Looking into the extension's database from one of its own pages, without the extension's help. */
import type { TestPage } from './types.ts';

export interface Stored {
  /** All rows of a table; byte arrays come as their length. */
  table(name: string): Promise<unknown[]>;
}

/** The shop's database as `page`, a page of the extension, sees it. A table that does not exist (yet) is empty. */
export function openDatabase(page: TestPage, database = 'claimlens'): Stored {
  return {
    table: (name) =>
      page.evaluate(
        ([databaseName, tableName]) =>
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
              const rows = db.transaction(tableName).objectStore(tableName).getAll();
              rows.onerror = () => fail(rows.error);
              rows.onsuccess = () => {
                db.close();
                done(
                  JSON.parse(
                    JSON.stringify(rows.result, (_, value) =>
                      value instanceof Uint8Array ? value.length : value,
                    ),
                  ),
                );
              };
            };
          }),
        [database, name] as [string, string],
      ),
  };
}
