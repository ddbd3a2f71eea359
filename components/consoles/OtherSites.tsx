import { Download, Plus, Trash2, Upload } from 'lucide-react';
import { type FormEvent, useCallback, useEffect, useId, useState } from 'react';
import { watchReaderHealth } from '../../lib/app/claims/queries.ts';
import {
  addSite,
  dropSite,
  forgetReader,
  hostOf,
  importTaught,
  otherSites,
  watchTaught,
} from '../../lib/app/consoles/sites.ts';
import { logOf } from '../../lib/base/log.ts';
import { type TaughtReader, taughtKey } from '../../lib/consoles/teach/spec.ts';
import { formatRelative, t } from '../../lib/i18n/index.ts';
import { saveFile } from '../../lib/platform/downloads.ts';
import type { ReaderHealthRow } from '../../lib/store/rows.ts';
import { useLive } from '../live/useLive.ts';
import { tryTo, useNotices } from '../state/notices.ts';

const log = logOf('settings');

/** Sites beyond the named consoles: which are read, what was taught about them, and how well that reads now. */
export function OtherSites() {
  const [hosts, setHosts] = useState<string[]>([]);
  const refresh = useCallback(() => void otherSites().then(setHosts, log.failed('reading sites')), []);
  useEffect(refresh, [refresh]);
  const readers = useLive(watchTaught).value ?? [];
  const health = useLive(watchReaderHealth).value ?? [];
  return (
    <section className="stack" data-testid="other-sites">
      <header>
        <h2>{t('consoles.sites.title')}</h2>
        <p className="soft small">{t('consoles.sites.text')}</p>
      </header>
      <AddSite onAdded={refresh} />
      {hosts.length + readers.length > 0 && (
        <ul className="card console-list">
          {hosts.map((host) => (
            <li key={host} className="console-row" data-testid="site-row" data-host={host}>
              <span className="grow mono small">{host}</span>
              <button
                type="button"
                className="btn btn-quiet"
                onClick={() =>
                  void tryTo('drop site', t('consoles.sites.failed'), () => dropSite(host).then(refresh))
                }
              >
                {t('consoles.sites.drop')}
              </button>
            </li>
          ))}
          {readers.map((reader) => (
            <TaughtRow
              key={taughtKey(reader)}
              reader={reader}
              health={health.find((row) => row.console === reader.console && row.page === reader.page)}
            />
          ))}
        </ul>
      )}
      <ImportReader />
    </section>
  );
}

/** Asks the browser for one more site. */
function AddSite({ onAdded }: { onAdded(): void }) {
  const [text, setText] = useState('');
  const say = useNotices((store) => store.say);
  const label = useId();
  const add = (event: FormEvent): void => {
    event.preventDefault();
    const host = hostOf(text);
    if (!host) {
      say(t('consoles.sites.noHost'));
      return;
    }
    void tryTo('add site', t('consoles.sites.failed'), async () => {
      if (!(await addSite(host))) return say(t('consoles.sites.refused', { host }));
      setText('');
      onAdded();
      say(t('consoles.sites.added', { host }));
    });
  };
  return (
    <form className="site-form" onSubmit={add}>
      <label htmlFor={label}>{t('consoles.sites.address')}</label>
      <span className="field grow">
        <input
          id={label}
          value={text}
          placeholder={t('consoles.sites.example')}
          onChange={(event) => setText(event.target.value)}
        />
      </span>
      <button type="submit" className="btn btn-primary" data-testid="add-site">
        <Plus aria-hidden="true" />
        {t('consoles.sites.add')}
      </button>
    </form>
  );
}

/** One taught reader with the state of its last reading. */
function TaughtRow({ reader, health }: { reader: TaughtReader; health: ReaderHealthRow | undefined }) {
  const name = `${reader.host}${reader.path}`;
  const save = (): void =>
    saveFile(
      `claimlens-reader-${reader.host}.json`,
      new Blob([JSON.stringify(reader, null, 2)], { type: 'application/json' }),
    );
  return (
    <li className="console-row" data-testid="taught-row" data-reader={taughtKey(reader)}>
      <div className="grow">
        <p className="mono small">{name}</p>
        <p className="tiny soft">
          {t('consoles.sites.taught', {
            version: reader.version,
            at: formatRelative(reader.taughtAt, Date.now()),
          })}
          {health && ` · ${t('surfaces.health.read', { read: health.read, seen: health.seen })}`}
          {health &&
            health.missing.length > 0 &&
            ` · ${t('surfaces.health.missing', { fields: health.missing.map((field) => t(`surfaces.fields.${field}`)) })}`}
        </p>
      </div>
      <button type="button" className="btn btn-quiet" onClick={save}>
        <Download aria-hidden="true" />
        {t('consoles.sites.export')}
      </button>
      <button
        type="button"
        className="btn btn-quiet"
        data-testid="forget-reader"
        onClick={() =>
          void tryTo('forget reader', t('consoles.sites.failed'), () => forgetReader(taughtKey(reader)))
        }
      >
        <Trash2 aria-hidden="true" />
        {t('consoles.sites.forget')}
      </button>
    </li>
  );
}

/** Takes a reader that somebody else taught. */
function ImportReader() {
  const say = useNotices((store) => store.say);
  const take = (file: File | undefined): void => {
    if (!file) return;
    void tryTo('import reader', t('consoles.sites.failed'), async () => {
      say(
        t((await importTaught(await file.text())) ? 'consoles.sites.imported' : 'consoles.sites.notReader'),
      );
    });
  };
  return (
    <label className="btn btn-quiet site-import">
      <Upload aria-hidden="true" />
      {t('consoles.sites.import')}
      <input
        type="file"
        accept="application/json,.json"
        className="visually-hidden"
        onChange={(event) => take(event.target.files?.[0])}
      />
    </label>
  );
}
