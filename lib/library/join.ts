/**
 * Products that the seller has said to be one. Nothing is moved: a join is a note beside the rows, so that it can be taken
 * back, findings keep naming the product they were made against, and the same folder can be imported again.
 */
import type { ClaimLensDb } from '../store/db.ts';
import { appendLedger } from '../store/ledger.ts';
import { deleteMeta, readMeta, writeMeta } from '../store/meta.ts';
import type { MetaRow, ProductRow } from '../store/rows.ts';
import { removeProduct } from './import.ts';

/** Names of the notes in `meta`: this and the key of the product that was taken in. */
export const SAME_NAME = 'same-name:';

/** What the seller has answered to "are these two one product?". */
export interface SameNameAnswer {
  into: string;
  joined: boolean;
  /** Item numbers that each product got from the others, so that any of their claims knows its goods; taken back with the join. */
  lent: Record<string, string[]>;
}

/** All answers by the key of the product that was, or was not, taken in. */
export type Answers = ReadonlyMap<string, SameNameAnswer>;

/** The answer that a row of `meta` holds; null for any other row. */
export function answerOf(row: MetaRow): [string, SameNameAnswer] | null {
  const value = row.value as Partial<SameNameAnswer> | null;
  if (!row.name.startsWith(SAME_NAME) || typeof value?.into !== 'string') return null;
  return [
    row.name.slice(SAME_NAME.length),
    { into: value.into, joined: value.joined === true, lent: value.lent ?? {} },
  ];
}

export async function readAnswers(db: ClaimLensDb): Promise<Answers> {
  const rows = await db.meta.where('name').startsWith(SAME_NAME).toArray();
  return new Map(rows.map(answerOf).filter((entry) => entry !== null));
}

/** The product that stands for a key: itself, or the one that took it in, as far as that is still there. */
export function rootOf(key: string, answers: Answers, isThere: (key: string) => boolean): string {
  let root = key;
  // A row taken in twice, by two seats at once, must not lead round in a circle.
  for (let steps = 0; steps < answers.size; steps++) {
    const answer = answers.get(root);
    if (!answer?.joined || !isThere(answer.into) || answer.into === key) break;
    root = answer.into;
  }
  return root;
}

/** As `rootOf` over the stored answers; looks up one answer per step, since it is asked for every picture of a check. */
export async function rootKey(db: ClaimLensDb, key: string): Promise<string> {
  const passed = new Set([key]);
  for (let root = key; ; ) {
    const answer = await readMeta(db, `${SAME_NAME}${root}`);
    if (!answer?.joined || passed.has(answer.into) || !(await db.products.get(answer.into))) return root;
    root = answer.into;
    passed.add(root);
  }
}

/** The product of a key and all that are joined with it. */
async function familyOf(db: ClaimLensDb, key: string): Promise<ProductRow[]> {
  const answers = await readAnswers(db);
  const keys = new Set([key, ...answers.keys(), ...[...answers.values()].map(({ into }) => into)]);
  const rows = (await db.products.bulkGet([...keys])).filter((row) => row !== undefined);
  const there = new Set(rows.map((row) => row.key));
  const isThere = (one: string): boolean => there.has(one);
  const root = rootOf(key, answers, isThere);
  return rows.filter((row) => rootOf(row.key, answers, isThere) === root);
}

/** Keys of all products that are one with this one, itself included. */
export const familyKeys = async (db: ClaimLensDb, key: string): Promise<string[]> => {
  const keys = (await familyOf(db, key)).map((row) => row.key);
  return keys.length > 0 ? keys : [key];
};

/** Takes `from` into `into`: shown as one, each with the item numbers of all. False when one of them is gone. */
export async function joinProducts(db: ClaimLensDb, from: string, into: string, now: Date): Promise<boolean> {
  return db.transaction('rw', [db.products, db.meta, db.ledger], async () => {
    const [taken, taking] = await db.products.bulkGet([from, into]);
    if (!taken || !taking) return false;
    const members = new Map([
      ...(await familyOf(db, from)).map((row) => [row.key, row] as const),
      ...(await familyOf(db, into)).map((row) => [row.key, row] as const),
    ]);
    const all = new Set([...members.values()].flatMap(({ itemIds }) => itemIds));
    const lent: Record<string, string[]> = {};
    for (const row of members.values()) {
      const missing = [...all].filter((id) => !row.itemIds.includes(id));
      if (missing.length === 0) continue;
      lent[row.key] = missing;
      await db.products.update(row.key, { itemIds: [...row.itemIds, ...missing] });
    }
    const answer: SameNameAnswer = { into, joined: true, lent };
    await writeMeta(db, `${SAME_NAME}${from}`, answer);
    await appendLedger(
      db,
      [{ what: 'products-joined', subject: from, data: { into, lent } }],
      now.toISOString(),
    );
    return true;
  });
}

/** Remembers that two products of one name are not the same, so that nobody asks again. */
export async function keepApart(db: ClaimLensDb, from: string, into: string, now: Date): Promise<void> {
  await db.transaction('rw', [db.meta, db.ledger], async () => {
    const answer: SameNameAnswer = { into, joined: false, lent: {} };
    await writeMeta(db, `${SAME_NAME}${from}`, answer);
    await appendLedger(
      db,
      [{ what: 'products-kept-apart', subject: from, data: { into } }],
      now.toISOString(),
    );
  });
}

/** Takes the answer about a product back: it stands alone again, with the item numbers that were its own. */
export async function takeBackAnswer(db: ClaimLensDb, from: string, now: Date): Promise<void> {
  await db.transaction('rw', [db.products, db.meta, db.ledger], async () => {
    const answer = await readMeta(db, `${SAME_NAME}${from}`);
    if (!answer) return;
    for (const [key, ids] of Object.entries(answer.lent)) {
      const product = await db.products.get(key);
      if (product)
        await db.products.update(key, { itemIds: product.itemIds.filter((id) => !ids.includes(id)) });
    }
    await deleteMeta(db, `${SAME_NAME}${from}`);
    await appendLedger(
      db,
      [{ what: 'products-separated', subject: from, data: { into: answer.into } }],
      now.toISOString(),
    );
  });
}

/** Removes a product with all that were joined with it. */
export async function removeFamily(db: ClaimLensDb, key: string, now: Date): Promise<void> {
  await db.transaction(
    'rw',
    [db.products, db.libraryImages, db.teamImages, db.blobs, db.photos, db.evidence, db.ledger, db.meta],
    async () => {
      for (const member of await familyKeys(db, key)) {
        await removeProduct(db, member, now);
        await deleteMeta(db, `${SAME_NAME}${member}`);
      }
    },
  );
}
