/** The claims of the console page that the seller looks at. */
import { useEffect, useState } from 'react';
import {
  type ClaimView,
  watchClaims,
  watchReaderHealth,
  watchTabClaims,
} from '../../lib/app/claims/queries.ts';
import { watchActiveTab } from '../../lib/platform/tabs.ts';
import type { ReaderHealthRow } from '../../lib/store/rows.ts';
import { useLive } from '../live/useLive.ts';

export interface Page {
  /** `page`: read on the tab in front. `recent`: that tab shows no console, so these were read last. */
  from: 'page' | 'recent';
  tabId: number | null;
  /** Undefined until the database has answered. */
  claims: ClaimView[] | undefined;
  health: ReaderHealthRow | null;
}

/** Claims shown when no console is in front. */
const RECENT = 30;

/** The tab to follow: named in this page's address (`?tab=…` or `?page=…`), else the one in front; undefined until that is known. */
function useTab(): number | null | undefined {
  const asked = new URLSearchParams(window.location.search);
  const fixed = asked.get('tab');
  const address = asked.get('page');
  const health = useLive(watchReaderHealth).value;
  const [front, setFront] = useState<number | null>();
  useEffect(() => watchActiveTab((tab) => setFront(tab?.id ?? null)), []);
  if (fixed) return Number(fixed);
  if (address) return health && (health.find((row) => row.url === address)?.tabId ?? null);
  return front;
}

/** Follows the page in front; without one, the claims read last. */
export function usePage(): Page {
  const tabId = useTab();
  const known = tabId !== undefined;
  const tab = useLive(() => (known ? watchTabClaims(tabId ?? -1) : null), String(tabId)).value;
  // Asked for only where no console is in front: each read of claims takes time from the engine on the same thread.
  const elsewhere = tab !== undefined && !tab.health;
  const recent = useLive(() => (elsewhere ? watchClaims({ limit: RECENT }) : null), String(elsewhere)).value;
  if (tab?.health) return { from: 'page', tabId: tabId ?? null, claims: tab.claims, health: tab.health };
  // Claims of other pages must not flash up before it is known what this page shows.
  return { from: 'recent', tabId: tabId ?? null, claims: tab && recent, health: null };
}
