/** The library's products and images, kept current: read once, then only the rows that changed. */

import { ARCHIVE_PRODUCT } from '../../cases/archive-stills.ts';
import { compareInstants } from '../../claims/instants.ts';
import { type Answers, readAnswers, rootOf, SAME_NAME } from '../../library/join.ts';
import { plainName, type SameName, sameNames } from '../../library/same-name.ts';
import { watchKeys } from '../../store/changes.ts';
import { type ClaimLensDb, shopDb } from '../../store/db.ts';
import type { LibraryImageRow, ProductRow } from '../../store/rows.ts';
import type { ProductView } from '../claims/views.ts';
import type { Watch } from '../claims/watch-count.ts';

/** Changes are gathered this long: an import stores sixty images a second, and nobody reads that fast. */
const COLLECT_MS = 500;
/** Rows read at a time. */
const PIECE = 500;

export interface LibraryView {
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

/** Tells the library at once and after every change, from this page or another, until unsubscribed. */
export const watchLibrary = (db: ClaimLensDb = shopDb()): Watch<LibraryView> => ({
  subscribe(observer) {
    const products = new Map<string, ProductRow>();
    const images = new Map<string, LibraryImageRow>();
    const names = new Map<string, string>();
    let answers: Answers = new Map();
    let answered = false;
    let pending = { products: new Set<string>(), images: new Set<string>() };
    let everything = true;
    let running = false;
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    async function readAll(): Promise<void> {
      const [allProducts, allImages, allAnswers] = await Promise.all([
        db.products.toArray(),
        db.libraryImages.toArray(),
        readAnswers(db),
      ]);
      answers = allAnswers;
      products.clear();
      images.clear();
      for (const row of allProducts) products.set(row.key, row);
      for (const row of allImages) images.set(row.id, row);
    }

    async function readSome(changed: typeof pending): Promise<void> {
      const refresh = async <T>(
        keys: string[],
        into: Map<string, T>,
        read: (keys: string[]) => Promise<(T | undefined)[]>,
      ): Promise<void> => {
        for (let at = 0; at < keys.length; at += PIECE) {
          const piece = keys.slice(at, at + PIECE);
          for (const [i, row] of (await read(piece)).entries()) {
            if (row) into.set(piece[i]!, row);
            else into.delete(piece[i]!);
          }
        }
      };
      await refresh([...changed.products], products, (keys) => db.products.bulkGet(keys));
      await refresh([...changed.images], images, (keys) => db.libraryImages.bulkGet(keys));
    }

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

    function view(): LibraryView {
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

    async function work(): Promise<void> {
      if (running) return;
      running = true;
      try {
        while (!stopped && (everything || answered || pending.products.size > 0 || pending.images.size > 0)) {
          const changed = pending;
          const all = everything;
          const anew = answered;
          pending = { products: new Set(), images: new Set() };
          everything = false;
          answered = false;
          if (all) await readAll();
          else await readSome(changed);
          if (anew && !all) answers = await readAnswers(db);
          if (!stopped) observer.next(view());
        }
      } catch (error) {
        // What was not read is read with the next change.
        everything = true;
        if (!stopped) observer.error(error);
      } finally {
        running = false;
      }
    }

    const unwatch = watchKeys(db, ['products', 'libraryImages', 'meta'], (changed) => {
      for (const [table, keys] of changed) {
        if (table === 'meta') {
          // The ledger's head stands there too and changes with everything; only the answers count here.
          answered ||= keys === 'all' || [...keys].some((key) => key.startsWith(SAME_NAME));
          continue;
        }
        const into = table === 'products' ? pending.products : pending.images;
        if (keys === 'all') everything = true;
        else for (const key of keys) into.add(key);
      }
      if (!everything && !answered && pending.products.size === 0 && pending.images.size === 0) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        void work();
      }, COLLECT_MS);
    });
    void work();
    return {
      unsubscribe: () => {
        stopped = true;
        clearTimeout(timer);
        unwatch();
      },
    };
  },
});
