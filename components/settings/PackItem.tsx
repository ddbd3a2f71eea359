import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { type PackSummary, removePack } from '../../lib/app/packs/packs.ts';
import { formatNumber, getLocale, t } from '../../lib/i18n/index.ts';
import { tryTo } from '../state/notices.ts';
import { PackTrial } from './PackTrial.tsx';

type Calibration = NonNullable<PackSummary['calibration']>;

const stateOf = ({ calibration }: PackSummary): 'waiting' | 'ready' | 'unusable' => {
  if (!calibration) return 'waiting';
  return calibration.threshold > 1 ? 'unusable' : 'ready';
};

/** One installed pack: what it is, what it may say after its trial, and how to be rid of it. */
export function PackItem({ pack }: { pack: PackSummary }) {
  const { manifest, calibration, trusted, needed, installedAt } = pack;
  const { id, version, title, licence, task } = manifest;
  const state = stateOf(pack);
  return (
    <article className="pack stack" data-testid="pack" data-pack={id} data-state={state}>
      <div>
        <h3>{(getLocale() === 'en' ? undefined : title['zh-CN']) ?? title.en}</h3>
        <p className="tiny soft">{t('settings.packs.about', { id, version, at: installedAt })}</p>
      </div>
      <p className="small">{t(`settings.packs.tasks.${task}`)}</p>
      <p className="tiny soft">
        {t('settings.packs.licence', { spdx: licence.spdx, data: licence.trainingData })}
      </p>
      {!licence.commercialUse && (
        <p className="small" role="note">
          {t('settings.packs.notCommercial')}
        </p>
      )}
      {task !== 'embedding' && (
        <>
          <p data-testid="pack-state">
            {t(`settings.packs.states.${state}`, {
              n: trusted,
              needed,
              ...calibration,
              threshold: calibration && round(calibration.threshold),
              rate: calibration?.falseAlarms,
            })}
          </p>
          {calibration && <Trial calibration={calibration} />}
          <PackTrial id={id} />
        </>
      )}
      <Removal id={id} />
    </article>
  );
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000;

/** How the trusted photos were rated, and how far saving them again moved the ratings. */
function Trial({ calibration }: { calibration: Calibration }) {
  const { histogram, stability, photos, reachesTarget } = calibration;
  const most = Math.max(...histogram, 1);
  return (
    <>
      <div
        className="pack-spread"
        role="img"
        aria-label={t('settings.packs.spread', { bins: histogram.map((n) => formatNumber(n)).join(' · ') })}
      >
        {histogram.map((n, bin) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place on the scale
          <span key={bin} style={{ blockSize: `${Math.max(n ? 6 : 1, (100 * n) / most)}%` }} />
        ))}
      </div>
      <p className="small soft" data-testid="pack-stability">
        {t('settings.packs.stability', {
          median: round(stability.medianShift),
          largest: round(stability.largestShift),
          sides: stability.changedSides,
          photos,
        })}
      </p>
      {!reachesTarget && <p className="small soft">{t('settings.packs.more')}</p>}
    </>
  );
}

function Removal({ id }: { id: string }) {
  const [asked, setAsked] = useState(false);
  const remove = () =>
    void tryTo('model pack', t('settings.packs.removeFailed'), () => removePack(id)).then(() =>
      setAsked(false),
    );
  if (!asked)
    return (
      <div className="row-wrap">
        <button
          type="button"
          className="btn btn-quiet"
          data-testid="pack-remove"
          onClick={() => setAsked(true)}
        >
          <Trash2 aria-hidden="true" />
          {t('settings.packs.remove')}
        </button>
      </div>
    );
  return (
    <div className="row-wrap" role="alertdialog" aria-label={t('settings.packs.removeAsk')}>
      <span className="grow small">{t('settings.packs.removeAsk')}</span>
      <button type="button" className="btn" data-testid="pack-remove-yes" onClick={remove}>
        {t('settings.packs.removeYes')}
      </button>
      <button type="button" className="btn btn-quiet" onClick={() => setAsked(false)}>
        {t('settings.packs.removeNo')}
      </button>
    </div>
  );
}
