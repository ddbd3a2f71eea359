import { checkStore, type StoreHealth, watchStoreHealth } from '../../lib/app/keeping/store-health.ts';
import { formatBytes, formatInstant, formatList, t } from '../../lib/i18n/index.ts';
import { useLive } from '../live/useLive.ts';
import { tryTo } from '../state/notices.ts';

/** Places of damage that are named; more are only counted. */
const NAMED = 12;

function Ledger({ health }: { health: StoreHealth }) {
  const { damage, entries, at } = health;
  if (damage.length === 0)
    return (
      <p data-testid="ledger-sound">
        {entries === 0
          ? t('settings.store.ledgerEmpty', { at: formatInstant(at) })
          : t('settings.store.ledgerSound', { n: entries, at: formatInstant(at) })}
      </p>
    );
  const places = damage.slice(0, NAMED).map(({ n, why }) => `${n} (${why})`);
  return (
    <p role="alert" data-testid="ledger-damaged">
      {t('settings.store.ledgerDamaged', { n: damage.length, entries: formatList(places) })}
    </p>
  );
}

/** Whether the log is sound and how much room is left. */
export function StoreHealthLines() {
  const health = useLive(watchStoreHealth).value;
  return (
    <>
      {health ? <Ledger health={health} /> : <p className="soft">{t('settings.store.ledgerUnchecked')}</p>}
      {health?.disk && (
        <p className="num">
          {t('settings.store.used', {
            used: formatBytes(health.disk.usedBytes),
            quota: formatBytes(health.disk.quotaBytes),
          })}
        </p>
      )}
      {health?.disk?.near && (
        <p role="alert" data-testid="disk-near">
          {t('settings.store.near', { freeable: formatBytes(health.disk.freeableBytes) })}
        </p>
      )}
      <div className="row-wrap">
        <button
          type="button"
          className="btn"
          data-testid="check-ledger"
          onClick={() => void tryTo('store', t('settings.store.failed'), () => checkStore(true))}
        >
          {t('settings.store.checkAll')}
        </button>
      </div>
    </>
  );
}
