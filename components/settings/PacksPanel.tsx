import { PackagePlus } from 'lucide-react';
import { useId, useState } from 'react';
import { installPack, watchPacks } from '../../lib/app/packs/packs.ts';
import { t } from '../../lib/i18n/index.ts';
import { useLive } from '../live/useLive.ts';
import { tryTo } from '../state/notices.ts';
import { PackItem } from './PackItem.tsx';
import './PacksPanel.css';

const LIMITS = ['one', 'small', 'copies', 'published'] as const;

interface Refusal {
  file: string;
  fault: string;
  why: string;
}

/** The shop's model packs: what they can't do, installing one from a file, and each with its trial. */
export function PacksPanel() {
  const packs = useLive(watchPacks).value;
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const id = useId();
  const choose = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (!file) return;
    setBusy(true);
    setRefusal(null);
    const answer = await tryTo('model pack', t('settings.packs.failed'), () => installPack(file));
    if (answer && 'fault' in answer) setRefusal({ file: file.name, ...answer });
    setBusy(false);
    // The same file again is a new choice.
    input.value = '';
  };
  return (
    <section className="card pad stack" aria-labelledby={`${id}-title`} data-testid="packs">
      <h2 id={`${id}-title`}>{t('settings.packs.title')}</h2>
      <p className="small soft">{t('settings.packs.text')}</p>
      <details className="small">
        <summary>{t('settings.packs.limits')}</summary>
        <ul className="pack-limits">
          {LIMITS.map((limit) => (
            <li key={limit}>{t(`settings.packs.limitList.${limit}`)}</li>
          ))}
        </ul>
      </details>
      <div className="row-wrap">
        <label className="btn" aria-disabled={busy}>
          <PackagePlus aria-hidden="true" />
          {t('settings.packs.install')}
          <input
            type="file"
            className="visually-hidden"
            accept=".claimlens-model,.zip"
            data-testid="pack-file"
            disabled={busy}
            onChange={(event) => void choose(event.target)}
          />
        </label>
        {busy && (
          <span className="small soft" role="status">
            {t('settings.packs.installing')}
          </span>
        )}
      </div>
      {refusal && (
        <div
          role="alert"
          className="pack-refusal stack"
          data-testid="pack-refused"
          data-fault={refusal.fault}
        >
          <p>
            <strong>{t('settings.packs.refused', { file: refusal.file })}</strong>{' '}
            {t(`settings.packs.faults.${refusal.fault}`)}
          </p>
          <p className="tiny soft">{t('settings.packs.detail', { why: refusal.why })}</p>
        </div>
      )}
      {packs?.length === 0 && <p data-testid="packs-none">{t('settings.packs.none')}</p>}
      {packs?.map((pack) => (
        <PackItem key={pack.manifest.id} pack={pack} />
      ))}
    </section>
  );
}
