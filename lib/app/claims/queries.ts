/** Live queries: what the surfaces watch. Each emits at once and again whenever a row it read has changed. */

import { liveQuery, type Observable } from 'dexie';
import { compareInstants } from '../../claims/instants.ts';
import { readAnswers } from '../../library/join.ts';
import { shopDb } from '../../store/db.ts';
import { countJobs } from '../../store/jobs.ts';
import { readMeta } from '../../store/meta.ts';
import type { ClaimRow, ReaderHealthRow } from '../../store/rows.ts';
import { readSettings, type Settings } from '../../store/settings.ts';
import { type Watch, watchCount, watchQuery, watchRows } from '../../store/watch.ts';
import { KeptViews, VIEW_TABLES } from './kept-views.ts';
import { byAttention, type ClaimView, claimView, claimViews } from './views.ts';

export type { ClaimView, PhotoView, ProductView, WorkState } from './views.ts';

export interface ClaimFilter {
  console?: string;
  keys?: string[];
  /** Matches claim id, order id, buyer, product title, reason; case-insensitive. */
  text?: string;
  flagged?: boolean;
  /** Most claims returned, after sorting by last change; default 200. */
  limit?: number;
}

function matchesText(row: ClaimRow, text: string): boolean {
  const { claim } = row;
  const hay = [
    claim.claimId,
    claim.orderId,
    claim.buyer?.name,
    claim.buyer?.id,
    claim.reason,
    row.name,
    ...claim.items.map((i) => i.title),
  ];
  return hay.some((part) => part?.toLowerCase().includes(text));
}

/** Claims with everything known about them, worst first. */
export function watchClaims(filter: ClaimFilter = {}): Watch<ClaimView[]> {
  return watchQuery(async () => {
    const db = shopDb();
    let rows: ClaimRow[];
    if (filter.keys) rows = (await db.claims.bulkGet(filter.keys)).filter((row) => row !== undefined);
    else if (filter.console) rows = await db.claims.where('console').equals(filter.console).toArray();
    else {
      const newest = db.claims.orderBy('touchedAt').reverse();
      // A search looks through all claims, not only through the newest.
      rows = await (filter.text ? newest : newest.limit(filter.limit ?? 200)).toArray();
    }
    if (filter.flagged) {
      const flags = await db.flags.bulkGet(rows.map((row) => row.key));
      rows = rows.filter((_, i) => flags[i]?.on);
    }
    const text = filter.text?.trim().toLowerCase();
    if (text) rows = rows.filter((row) => matchesText(row, text));
    rows = rows.sort((a, b) => b.touchedAt - a.touchedAt).slice(0, filter.limit ?? 200);
    return (await claimViews(db, rows)).sort(byAttention);
  });
}

/** One claim in depth; null when it is not (or no longer) known. */
export function watchClaim(key: string): Watch<ClaimView | null> {
  return watchQuery(() => claimView(shopDb(), key));
}

/** How large the library is, without its rows. */
export function watchLibrarySize(): Watch<{ products: number; images: number }> {
  return watchCount(['products', 'libraryImages', 'meta'], async (db) => {
    const joined = [...(await readAnswers(db)).values()].filter((answer) => answer.joined).length;
    return { products: (await db.products.count()) - joined, images: await db.libraryImages.count() };
  });
}

/** How many jobs stand in each state. */
export function watchQueue(): Watch<{ queued: number; running: number; done: number; failed: number }> {
  return watchCount(['jobs'], countJobs);
}

export function watchReaderHealth(): Observable<ReaderHealthRow[]> {
  return liveQuery(() => shopDb().health.toArray());
}

export function watchSettings(): Observable<Settings> {
  return liveQuery(() => readSettings(shopDb()));
}

/** Changes over which a page's claims are read once, in milliseconds: a seller reads no faster, and the engine needs the database too. */
const TAB_PACE_MS = 250;

/** Claims read in one tab last, in the order of attention; empty when that tab shows no console. */
export const watchTabClaims = (
  tabId: number,
): Watch<{ claims: ClaimView[]; health: ReaderHealthRow | null }> =>
  watchRows({
    tables: ['health', ...VIEW_TABLES],
    collectMs: TAB_PACE_MS,
    start: (db) => {
      const kept = new KeptViews(db);
      let shown: { page: string; claims: ClaimView[] } = { page: '', claims: [] };
      return async (changes, emit) => {
        const health = (await db.health.toArray())
          .filter((row) => row.tabId === tabId)
          .sort((a, b) => compareInstants(b.at, a.at))[0];
        const claims = (await kept.read(health?.keys ?? [], changes)).sort(byAttention);
        const page = JSON.stringify(health ?? null);
        // Most changes are of rows that this list does not show.
        if (page === shown.page && claims.length === shown.claims.length) {
          if (claims.every((view, i) => view === shown.claims[i])) return;
        }
        shown = { page, claims };
        emit({ claims, health: health ?? null });
      };
    },
  });

/** The claim that the seller clicked in the page last. */
export function watchLookingAt(): Observable<string | null> {
  return liveQuery(() => readMeta(shopDb(), 'looking-at'));
}
