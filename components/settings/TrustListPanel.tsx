import { CloudDownload, FileKey2 } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import {
  bundledList,
  getOfficialTrust,
  type OfficialRefusal,
  OfficialTrustError,
} from '../../lib/app/packs/official-trust.ts';
import {
  certificatesIn,
  removeTrustList,
  setTrustList,
  watchTrustList,
} from '../../lib/app/packs/trust-list.ts';
import { t } from '../../lib/i18n/index.ts';
import type { TrustList } from '../../lib/provenance/index.ts';
import { useLive } from '../live/useLive.ts';
import { tryTo } from '../state/notices.ts';

interface Draft {
  pem: string;
  source: string;
  date: string;
  licence: string;
}

const today = (): string => new Date().toISOString().slice(0, 10);

/** Importing a trust list: the file, where it comes from, its date and licence, all shown afterwards. */
export function TrustListPanel() {
  const list = useLive(watchTrustList).value;
  const [draft, setDraft] = useState<Draft | null>(null);
  const [bad, setBad] = useState(false);
  const [refused, setRefused] = useState<OfficialRefusal | null>(null);
  const [busy, setBusy] = useState(false);
  const [bundled, setBundled] = useState<TrustList | null>(null);
  const id = useId();
  useEffect(() => {
    void bundledList().then(setBundled);
  }, []);
  const official = async () => {
    setBusy(true);
    setRefused(null);
    try {
      await getOfficialTrust(list ?? bundled);
    } catch (error) {
      if (!(error instanceof OfficialTrustError)) throw error;
      setRefused(error.why);
    } finally {
      setBusy(false);
    }
  };
  const choose = async (file: File | undefined) => {
    if (!file) return;
    const pem = await file.text();
    setBad(certificatesIn(pem) === 0);
    setDraft(certificatesIn(pem) ? { pem, source: file.name, date: today(), licence: '' } : null);
  };
  const save = () =>
    draft &&
    void tryTo('trust list', t('files.trust.failed'), async () => {
      await setTrustList(draft);
      setDraft(null);
    });
  return (
    <section className="card pad stack" aria-labelledby={`${id}-title`} data-testid="trust-list">
      <h2 id={`${id}-title`}>{t('files.trust.title')}</h2>
      <p className="small soft">{t('files.trust.text')}</p>
      {(list || !bundled) && (
        <p data-testid="trust-list-state">
          {list
            ? t('files.trust.have', { n: certificatesIn(list.pem), source: list.source, date: list.date })
            : t('files.trust.none')}
        </p>
      )}
      {bundled && (
        <p className="small soft" data-testid="trust-list-bundled">
          {t('files.trust.bundled', {
            n: certificatesIn(bundled.pem),
            source: bundled.source,
            date: bundled.date,
            licence: bundled.licence ?? '',
          })}
        </p>
      )}
      {list?.licence && <p className="small soft">{list.licence}</p>}
      <div className="row-wrap">
        <button
          type="button"
          className="btn"
          data-testid="trust-list-official"
          aria-describedby={`${id}-official`}
          disabled={busy}
          onClick={() => void tryTo('official trust list', t('files.trust.failed'), official)}
        >
          <CloudDownload aria-hidden="true" />
          {t('files.trust.official')}
        </button>
        <label className="btn">
          <FileKey2 aria-hidden="true" />
          {t('files.trust.choose')}
          <input
            type="file"
            className="visually-hidden"
            accept=".pem,.crt,.cer,.txt"
            data-testid="trust-list-file"
            onChange={(event) => void choose(event.target.files?.[0])}
          />
        </label>
        {list && (
          <button type="button" className="btn btn-quiet" onClick={() => void removeTrustList()}>
            {t('files.trust.remove')}
          </button>
        )}
      </div>
      <p className="small soft" id={`${id}-official`}>
        {t('files.trust.officialHelp')}
      </p>
      {refused && (
        <p role="alert" data-testid="trust-list-refused">
          {t(`files.trust.why.${refused}`)}
        </p>
      )}
      {bad && <p role="alert">{t('files.trust.bad')}</p>}
      {draft && (
        <div className="stack">
          {(['source', 'date', 'licence'] as const).map((name) => (
            <label key={name} htmlFor={`${id}-${name}`} className="row-wrap">
              <span>{t(`files.trust.${name}`)}</span>
              <input
                id={`${id}-${name}`}
                className="input grow"
                type={name === 'date' ? 'date' : 'text'}
                value={draft[name]}
                onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
              />
            </label>
          ))}
          <button type="button" className="btn btn-primary" data-testid="trust-list-save" onClick={save}>
            {t('files.trust.save')}
          </button>
        </div>
      )}
    </section>
  );
}
