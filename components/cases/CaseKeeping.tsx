import { useEffect, useState } from 'react';
import type { CaseView } from '../../lib/app/cases/case-data.ts';
import { setLegalHold } from '../../lib/app/cases/cases.ts';
import { eraseBuyer, eraseClaims, HeldError } from '../../lib/app/keeping/erase.ts';
import { retentionOfClaim } from '../../lib/app/keeping/retention.ts';
import { logOf } from '../../lib/base/log.ts';
import type { RetentionStep } from '../../lib/cases/retention.ts';
import { t } from '../../lib/i18n/index.ts';
import { goTo } from '../route/useRoute.ts';
import { tryTo, useNotices } from '../state/notices.ts';

const log = logOf('cases');

/** Legal hold, when the case is erased by age, and erasing it now. */
export function CaseKeeping({ view }: { view: CaseView }) {
  const { dossier } = view;
  const { key, buyerKey } = dossier.claim;
  const held = dossier.case?.legalHold ?? false;
  const [reason, setReason] = useState('');
  const [step, setStep] = useState<RetentionStep | null>(null);
  const [asking, setAsking] = useState<'claim' | 'buyer' | null>(null);
  const say = useNotices((state) => state.say);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the step depends on the whole case, which `dossier` stands for
  useEffect(() => {
    let left = false;
    retentionOfClaim(key).then((answer) => !left && setStep(answer), log.failed('reading retention'));
    return () => {
      left = true;
    };
  }, [key, dossier]);
  const hold = () =>
    void tryTo('hold', t('surfaces.errors.hold'), () => setLegalHold(key, !held, held ? '' : reason));
  const erase = async (what: 'claim' | 'buyer') => {
    try {
      if (what === 'buyer' && buyerKey !== null) await eraseBuyer(buyerKey);
      else await eraseClaims([key], 'all', 'claim');
      say(t('cases.ui.keep.erased'));
      goTo('cases');
    } catch (error) {
      log.error('erasing failed', error);
      say(
        error instanceof HeldError
          ? t('cases.ui.keep.held', { n: error.claims })
          : t('surfaces.errors.erase'),
      );
    }
    setAsking(null);
  };
  return (
    <section className="card pad stack" data-testid="case-keeping">
      <h2>{t('cases.ui.keep.title')}</h2>
      {step && (
        <p className="small">
          {t('cases.ui.keep.next', { what: step.what, at: 'dueAt' in step ? step.dueAt : null })}
        </p>
      )}
      {held ? (
        <p className="small">{t('cases.ui.keep.holdOn', { reason: dossier.case?.holdReason })}</p>
      ) : (
        <label className="field-label">
          {t('cases.ui.keep.holdReason')}
          <input className="input" value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
      )}
      <div className="row-wrap">
        <button type="button" className="btn" aria-pressed={held} onClick={hold}>
          {t(held ? 'cases.ui.keep.holdRelease' : 'cases.ui.keep.holdSet')}
        </button>
        <button
          type="button"
          className="btn"
          disabled={held}
          data-testid="erase-claim"
          onClick={() => setAsking('claim')}
        >
          {t('cases.ui.keep.eraseClaim')}
        </button>
        {buyerKey !== null && (
          <button
            type="button"
            className="btn"
            disabled={held}
            data-testid="erase-buyer"
            onClick={() => setAsking('buyer')}
          >
            {t('cases.ui.keep.eraseBuyer')}
          </button>
        )}
      </div>
      {asking && (
        <div className="row-wrap warn-line" role="alert">
          <span className="grow">{t('cases.ui.keep.confirm')}</span>
          <button type="button" className="btn" data-testid="erase-yes" onClick={() => void erase(asking)}>
            {t('cases.ui.keep.yes')}
          </button>
          <button type="button" className="btn" onClick={() => setAsking(null)}>
            {t('cases.ui.keep.no')}
          </button>
        </div>
      )}
    </section>
  );
}
