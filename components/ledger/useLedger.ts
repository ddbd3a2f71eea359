/** The ledger's lines while the list is on screen. */
import { useEffect, useState } from 'react';
import { type LedgerLines, watchLedger } from '../../lib/app/claims/ledger/watch.ts';
import { t } from '../../lib/i18n/index.ts';
import { useNotices } from '../state/notices.ts';

/** Undefined until the first lines are there. */
export function useLedger(): LedgerLines | undefined {
  const [now, setNow] = useState<LedgerLines>();
  useEffect(
    () =>
      watchLedger(setNow, (error) => {
        console.error('ledger', error);
        useNotices.getState().say(t('surfaces.ledger.readFailed'));
      }),
    [],
  );
  return now;
}
