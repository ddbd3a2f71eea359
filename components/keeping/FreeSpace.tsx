import { useCallback, useEffect, useState } from 'react';
import { type Freeable, freeable, freePictures } from '../../lib/app/keeping/retention.ts';
import { checkStore } from '../../lib/app/keeping/store-health.ts';
import { formatBytes, t } from '../../lib/i18n/index.ts';
import { tryTo, useNotices } from '../state/notices.ts';
import { AskTwice } from './AskTwice.tsx';
import { ClaimsToGo } from './ClaimsToGo.tsx';

const NONE: Freeable = { claimKeys: [], bytes: 0 };

/** What can go before its time when room gets short: listed first, and let go after a second question. */
export function FreeSpace() {
  const [can, setCan] = useState(NONE);
  const say = useNotices((state) => state.say);
  const look = useCallback(
    () => void tryTo('free space', t('cases.ui.free.failed'), async () => setCan(await freeable())),
    [],
  );
  useEffect(look, [look]);
  const free = () =>
    void tryTo('free space', t('cases.ui.free.failed'), async () => {
      say(t('cases.ui.free.done', { n: await freePictures(can.claimKeys) }));
      // The banner goes by what was measured last.
      await checkStore(false);
      look();
    });
  return (
    <div className="card pad stack" data-testid="free-space">
      <h3>{t('cases.ui.free.title')}</h3>
      <p className="small num">
        {can.bytes > 0 ? t('cases.ui.free.can', { size: formatBytes(can.bytes) }) : t('cases.ui.free.none')}
      </p>
      <ClaimsToGo claims={can.claimKeys.map((claimKey) => ({ claimKey, what: 'pixels' as const }))} />
      <AskTwice
        name="free"
        act={t('cases.ui.free.act')}
        question={t('cases.ui.free.sure')}
        yes={t('cases.ui.free.yes')}
        disabled={can.bytes === 0}
        onYes={free}
      />
    </div>
  );
}
