/** Replaces the first paint by the popup's own, and keeps what that shows for the next time. */
import { useEffect } from 'react';
import { keepGlance } from '../../lib/app/glance.ts';
import { formatMoney, t } from '../../lib/i18n/index.ts';
import { claimLine, claimTitle } from '../claim/ClaimFacts.tsx';
import { rungOf } from '../claim/VerdictBadge.tsx';
import { endGlance, glanceOf } from './glance.ts';
import type { Page } from './usePage.ts';

/** @param heading what stands above the list */
export function useGlance({ claims, tabId }: Page, heading: string): void {
  useEffect(() => {
    if (!claims) return;
    endGlance();
    const cards = claims.map((view) => {
      const { claim } = view.row;
      const rung = rungOf(view);
      return {
        rung,
        word: t(`verdicts.${rung}`),
        title: claimTitle(claim),
        line: claimLine(claim),
        amount: claim.amount ? formatMoney(claim.amount) : '',
      };
    });
    keepGlance({ of: glanceOf(tabId), at: Date.now(), heading, cards });
  }, [claims, tabId, heading]);
}
