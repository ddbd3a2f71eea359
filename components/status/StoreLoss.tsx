import { DatabaseBackup } from 'lucide-react';
import { useEffect, useState } from 'react';
import { type LastBackup, lastBackup } from '../../lib/app/keeping/backup-plan.ts';
import { acceptLoss, LOSS, type Loss, standingLoss } from '../../lib/app/keeping/canary.ts';
import { logOf } from '../../lib/base/log.ts';
import { formatInstant, t } from '../../lib/i18n/index.ts';
import { watchLocal } from '../../lib/platform/local-store.ts';
import { tryTo } from '../state/notices.ts';
import './LowSpace.css';

const log = logOf('keeping');

/** Which file to look for. */
const newest = (backup: LastBackup | null): string => {
  if (!backup) return t('surfaces.loss.noBackup');
  const { name, folder, at } = backup;
  return folder === null
    ? t('surfaces.loss.newest', { name, at: formatInstant(at) })
    : t('surfaces.loss.newestFolder', { name, folder, at: formatInstant(at) });
};

/** Says that stored data is missing, since when, and where a backup is put back; nothing while all is there. */
export function StoreLoss({ onShow }: { onShow: () => void }) {
  const [loss, setLoss] = useState<Loss | null>(null);
  const [backup, setBackup] = useState<LastBackup | null>(null);
  useEffect(() => {
    const look = () => {
      void standingLoss().then(setLoss, log.failed('reading the canary'));
      void lastBackup().then(setBackup, log.failed('reading the newest backup'));
    };
    look();
    return watchLocal(LOSS, look);
  }, []);
  if (!loss) return null;
  const { claims, cases, entries } = loss;
  const since = loss.since ? formatInstant(loss.since) : '–';
  return (
    <div className="low-space small" role="alert" data-testid="store-loss">
      <DatabaseBackup aria-hidden="true" />
      <p className="grow">
        {t(`surfaces.loss.${loss.why}`, { claims, cases, entries, since })}
        {loss.why !== 'newer' && <> {newest(backup)}</>}
      </p>
      <button type="button" className="btn" data-testid="store-loss-show" onClick={onShow}>
        {t('surfaces.loss.restore')}
      </button>
      {loss.why === 'missing' && (
        <button
          type="button"
          className="btn"
          data-testid="store-loss-accept"
          onClick={() => void tryTo('accepting a loss', t('surfaces.loss.failed'), () => acceptLoss())}
        >
          {t('surfaces.loss.accept')}
        </button>
      )}
    </div>
  );
}
