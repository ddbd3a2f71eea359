/** Filters that the seller keeps under a name. One row of `meta`; it goes with backups and comes back with them. */
import { liveQuery, type Observable } from 'dexie';
import * as v from 'valibot';
import { type ClaimLensDb, shopDb } from '../../../store/db.ts';
import { readMeta, writeMeta } from '../../../store/meta.ts';
import { LedgerFilter } from './filter.ts';

/** More names than this are no longer a shortcut. */
export const MOST_VIEWS = 30;
export const LONGEST_NAME = 60;

const SavedView = v.object({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(LONGEST_NAME)),
  filter: LedgerFilter,
});
export type SavedView = v.InferOutput<typeof SavedView>;

/** Views saved before 0.2 call the filter of verdicts `rung`. */
function withVerdict(view: unknown): unknown {
  const { filter } = (view ?? {}) as { filter?: Record<string, unknown> };
  return filter && 'rung' in filter && !('verdict' in filter)
    ? { ...(view as object), filter: { ...filter, verdict: filter.rung } }
    : view;
}

/** The saved views in the order of their saving; one that cannot be read any more is left out. */
async function read(db: ClaimLensDb): Promise<SavedView[]> {
  return ((await readMeta(db, 'ledger-views')) ?? []).flatMap((one) => {
    const parsed = v.safeParse(SavedView, withVerdict(one));
    return parsed.success ? [parsed.output] : [];
  });
}

export const watchViews = (db: ClaimLensDb = shopDb()): Observable<SavedView[]> => liveQuery(() => read(db));

/** Keeps a filter under a name; the same name again replaces it. Throws ValiError on an empty or too long name. */
export async function saveView(
  name: string,
  filter: LedgerFilter,
  db: ClaimLensDb = shopDb(),
): Promise<void> {
  const view = v.parse(SavedView, { name: name.trim(), filter });
  await db.transaction('rw', db.meta, async () => {
    const others = (await read(db)).filter((one) => one.name !== view.name);
    await writeMeta(db, 'ledger-views', [...others, view].slice(-MOST_VIEWS));
  });
}

export async function removeView(name: string, db: ClaimLensDb = shopDb()): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    const others = (await read(db)).filter((one) => one.name !== name);
    await writeMeta(db, 'ledger-views', others);
  });
}
