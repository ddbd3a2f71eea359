/** Replaces the first paint by the popup's own, and keeps what that shows for the next time. */
import { useEffect } from 'react';
import { keepSnapshot } from '../../lib/app/claims/popup-snapshot.ts';
import { formatMoney, t } from '../../lib/i18n/index.ts';
import { claimTitle } from '../claim/ClaimFacts.tsx';
import { levelOf } from '../claim/VerdictBadge.tsx';
import { removeSnapshot, snapshotKey } from './popup-snapshot.ts';
import type { Page } from './usePage.ts';

/** @param heading what stands above the list */
export function usePopupSnapshot({ claims, tabId }: Page, heading: string): void {
  useEffect(() => {
    if (!claims) return;
    removeSnapshot();
    const cards = claims.map((view) => {
      const { claim } = view.row;
      const level = levelOf(view);
      return {
        level,
        word: t(`verdicts.${level}`),
        title: claimTitle(view.row),
        amount: claim.amount ? formatMoney(claim.amount) : '',
      };
    });
    keepSnapshot({ of: snapshotKey(tabId), at: Date.now(), heading, cards });
  }, [claims, tabId, heading]);
}
