/** What a surface shows of whole tables, kept current: read once, then only what changed, at a calm pace. */
import { liveQuery } from 'dexie';
import { type ChangedKeys, watchKeys } from './changes.ts';
import { type ClaimLensDb, shopDb } from './db.ts';

interface Observer<T> {
  next(value: T): void;
  error(error: unknown): void;
}

/** Emits its value at once and again whenever it changes, until unsubscribed. */
export interface Watch<T> {
  subscribe(observer: Observer<T>): { unsubscribe(): void };
}

/** What changed since the last read: `all` at first and after a failed read, else keys by table; a table missing here did not change. */
export type Changes<Table extends string> = ReadonlyMap<Table, ChangedKeys> | 'all';

interface Reading<Table extends string, T> {
  tables: readonly Table[];
  /** Milliseconds over which changes are collected into one read. */
  collectMs: number;
  /** Whether a changed row matters; all do by default. */
  concerns?(table: Table, key: string): boolean;
  /** Starts one subscription: the function that reads what changed and emits the value, once or in growing pieces. It stops early when `stopped()`. */
  start(
    db: ClaimLensDb,
  ): (changes: Changes<Table>, emit: (value: T) => void, stopped: () => boolean) => Promise<void>;
}

/**
 * Watches the rows of `tables`, also when another page of the extension changes them. Reads never overlap; changes that arrive during a read
 * are read after it. A read that fails goes to the observer's `error`, and the next change, or three seconds, reads everything again.
 */
export const watchRows = <Table extends string, T>(
  { tables, collectMs, concerns = () => true, start }: Reading<Table, T>,
  db: ClaimLensDb = shopDb(),
): Watch<T> => ({
  subscribe(observer) {
    const read = start(db);
    let pending: Map<Table, ChangedKeys> | 'all' = 'all';
    let running = false;
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;

    async function work(): Promise<void> {
      if (running) return;
      running = true;
      clearTimeout(retry);
      try {
        const changes: Changes<Table> = pending;
        pending = new Map();
        await read(
          changes,
          (value) => {
            if (!stopped) observer.next(value);
          },
          () => stopped,
        );
      } catch (error) {
        pending = 'all';
        const { name } = error as Error;
        // A database that was closed is no fault, and to ask again would open it: its opening counts as a change.
        if (stopped || name === 'DatabaseClosedError') return;
        // A read that was broken off says nothing of the rows.
        if (name !== 'AbortError') observer.error(error);
        retry = setTimeout(() => void work(), QUERY_RETRY_MS);
      } finally {
        running = false;
      }
    }

    /** Adds keys to what is to be read; answers whether any of them matters. */
    function collect(table: Table, keys: ChangedKeys): boolean {
      const relevant = keys === 'all' ? keys : new Set([...keys].filter((key) => concerns(table, key)));
      if (relevant !== 'all' && relevant.size === 0) return false;
      if (pending === 'all') return true;
      const known = pending.get(table);
      if (relevant === 'all' || known === 'all') pending.set(table, 'all');
      else pending.set(table, known ? known.union(relevant) : relevant);
      return true;
    }

    /** Reads what was collected; what changes while a read is under way is collected as long as anything else. */
    function fire(): void {
      timer = running ? setTimeout(fire, collectMs) : undefined;
      if (!running) void work();
    }

    const unwatch = watchKeys(db, tables, (changed) => {
      const matters = [...changed].map(([table, keys]) => collect(table, keys));
      if (matters.includes(true)) timer ??= setTimeout(fire, collectMs);
    });
    void work();
    return {
      unsubscribe: () => {
        stopped = true;
        clearTimeout(timer);
        clearTimeout(retry);
        unwatch();
      },
    };
  },
});

/** Milliseconds between two counts: counting costs more the more there is, and an import changes rows all the time. */
const COUNT_PACE_MS = 500;

/** Watches what `count` gives; it is asked again at most every half second while one of `tables` changes. */
export const watchCount = <T>(
  tables: readonly string[],
  count: (db: ClaimLensDb) => Promise<T>,
  db: ClaimLensDb = shopDb(),
): Watch<T> =>
  watchRows(
    { tables, collectMs: COUNT_PACE_MS, start: (of) => async (_, emit) => emit(await count(of)) },
    db,
  );

/** Milliseconds from the end of one read of a query to the next: a seller reads no faster, and the engine needs the database too. */
const QUERY_PACE_MS = 250;
/** After a read that failed or was broken off it is tried again, since nothing says when the database is well. */
const QUERY_RETRY_MS = 3_000;

/**
 * Emits what `query` reads at once, and again whenever a row that it read has changed, also on another page. Dexie's own live query
 * drops its read and starts over with each change, so that while the engine works it reads without end and shows nothing; here reads never
 * overlap, each is shown, and the next one waits for `paceMs`. A change after a calm time is read at once.
 */
export const watchQuery = <T>(query: () => Promise<T>, paceMs = QUERY_PACE_MS): Watch<T> => ({
  subscribe(observer) {
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let live: { unsubscribe(): void } | undefined;
    let readAt = 0;

    const later = (ms: number): void => {
      if (!stopped) timer ??= setTimeout(read, ms);
    };
    /** Tells the observer outside Dexie's own scope, whose promises must not reach it. */
    const tell = (what: () => void): void => {
      setTimeout(() => {
        if (!stopped) what();
      });
    };

    function read(): void {
      timer = undefined;
      live?.unsubscribe();
      let asked = false;
      live = liveQuery(async () => {
        // It asks a second time once a row of the first read has changed: that news is all that is taken from it.
        if (asked) return later(Math.max(0, readAt + paceMs - Date.now()));
        asked = true;
        try {
          const value = await query();
          readAt = Date.now();
          tell(() => observer.next(value));
        } catch (error) {
          // A database that was closed is no fault, and to ask again would open it: its opening counts as a change.
          const { name } = error as Error;
          if (name === 'DatabaseClosedError') throw error;
          // A read that was broken off says nothing of the rows, and a live query that ends so is never called again.
          if (name !== 'AbortError') tell(() => observer.error(error));
          later(QUERY_RETRY_MS);
        }
      }).subscribe({});
    }
    read();
    return {
      unsubscribe: () => {
        stopped = true;
        clearTimeout(timer);
        live?.unsubscribe();
      },
    };
  },
});
