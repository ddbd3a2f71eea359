/** The library's products and images, kept current: read once, then only the rows that changed. */

import { ARCHIVE_PRODUCT } from '../../cases/archive-stills.ts';
import { compareInstants } from '../../claims/instants.ts';
import { type Answers, readAnswers, rootOf, SAME_NAME } from '../../library/join.ts';
import { plainName, type SameName, sameNames } from '../../library/same-name.ts';
import type { ChangedKeys } from '../../store/changes.ts';
import { type ClaimLensDb, shopDb } from '../../store/db.ts';
import type { LibraryImageRow, ProductRow } from '../../store/rows.ts';
import { type Changes, type Watch, watchRows } from '../../store/watch.ts';
import type { ProductView } from '../claims/views.ts';

/** Changes are gathered this long: an import stores sixty images a second, and nobody reads that fast. */
const COLLECT_MS = 500;
/** Rows read at a time. */
const PIECE = 500;

export interface LibraryContent {
  /** Newest first. */
  products: ProductView[];
  images: number;
  waiting: number;
  unusable: number;
  /** Products that bear one name, about which the seller has not said yet whether they are one. */
  sameNames: SameName[];
}

/** Pictures of joined products, the same bytes once. */
function eachOnce(images: LibraryImageRow[]): LibraryImageRow[] {
  const seen = new Set<string>();
  return images.filter(({ id, sha256 }) => {
    const content = sha256 || id;
    if (seen.has(content)) return false;
    seen.add(content);
    return true;
  });
}

/** Reads rows by key in pieces into `into`; rows that are gone are taken out. */
async function refresh<T>(
  keys: string[],
  into: Map<string, T>,
  read: (keys: string[]) => Promise<(T | undefined)[]>,
): Promise<void> {
  for (let at = 0; at < keys.length; at += PIECE) {
    const piece = keys.slice(at, at + PIECE);
    for (const [i, row] of (await read(piece)).entries()) {
      if (row) into.set(piece[i]!, row);
      else into.delete(piece[i]!);
    }
  }
}

/** Reads a whole table again, or the rows that changed. */
async function renew<T>(
  changed: ChangedKeys | undefined,
  into: Map<string, T>,
  table: { toArray(): Promise<T[]>; bulkGet(keys: string[]): Promise<(T | undefined)[]> },
  keyOf: (row: T) => string,
): Promise<void> {
  if (changed === undefined) return;
  if (changed !== 'all') return refresh([...changed], into, (keys) => table.bulkGet(keys));
  const rows = await table.toArray();
  into.clear();
  for (const row of rows) into.set(keyOf(row), row);
}

/** Emits the library at once and after every change, from this page or another, until unsubscribed. */
export const watchLibrary = (db: ClaimLensDb = shopDb()): Watch<LibraryContent> =>
  watchRows<'products' | 'libraryImages' | 'meta', LibraryContent>(
    {
      tables: ['products', 'libraryImages', 'meta'],
      collectMs: COLLECT_MS,
      // The ledger's head stands in `meta` too and changes with everything; only the answers count here.
      concerns: (table, key) => table !== 'meta' || key.startsWith(SAME_NAME),
      start: readLibrary,
    },
    db,
  );

function readLibrary(db: ClaimLensDb) {
  const products = new Map<string, ProductRow>();
  const images = new Map<string, LibraryImageRow>();
  const names = new Map<string, string>();
  let answers: Answers = new Map();

  /** A title is made plain once, not with every change of the library. */
  function nameOf(title: string): string {
    const known = names.get(title);
    if (known !== undefined) return known;
    const name = plainName(title);
    names.set(title, name);
    return name;
  }

  const areApart = (a: string, b: string): boolean =>
    answers.get(a)?.into === b || answers.get(b)?.into === a;

  function view(): LibraryContent {
    const root = (key: string): string =>
      answers.size > 0 ? rootOf(key, answers, (one) => products.has(one)) : key;
    const views = new Map<string, ProductView>();
    const newest = [...products.values()].sort((a, b) =>
      compareInstants(a.addedAt, b.addedAt) < 0 ? 1 : -1,
    );
    for (const product of newest)
      if (root(product.key) === product.key) views.set(product.key, { product, images: [], joined: [] });
    for (const product of newest)
      if (!views.has(product.key)) views.get(root(product.key))?.joined.push(product);
    let waiting = 0;
    let unusable = 0;
    for (const image of images.values()) {
      views.get(root(image.productKey))?.images.push(image);
      if (image.state === 'waiting') waiting += 1;
      if (image.state === 'unusable') unusable += 1;
    }
    for (const one of views.values()) if (one.joined.length > 0) one.images = eachOnce(one.images);
    const listed = [...views.values()].map(({ product }) => product);
    return {
      products: [...views.values()],
      images: images.size,
      waiting,
      unusable,
      sameNames: sameNames(
        listed.filter(({ key }) => !key.startsWith(ARCHIVE_PRODUCT)),
        areApart,
        nameOf,
      ),
    };
  }

  return async (
    changes: Changes<'products' | 'libraryImages' | 'meta'>,
    emit: (view: LibraryContent) => void,
  ): Promise<void> => {
    const changed = (table: 'products' | 'libraryImages' | 'meta') =>
      changes === 'all' ? changes : changes.get(table);
    await Promise.all([
      renew(changed('products'), products, db.products, ({ key }) => key),
      renew(changed('libraryImages'), images, db.libraryImages, ({ id }) => id),
    ]);
    if (changed('meta')) answers = await readAnswers(db);
    emit(view());
  };
}
