/** Rows of one of the extension's databases, read in one of its own pages. */
import type { TestPage } from '../browsers/types.ts';

/** All rows of a table; an empty list while the database or the table is not there. */
export const storedRows = <T>(page: TestPage, database: string, table: string): Promise<T[]> =>
  page.evaluate(
    async ([name, store]) => {
      if (!(await indexedDB.databases()).some((one) => one.name === name)) return [];
      const db = await new Promise<IDBDatabase>((done, failed) => {
        const open = indexedDB.open(name);
        open.onsuccess = () => done(open.result);
        open.onerror = () => failed(open.error);
      });
      try {
        if (!db.objectStoreNames.contains(store)) return [];
        return await new Promise<T[]>((done, failed) => {
          const asked = db.transaction(store).objectStore(store).getAll();
          asked.onsuccess = () => done(asked.result as T[]);
          asked.onerror = () => failed(asked.error);
        });
      } finally {
        db.close();
      }
    },
    [database, table] as [string, string],
  );
