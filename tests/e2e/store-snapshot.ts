/** The whole database as the browser holds it, read without the extension's help: rows by key, hashed, and as one text. */
import type { TestPage } from '../browsers/types.ts';

/** Hash of every row by `table key`; bytes are part of what is hashed. */
export const rowHashes = (page: TestPage): Promise<Record<string, string>> =>
  page.evaluate(async () => {
    const hex = (bytes: ArrayBuffer) =>
      [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const db = await new Promise<IDBDatabase>((done, fail) => {
      const asked = indexedDB.open('claimlens');
      asked.onerror = () => fail(asked.error);
      asked.onsuccess = () => done(asked.result);
    });
    const out: Record<string, string> = {};
    for (const table of db.objectStoreNames) {
      const store = db.transaction(table).objectStore(table);
      const read = <T>(asked: IDBRequest<T>) =>
        new Promise<T>((done) => (asked.onsuccess = () => done(asked.result)));
      const [keys, rows] = await Promise.all([read(store.getAllKeys()), read(store.getAll())]);
      for (const [i, row] of rows.entries()) {
        const parts: BlobPart[] = [];
        const text = JSON.stringify(row, (_, value) => {
          if (!(value instanceof Uint8Array)) return value;
          parts.push(value.slice());
          return `bytes ${value.length}`;
        });
        const bytes = await new Blob([text, ...parts]).arrayBuffer();
        out[`${table} ${String(keys[i])}`] = hex(await crypto.subtle.digest('SHA-256', bytes));
      }
    }
    db.close();
    return out;
  }, null);

/** Which of `words` stand anywhere in the database: in a key, a text or in the bytes of a picture. */
export const wordsStored = (page: TestPage, words: string[]): Promise<string[]> =>
  page.evaluate(async (wanted) => {
    const db = await new Promise<IDBDatabase>((done, fail) => {
      const asked = indexedDB.open('claimlens');
      asked.onerror = () => fail(asked.error);
      asked.onsuccess = () => done(asked.result);
    });
    const latin = new TextDecoder('latin1');
    const utf8 = new TextDecoder();
    const found = new Set<string>();
    for (const table of db.objectStoreNames) {
      const store = db.transaction(table).objectStore(table);
      const rows = await new Promise<unknown[]>((done) => {
        const asked = store.getAll();
        asked.onsuccess = () => done(asked.result);
      });
      for (const row of rows) {
        const text = JSON.stringify(row, (_, value) =>
          value instanceof Uint8Array ? `${latin.decode(value)}\n${utf8.decode(value)}` : value,
        );
        for (const word of wanted) if (text.includes(word)) found.add(`${word} in ${table}`);
      }
    }
    db.close();
    return [...found];
  }, words);
