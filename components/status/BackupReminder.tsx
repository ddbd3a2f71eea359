import { Archive } from 'lucide-react';
import { useEffect, useState } from 'react';
import { backUpWhenDue, backupOverdue, LAST_BACKUP } from '../../lib/app/keeping/backup-plan.ts';
import { checkCanary } from '../../lib/app/keeping/canary.ts';
import { logOf } from '../../lib/base/log.ts';
import { t } from '../../lib/i18n/index.ts';
import { watchLocal } from '../../lib/platform/local-store.ts';
import './LowSpace.css';

const log = logOf('keeping');
/** How often an open workbench looks whether a backup is due. */
const LOOK_MS = 30 * 60_000;

/** Makes the backups that are planned, and says when none is new enough; nothing while all is well. */
export function BackupReminder({ onShow }: { onShow: () => void }) {
  const [overdue, setOverdue] = useState<number | 'never' | null>(null);
  useEffect(() => {
    const look = () =>
      void (async () => {
        await backUpWhenDue((await checkCanary()) === null);
        setOverdue(await backupOverdue());
      })().catch(log.failed('looking after backups'));
    look();
    const timer = setInterval(look, LOOK_MS);
    const stop = watchLocal(LAST_BACKUP, () => void backupOverdue().then(setOverdue));
    return () => {
      clearInterval(timer);
      stop();
    };
  }, []);
  if (overdue === null) return null;
  return (
    <div className="low-space small" role="status" data-testid="backup-reminder">
      <Archive aria-hidden="true" />
      <p className="grow">
        {overdue === 'never' ? t('surfaces.backup.never') : t('surfaces.backup.old', { n: overdue })}
      </p>
      <button type="button" className="btn" data-testid="backup-reminder-show" onClick={onShow}>
        {t('surfaces.backup.show')}
      </button>
    </div>
  );
}
