import { Flag, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { checkMany, flagMany } from '../../lib/app/claims/ledger/bulk.ts';
import { t } from '../../lib/i18n/index.ts';
import { tryTo, useNotices } from '../state/notices.ts';

interface Props {
  /** Keys of the chosen claims that are in the list. */
  keys: readonly string[];
  /** How many claims the list shows. */
  shown: number;
  onAll: (on: boolean) => void;
}

/** Acts on the chosen claims: look again and mark. There is no act that decides many claims at once. */
export function BulkActs({ keys, shown, onAll }: Props) {
  const say = useNotices((state) => state.say);
  const [busy, setBusy] = useState(false);
  const run = (act: () => Promise<void>) => {
    setBusy(true);
    void act().finally(() => setBusy(false));
  };
  const check = () =>
    tryTo('check many', t('surfaces.errors.check'), async () => {
      await checkMany(keys);
      say(t('surfaces.ledger.checking', { n: keys.length }));
    });
  const flag = () =>
    tryTo('flag many', t('surfaces.flag.failed'), async () => {
      const turned = await flagMany(keys, true);
      say(
        t('surfaces.ledger.flaggedMany', { n: turned.length }),
        () => void tryTo('flag many', t('surfaces.flag.failed'), () => flagMany(turned, false)),
      );
    });
  return (
    <div className="row-wrap small ledger-bulk">
      <label className="row">
        <input
          type="checkbox"
          checked={keys.length > 0 && keys.length === shown}
          ref={(box) => {
            if (box) box.indeterminate = keys.length > 0 && keys.length < shown;
          }}
          data-testid="ledger-choose-all"
          onChange={(event) => onAll(event.target.checked)}
        />
        {keys.length === 0 ? t('surfaces.ledger.chooseAll') : t('surfaces.ledger.chosen', { n: keys.length })}
      </label>
      {keys.length > 0 && (
        <>
          <button
            type="button"
            className="btn"
            data-testid="bulk-check"
            disabled={busy}
            onClick={() => run(check)}
          >
            <RotateCw aria-hidden="true" />
            {t('surfaces.claim.again')}
          </button>
          <button
            type="button"
            className="btn"
            data-testid="bulk-flag"
            disabled={busy}
            onClick={() => run(flag)}
          >
            <Flag aria-hidden="true" />
            {t('surfaces.flag.off')}
          </button>
        </>
      )}
    </div>
  );
}
