import { FolderOpen } from 'lucide-react';
import { useEffect, useState } from 'react';
import {
  backUpNow,
  endPlan,
  LAST_BACKUP,
  type LastBackup,
  lastBackup,
  type PlanState,
  planBackups,
  setBackupFolder,
  watchPlan,
} from '../../lib/app/keeping/backup-plan.ts';
import { formatBytes, formatInstant, t } from '../../lib/i18n/index.ts';
import { watchLocal } from '../../lib/platform/local-store.ts';
import { canChooseFolders, chooseFolder } from '../../lib/platform/outside/folders.ts';
import { useLive } from '../live/useLive.ts';
import { tryTo } from '../state/notices.ts';

/** How often, in days. */
const EVERY = [1, 7, 30] as const;

/** Automatic backups: off with a way to switch them on, or on with what was made last. */
export function BackupPlan({ password }: { password: string }) {
  const plan = useLive(watchPlan).value;
  if (plan === undefined) return null;
  return (
    <div className="stack" data-testid="backup-plan">
      <h4>{t('cases.ui.data.plan.title')}</h4>
      <Last />
      {plan ? <Running plan={plan} /> : <Start password={password} />}
    </div>
  );
}

/** The newest backup that is known; it is noted outside the database. */
function Last() {
  const [last, setLast] = useState<LastBackup | null>(null);
  useEffect(() => {
    const look = () => void lastBackup().then(setLast);
    look();
    return watchLocal(LAST_BACKUP, look);
  }, []);
  return (
    <p className="small num" data-testid="backup-last">
      {last
        ? t(last.folder === null ? 'cases.ui.data.plan.last' : 'cases.ui.data.plan.lastFolder', {
            at: formatInstant(last.at),
            name: last.name,
            folder: last.folder ?? '',
            size: formatBytes(last.bytes),
          })
        : t('cases.ui.data.plan.none')}
    </p>
  );
}

function Start({ password }: { password: string }) {
  const [days, setDays] = useState<number>(7);
  const [busy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    await tryTo('backup plan', t('cases.ui.data.plan.failed'), async () => {
      await planBackups(password, days);
      await backUpNow();
    });
    setBusy(false);
  };
  return (
    <>
      <p className="small soft">{t('cases.ui.data.plan.help')}</p>
      <div className="row-wrap">
        <select
          className="select"
          aria-label={t('cases.ui.data.plan.often')}
          value={days}
          data-testid="backup-every"
          onChange={(event) => setDays(Number(event.target.value))}
        >
          {EVERY.map((n) => (
            <option key={n} value={n}>
              {t('cases.ui.data.plan.every', { n })}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="btn"
          data-testid="backup-plan-on"
          disabled={busy || password === ''}
          onClick={() => void start()}
        >
          {t('cases.ui.data.plan.on')}
        </button>
      </div>
    </>
  );
}

function Running({ plan }: { plan: PlanState }) {
  const act = (work: () => Promise<unknown>) =>
    void tryTo('backup plan', t('cases.ui.data.plan.failed'), work);
  const choose = async () => {
    const folder = await chooseFolder();
    if (folder) await setBackupFolder(folder);
  };
  return (
    <>
      <p className="small" data-testid="backup-plan-state">
        {t('cases.ui.data.plan.running', { n: plan.days })}{' '}
        {plan.folder === null
          ? t('cases.ui.data.plan.toDownloads')
          : t('cases.ui.data.plan.toFolder', { folder: plan.folder })}
      </p>
      <div className="row-wrap">
        <button type="button" className="btn" data-testid="backup-now" onClick={() => act(() => backUpNow())}>
          {t('cases.ui.data.plan.now')}
        </button>
        {canChooseFolders() && (
          <button type="button" className="btn" data-testid="backup-folder" onClick={() => act(choose)}>
            <FolderOpen aria-hidden="true" />
            {t('cases.ui.data.plan.folder')}
          </button>
        )}
        <button
          type="button"
          className="btn btn-quiet"
          data-testid="backup-plan-off"
          onClick={() => act(() => endPlan())}
        >
          {t('cases.ui.data.plan.off')}
        </button>
      </div>
    </>
  );
}
