import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClaimLensDb } from '../../../lib/store/db.ts';
import { deleteMeta, metaSchema, readMeta, writeMeta } from '../../../lib/store/meta.ts';
import { sources } from '../../lint/import-direction.ts';

let db: ClaimLensDb;
beforeEach(() => {
  db = new ClaimLensDb(`meta-${crypto.randomUUID()}`);
});
afterEach(() => db.delete());

describe('meta', () => {
  it('gives back what was written, and null for what is missing or of another shape', async () => {
    expect(await readMeta(db, 'looking-at')).toBeNull();
    await writeMeta(db, 'looking-at', 'taobao:7');
    expect(await readMeta(db, 'looking-at')).toBe('taobao:7');
    await db.meta.put({ v: 1, name: 'looking-at', value: { key: 7 } });
    expect(await readMeta(db, 'looking-at')).toBeNull();
    await deleteMeta(db, 'looking-at');
    expect(await db.meta.count()).toBe(0);
  });

  it('knows families by the start of a name, and no other name', () => {
    expect(metaSchema('notice:taobao:7@2026')).toBeDefined();
    expect(metaSchema('toString')).toBeUndefined();
    expect(metaSchema('noticed')).toBeUndefined();
  });

  it('is read and written through declared names only', () => {
    const root = resolve(import.meta.dirname, '../../..');
    const found: string[] = [];
    for (const top of ['lib', 'components', 'entrypoints']) {
      for (const path of sources(resolve(root, top))) {
        const file = relative(root, path);
        if (file === 'lib/store/meta.ts') continue;
        if (/\bmeta\.(get|put|add|update|delete|bulk\w+)\(/.test(readFileSync(path, 'utf8')))
          found.push(file);
      }
    }
    expect(found).toEqual([]);
  });
});
