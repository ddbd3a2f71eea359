import { FileLock2 } from 'lucide-react';
import { useId, useState } from 'react';
import { makeBackup } from '../../lib/app/keeping/backup.ts';
import { backupName, noteBackup } from '../../lib/app/keeping/backup-plan.ts';
import { type Restored, restoreBackup } from '../../lib/app/keeping/restore.ts';
import { logOf } from '../../lib/base/log.ts';
import { BackupRefused } from '../../lib/cases/backup/format.ts';
import { t } from '../../lib/i18n/index.ts';
import { saveFile } from '../../lib/platform/downloads.ts';
import { BackupPlan } from './BackupPlan.tsx';
import { FreeSpace } from './FreeSpace.tsx';
import { RetentionCard } from './RetentionCard.tsx';

const log = logOf('keeping');

/** Backup, restore, and what is erased by age. */
export function KeepingView() {
  return (
    <section className="stack" data-testid="data">
      <h2>{t('cases.ui.data.title')}</h2>
      <Backup />
      <RetentionCard />
      <FreeSpace />
    </section>
  );
}

/** Why a backup was refused, in words. */
function refusal(error: unknown): string {
  if (error instanceof BackupRefused)
    return t(`cases.backup.refused.${error.why}`, { version: error.detail, block: error.detail });
  return t('cases.ui.data.failed', { why: error instanceof Error ? error.message : String(error) });
}

function Backup() {
  const [password, setPassword] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [busy, setBusy] = useState(false);
  const [message, setMessage] = useState('');
  const [settings, setSettings] = useState(false);
  const [done, setDone] = useState<Restored | null>(null);
  const id = useId();
  const run = async (work: () => Promise<string>) => {
    setBusy(true);
    setMessage('');
    setDone(null);
    try {
      setMessage(await work());
    } catch (error) {
      log.error('the backup failed', error);
      setMessage(refusal(error));
    }
    setBusy(false);
  };
  const make = async () => {
    const now = Date.now();
    const [name, file] = [backupName(now), await makeBackup(password)];
    saveFile(name, file);
    await noteBackup({ at: new Date(now).toISOString(), name, folder: null, bytes: file.size });
    return '';
  };
  return (
    <div className="card pad stack">
      <h3>{t('cases.ui.data.backup')}</h3>
      <p className="small soft">{t('cases.ui.data.backupHelp')}</p>
      <label className="field-label" htmlFor={id}>
        {t('cases.ui.data.password')}
      </label>
      <input
        id={id}
        type="password"
        autoComplete="new-password"
        className="input"
        value={password}
        data-testid="backup-password"
        onChange={(event) => setPassword(event.target.value)}
      />
      <div className="row-wrap">
        <button
          type="button"
          className="btn btn-primary"
          data-testid="backup-make"
          disabled={busy || password === ''}
          onClick={() => void run(make)}
        >
          {t('cases.ui.data.make')}
        </button>
      </div>
      <BackupPlan password={password} />
      <h4>{t('cases.ui.data.restore')}</h4>
      <p className="small soft">{t('cases.ui.data.restoreHelp')}</p>
      <div className="row-wrap">
        <label className="btn">
          <FileLock2 aria-hidden="true" />
          {file ? file.name : t('cases.ui.data.file')}
          <input
            type="file"
            accept=".clbackup"
            className="visually-hidden"
            data-testid="backup-file"
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
          />
        </label>
        <button
          type="button"
          className="btn"
          data-testid="backup-restore"
          disabled={busy || password === '' || !file}
          onClick={() =>
            void run(async () => {
              if (!file) return '';
              const answer = await restoreBackup(file, password, { settings });
              setDone(answer);
              return t('cases.ui.data.restored', { n: answer.rows });
            })
          }
        >
          {t('cases.ui.data.restore')}
        </button>
      </div>
      <label className="check-line">
        <input
          type="checkbox"
          checked={settings}
          data-testid="backup-settings"
          onChange={(event) => setSettings(event.target.checked)}
        />
        <span className="small">{t('cases.ui.data.withSettings')}</span>
      </label>
      <p className="small" role="status" data-testid="backup-said">
        {busy ? t('cases.ui.data.working') : message}
      </p>
      {done && <NotTaken done={done} />}
    </div>
  );
}

/** Rows that are named; more are only counted. */
const NAMED = 50;

/** What of a backup was not taken, and why. */
function NotTaken({ done }: { done: Restored }) {
  return (
    <div className="small stack" data-testid="backup-aside">
      {done.kept > 0 && <p>{t('cases.ui.data.keptNewer', { n: done.kept })}</p>}
      {done.aside.length > 0 && (
        <details className="warn-line">
          <summary>{t('cases.ui.data.aside', { n: done.aside.length })}</summary>
          <ul>
            {done.aside.slice(0, NAMED).map(({ table, key, why }) => (
              <li key={`${table} ${key}`}>
                <code>
                  {table} {key}
                </code>{' '}
                · {why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
