/** The library's products and images, kept current: read once, then only the rows that changed. */
import { watchKeys } from '../store/changes.ts';
import { type ClaimLensDb, shopDb } from '../store/db.ts';
import type { LibraryImageRow, ProductRow } from '../store/rows.ts';
import type { ProductView } from './views.ts';

/** Changes are gathered this long: an import stores sixty images a second, and nobody reads that fast. */
const GATHER_MS = 500;
/** Rows read at a time. */
const PIECE = 500;

export interface LibraryView {
  /** Newest first. */
  products: ProductView[];
  images: number;
  waiting: number;
  unusable: number;
}

interface Observer {
  next(view: LibraryView): void;
  error(error: unknown): void;
}

/** Tells the library at once and after every change, from this page or another, until unsubscribed. */
export const watchLibrary = (
  db: ClaimLensDb = shopDb(),
): { subscribe(observer: Observer): { unsubscribe(): void } } => ({
  subscribe(observer) {
    const products = new Map<string, ProductRow>();
    const images = new Map<string, LibraryImageRow>();
    let pending = { products: new Set<string>(), images: new Set<string>() };
    let everything = true;
    let running = false;
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    async function readAll(): Promise<void> {
      const [allProducts, allImages] = await Promise.all([db.products.toArray(), db.libraryImages.toArray()]);
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

    function view(): LibraryView {
      const views = new Map<string, ProductView>();
      const newest = [...products.values()].sort((a, b) => (a.addedAt < b.addedAt ? 1 : -1));
      for (const product of newest) views.set(product.key, { product, images: [] });
      let waiting = 0;
      let unusable = 0;
      for (const image of images.values()) {
        views.get(image.productKey)?.images.push(image);
        if (image.state === 'waiting') waiting += 1;
        if (image.state === 'unusable') unusable += 1;
      }
      return { products: [...views.values()], images: images.size, waiting, unusable };
    }

    async function work(): Promise<void> {
      if (running) return;
      running = true;
      try {
        while (!stopped && (everything || pending.products.size > 0 || pending.images.size > 0)) {
          const changed = pending;
          const all = everything;
          pending = { products: new Set(), images: new Set() };
          everything = false;
          if (all) await readAll();
          else await readSome(changed);
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

    const unwatch = watchKeys(db, ['products', 'libraryImages'], (changed) => {
      for (const [table, keys] of changed) {
        const into = table === 'products' ? pending.products : pending.images;
        if (keys === 'all') everything = true;
        else for (const key of keys) into.add(key);
      }
      timer ??= setTimeout(() => {
        timer = undefined;
        void work();
      }, GATHER_MS);
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
