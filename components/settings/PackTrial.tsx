import { Images } from 'lucide-react';
import { useEffect, useState } from 'react';
import { paidPhotos, type TrialPhoto } from '../../lib/app/packs/packs.ts';
import { logOf } from '../../lib/base/log.ts';
import { notCheckedText } from '../../lib/i18n/finding-text.ts';
import { t } from '../../lib/i18n/index.ts';
import { usePackRun } from '../state/pack-run.ts';

const log = logOf('packs');

const fromFiles = (files: FileList | null): TrialPhoto[] =>
  [...(files ?? [])].map((file) => ({ name: file.name, photo: { file } }));

/** Trying a pack on photos that the seller trusts: picked files, or those of claims that were paid. */
export function PackTrial({ id }: { id: string }) {
  const run = usePackRun();
  const [paid, setPaid] = useState<TrialPhoto[]>([]);
  useEffect(() => {
    paidPhotos().then(setPaid, log.failed('a model pack'));
  }, []);
  const running = run.state === 'running';
  return (
    <div className="stack">
      <p className="tiny soft">{t('settings.packs.tryHelp')}</p>
      <div className="row-wrap">
        <label className="btn" aria-disabled={running}>
          <Images aria-hidden="true" />
          {t('settings.packs.try')}
          <input
            type="file"
            multiple
            className="visually-hidden"
            accept="image/*,.heic,.heif"
            data-testid="pack-photos"
            disabled={running}
            onChange={(event) => void run.start(id, fromFiles(event.target.files))}
          />
        </label>
        {paid.length > 0 && (
          <button
            type="button"
            className="btn btn-quiet"
            disabled={running}
            data-testid="pack-paid"
            onClick={() => void run.start(id, paid)}
          >
            {t('settings.packs.tryPaid', { n: paid.length })}
          </button>
        )}
      </div>
      {run.pack === id && run.state !== 'idle' && <Progress />}
    </div>
  );
}

function Progress() {
  const { state, progress, stop } = usePackRun();
  const { done, total, leftOut } = progress;
  return (
    <div className="stack" role="status" data-testid="pack-trial" data-state={state}>
      {state === 'running' ? (
        <>
          <progress className="bar" max={total} value={done} aria-label={t('settings.packs.progress')} />
          <div className="row-wrap">
            <span className="grow small num">
              {t('settings.packs.running', { done: Math.min(done + 1, total), total })}
            </span>
            <button type="button" className="btn" onClick={stop}>
              {t('settings.packs.stop')}
            </button>
          </div>
        </>
      ) : (
        <p className="small num">{t('settings.packs.tried', { n: done })}</p>
      )}
      {state === 'failed' && <p role="alert">{t('settings.packs.tryFailed')}</p>}
      {Object.entries(leftOut).map(([why, n]) => (
        <p key={why} className="small soft">
          {t('settings.packs.leftOut', { n, why: notCheckedText(why) })}
        </p>
      ))}
    </div>
  );
}
