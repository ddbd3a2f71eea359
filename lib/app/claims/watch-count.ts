/** Numbers about whole tables, kept current at a calm pace: counting costs more the more there is, and an import changes rows all the time. */
import { watchKeys } from '../../store/changes.ts';
import { type ClaimLensDb, shopDb } from '../../store/db.ts';

/** Milliseconds between two counts. */
const PACE_MS = 500;

interface Observer<T> {
  next(value: T): void;
  error(error: unknown): void;
}

/** What tells its answer at once and anew whenever it changes, until unsubscribed. */
export interface Watch<T> {
  subscribe(observer: Observer<T>): { unsubscribe(): void };
}

/** Watches what `count` gives; it is asked again at most every half second while one of `tables` changes. */
export const watchCount = <T>(
  tables: readonly string[],
  count: (db: ClaimLensDb) => Promise<T>,
  db: ClaimLensDb = shopDb(),
): Watch<T> => ({
  subscribe(observer) {
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let running = false;
    let again = false;
    async function tell(): Promise<void> {
      if (running) {
        again = true;
        return;
      }
      running = true;
      try {
        const value = await count(db);
        if (!stopped) observer.next(value);
      } catch (error) {
        if (!stopped) observer.error(error);
      } finally {
        running = false;
      }
      if (again && !stopped) {
        again = false;
        await tell();
      }
    }
    const unwatch = watchKeys(db, tables, () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void tell();
      }, PACE_MS);
    });
    void tell();
    return {
      unsubscribe: () => {
        stopped = true;
        clearTimeout(timer);
        unwatch();
      },
    };
  },
});
