/** The ledger's lines while the list is on screen. */

import { useEffect, useState } from 'react';
import { type LedgerLines, watchLedger } from '../../lib/app/claims/ledger/watch.ts';
import { logOf } from '../../lib/base/log.ts';
import { t } from '../../lib/i18n/index.ts';
import { useNotices } from '../state/notices.ts';

const log = logOf('claims');

/** Undefined until the first lines are there. */
export function useLedger(): LedgerLines | undefined {
  const [now, setNow] = useState<LedgerLines>();
  useEffect(() => {
    const watch = watchLedger().subscribe({
      next: setNow,
      error: (error) => {
        log.error('reading the ledger failed', error);
        useNotices.getState().say(t('surfaces.ledger.readFailed'));
      },
    });
    return () => watch.unsubscribe();
  }, []);
  return now;
}
