import { FileKey2 } from 'lucide-react';
import { useId, useState } from 'react';
import {
  certificatesIn,
  removeTrustList,
  setTrustList,
  watchTrustList,
} from '../../lib/app/packs/trust-list.ts';
import { t } from '../../lib/i18n/index.ts';
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
  const id = useId();
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
      <p data-testid="trust-list-state">
        {list
          ? t('files.trust.have', { n: certificatesIn(list.pem), source: list.source, date: list.date })
          : t('files.trust.none')}
      </p>
      <div className="row-wrap">
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
