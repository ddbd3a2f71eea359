import { describe, expect, it } from 'vitest';
import { importPictures } from '../../../lib/library/import.ts';
import {
  joinProducts,
  keepApart,
  readAnswers,
  removeFamily,
  rootKey,
  rootOf,
  SAME_NAME,
  takeBackAnswer,
} from '../../../lib/library/join.ts';
import { plainName, sameNames } from '../../../lib/library/same-name.ts';
import { verifyLedger } from '../../../lib/store/ledger-chain.ts';
import type { ProductRow } from '../../../lib/store/rows.ts';
import { cpuMs } from '../../fuzz/cpu.ts';
import { freshDb } from '../support/db.ts';

const NOW = new Date('2026-10-02T03:00:00.000Z');
const product = (key: string, title: string, itemIds: string[] = [], day = 1): ProductRow => ({
  v: 1,
  key,
  title,
  itemIds,
  source: key.startsWith('file:') ? 'folder' : 'claim',
  addedAt: `2026-01-0${day}T00:00:00.000Z`,
});
const never = () => false;
const pairsOf = (products: ProductRow[], areApart: (a: string, b: string) => boolean = never): string[] =>
  sameNames(products, areApart).map(({ from, into }) => `${from.key} > ${into.key}`);

describe('products of one name', () => {
  it('are told by their plain name: width, case and white space aside', () => {
    expect(plainName('　青釉 杯　ＡＢ\u00a0 Set ')).toBe('青釉 杯 ab set');
    expect(
      pairsOf([product('file:Blue Mug', 'Blue  mug '), product('pinduoduo:1', 'ＢＬＵＥ mug', ['1'])]),
    ).toEqual(['file:Blue Mug > pinduoduo:1']);
  });

  it('are never guessed at: nearly the same is not the same', () =>
    expect(pairsOf([product('file:a', 'Blue mug'), product('pinduoduo:1', 'Blue mugs', ['1'])])).toEqual([]));

  it('go into the one that the console names, whichever is older', () => {
    const folder = product('file:Mug', 'Mug', [], 1);
    const learned = product('pinduoduo:1', 'Mug', ['1'], 2);
    expect(pairsOf([folder, learned])).toEqual(pairsOf([learned, folder]));
    expect(pairsOf([folder, learned])).toEqual(['file:Mug > pinduoduo:1']);
  });

  it('with item numbers of one shop that differ are different goods', () =>
    expect(pairsOf([product('pinduoduo:1', 'Mug', ['1']), product('pinduoduo:2', 'Mug', ['2'])])).toEqual(
      [],
    ));

  it('ask nothing where it could be either of two goods', () =>
    expect(
      pairsOf([
        product('file:Mug', 'Mug'),
        product('pinduoduo:1', 'Mug', ['1']),
        product('pinduoduo:2', 'Mug', ['2']),
      ]),
    ).toEqual([]));

  it('may be one on two consoles', () =>
    expect(
      pairsOf([
        product('file:Mug', 'Mug', [], 3),
        product('pinduoduo:1', 'Mug', ['1'], 1),
        product('taobao:9', 'Mug', ['9'], 2),
      ]),
    ).toEqual(['taobao:9 > pinduoduo:1', 'file:Mug > pinduoduo:1']));

  it('are not asked about again', () =>
    expect(
      pairsOf([product('file:Mug', 'Mug'), product('pinduoduo:1', 'Mug', ['1'])], (a) => a === 'file:Mug'),
    ).toEqual([]));

  it('are found among ten thousand without being felt', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => product(`file:${i}`, `Goods ${i}`));
    const started = cpuMs();
    expect(pairsOf([...many, product('pinduoduo:1', 'goods 7', ['1'])])).toEqual(['file:7 > pinduoduo:1']);
    expect(cpuMs() - started).toBeLessThan(10_000);
  });
});

describe('joining products', () => {
  /** A folder's product and the console's, the same goods. */
  async function two() {
    const db = freshDb();
    await db.products.bulkPut([
      product('file:Mug', 'Mug'),
      product('pinduoduo:1', 'Mug', ['1']),
      product('file:Vase', 'Vase'),
    ]);
    return db;
  }
  const itemIds = async (db: Awaited<ReturnType<typeof two>>, key: string) =>
    (await db.products.get(key))?.itemIds;

  it('gives each the item numbers of both, moves nothing, and stands in the ledger', async () => {
    const db = await two();
    expect(await joinProducts(db, 'file:Mug', 'pinduoduo:1', NOW)).toBe(true);
    expect(await itemIds(db, 'file:Mug')).toEqual(['1']);
    expect(await itemIds(db, 'pinduoduo:1')).toEqual(['1']);
    expect(await db.products.count()).toBe(3);
    expect(rootOf('file:Mug', await readAnswers(db), () => true)).toBe('pinduoduo:1');
    const ledger = await db.ledger.toArray();
    expect(ledger).toMatchObject([
      { what: 'products-joined', subject: 'file:Mug', data: { into: 'pinduoduo:1' } },
    ]);
    expect(verifyLedger(ledger)).toEqual([]);
  });

  it('can be taken back, and then each has its own again', async () => {
    const db = await two();
    await joinProducts(db, 'file:Mug', 'pinduoduo:1', NOW);
    await takeBackAnswer(db, 'file:Mug', NOW);
    expect(await itemIds(db, 'file:Mug')).toEqual([]);
    expect(await itemIds(db, 'pinduoduo:1')).toEqual(['1']);
    expect((await readAnswers(db)).size).toBe(0);
    expect((await db.ledger.toArray()).map(({ what }) => what).sort()).toEqual([
      'products-joined',
      'products-separated',
    ]);
  });

  it('follows one into another, and shares all numbers among all', async () => {
    const db = await two();
    await db.products.put(product('taobao:9', 'Mug', ['9']));
    await joinProducts(db, 'file:Mug', 'taobao:9', NOW);
    await joinProducts(db, 'taobao:9', 'pinduoduo:1', NOW);
    expect((await itemIds(db, 'file:Mug'))?.sort()).toEqual(['1', '9']);
    expect((await itemIds(db, 'pinduoduo:1'))?.sort()).toEqual(['1', '9']);
    expect(rootOf('file:Mug', await readAnswers(db), () => true)).toBe('pinduoduo:1');
    await takeBackAnswer(db, 'taobao:9', NOW);
    expect(await itemIds(db, 'pinduoduo:1')).toEqual(['1']);
    expect(await itemIds(db, 'file:Mug')).toEqual(['9']);
  });

  it('does nothing when one of them is gone, and stands alone when the other goes later', async () => {
    const db = await two();
    expect(await joinProducts(db, 'file:Mug', 'pinduoduo:2', NOW)).toBe(false);
    await joinProducts(db, 'file:Mug', 'pinduoduo:1', NOW);
    expect(rootOf('file:Mug', await readAnswers(db), (key) => key !== 'pinduoduo:1')).toBe('file:Mug');
  });

  it('does not go round in a circle', () => {
    const answer = (into: string) => ({ into, joined: true, lent: {} });
    const answers = new Map([
      ['a', answer('b')],
      ['b', answer('a')],
    ]);
    expect(['a', 'b']).toContain(rootOf('a', answers, () => true));
  });

  it('has one root by rows as by the answers read at once, circle and missing product included', async () => {
    const db = await two();
    await joinProducts(db, 'file:Mug', 'pinduoduo:1', NOW);
    expect(await rootKey(db, 'file:Mug')).toBe('pinduoduo:1');
    expect(await rootKey(db, 'file:Vase')).toBe('file:Vase');
    await db.meta.put({ v: 1, name: `${SAME_NAME}pinduoduo:1`, value: { into: 'file:Mug', joined: true } });
    expect(['file:Mug', 'pinduoduo:1']).toContain(await rootKey(db, 'file:Mug'));
    await db.products.delete('pinduoduo:1');
    expect(await rootKey(db, 'file:Mug')).toBe('file:Mug');
  });

  it('survives that the same folder is imported again', async () => {
    const db = await two();
    await joinProducts(db, 'file:Mug', 'pinduoduo:1', NOW);
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const files = async function* () {
      yield { path: 'Mug/1.png', bytes: async () => new Uint8Array(png) };
    };
    await importPictures(db, files(), { source: 'folder', now: () => NOW });
    expect(await itemIds(db, 'file:Mug')).toEqual(['1']);
    expect((await readAnswers(db)).get('file:Mug')?.joined).toBe(true);
  });

  it('removes all of it at once, and leaves others alone', async () => {
    const db = await two();
    await joinProducts(db, 'file:Mug', 'pinduoduo:1', NOW);
    await removeFamily(db, 'pinduoduo:1', NOW);
    expect((await db.products.toArray()).map(({ key }) => key)).toEqual(['file:Vase']);
    expect(await db.meta.where('name').startsWith(SAME_NAME).count()).toBe(0);
  });

  it('remembers a no', async () => {
    const db = await two();
    await keepApart(db, 'file:Mug', 'pinduoduo:1', NOW);
    expect(await itemIds(db, 'file:Mug')).toEqual([]);
    expect(rootOf('file:Mug', await readAnswers(db), () => true)).toBe('file:Mug');
  });
});
