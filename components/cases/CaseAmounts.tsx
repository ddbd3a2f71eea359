import { useState } from 'react';
import type { CaseView } from '../../lib/app/cases/case-data.ts';
import { addPayment } from '../../lib/app/cases/cases.ts';
import { watchSettings } from '../../lib/app/claims/queries.ts';
import { day } from '../../lib/cases/instants.ts';
import { amountsFor, reachesAFigure } from '../../lib/cases/law/amounts.ts';
import { describeAmounts, describeStatutes } from '../../lib/cases/law/describe.ts';
import { legalClocks } from '../../lib/cases/law/reminders.ts';
import { wordsOf } from '../../lib/cases/words.ts';
import { formatDay, getLocale, t } from '../../lib/i18n/index.ts';
import { useLive } from '../live/useLive.ts';
import { tryTo } from '../state/notices.ts';

/** The amount known to this shop for the same account, with the working shown; what follows is for the authority. */
export function CaseAmounts({ view }: { view: CaseView }) {
  const figure = useLive(watchSettings).value?.provincialFigure;
  const { claim, appliedAt } = view.dossier.claim;
  const words = wordsOf(getLocale());
  const [asked, setAsked] = useState(false);
  const sum = amountsFor(view.sameAccount, claim.key, figure);
  const lines = sum && describeAmounts(sum, words);
  if (!asked && !reachesAFigure(sum))
    return (
      <section className="card pad stack" data-testid="case-amounts">
        <h2>{t('cases.ui.law.title')}</h2>
        <p className="small soft">
          {lines ? words('law.amounts.paidTotal', { total: lines.paidTotal }) : t('cases.ui.law.none')}
        </p>
        <div>
          <button type="button" className="btn" data-testid="law-show" onClick={() => setAsked(true)}>
            {t('cases.ui.law.show')}
          </button>
        </div>
      </section>
    );
  return (
    <section className="card pad stack" data-testid="case-amounts">
      <h2>{t('cases.ui.law.title')}</h2>
      {sum && lines ? (
        <>
          <h3>{t('cases.law.amounts.paid')}</h3>
          <p className="lines num">{lines.acts}</p>
          <p className="small">
            <strong>{words('law.amounts.paidTotal', { total: lines.paidTotal })}</strong>
          </p>
          <p className="lines soft">{lines.comparison}</p>
          <h3>{t('cases.law.amounts.attempts')}</h3>
          <p className="lines num">{lines.attempts}</p>
          {sum.recovered.length > 0 && (
            <>
              <h3>{t('cases.law.amounts.recovered')}</h3>
              <p className="lines num">{lines.recovered}</p>
            </>
          )}
        </>
      ) : (
        <p className="small soft">{t('cases.ui.law.none')}</p>
      )}
      <p className="lines soft">
        {describeStatutes([claim.appliedAt ?? appliedAt], new Date().toISOString(), words)}
      </p>
      <Clocks view={view} />
      <PaymentForm claimKey={claim.key} />
    </section>
  );
}

/** Legal dates that start with the act or with knowing of it. */
function Clocks({ view }: { view: CaseView }) {
  const { claim, firstSeenAt } = view.dossier.claim;
  const clocks = legalClocks({
    claimKey: claim.key,
    actAt: claim.appliedAt ?? firstSeenAt,
    knownAt: firstSeenAt,
    labelledFile: view.dossier.findings.some(({ code }) => code === 'ai-label-implicit'),
  });
  return (
    <>
      <h3>{t('cases.ui.law.clocks')}</h3>
      <ul className="small">
        {clocks.map(({ id, at }) => (
          <li key={id} className="num">
            {formatDay(at)} · {t(`cases.law.clocks.${id}`)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Money as the seller's own books have it: what the page shows is not always what was paid. */
function PaymentForm({ claimKey }: { claimKey: string }) {
  const [yuan, setYuan] = useState('');
  const [date, setDate] = useState(() => day(new Date().toISOString()));
  const [direction, setDirection] = useState<'paid' | 'recovered'>('paid');
  const fen = Math.round(Number(yuan) * 100);
  const at = new Date(`${date}T12:00:00+08:00`);
  const ready = yuan.trim() !== '' && Number.isSafeInteger(fen) && fen > 0 && !Number.isNaN(at.getTime());
  const save = () =>
    void tryTo('payment', t('surfaces.errors.payment'), async () => {
      await addPayment(claimKey, {
        at: at.toISOString(),
        amount: { value: fen, currency: 'CNY' },
        direction,
        by: 'unknown',
      });
      setYuan('');
    });
  return (
    <details>
      <summary className="small">{t('cases.ui.law.pay')}</summary>
      <div className="fields">
        <label>
          {t('cases.ui.law.amount')}
          <input
            className="input num"
            inputMode="decimal"
            value={yuan}
            onChange={(event) => setYuan(event.target.value)}
          />
        </label>
        <label>
          {t('cases.ui.law.at')}
          <input
            type="date"
            className="input"
            value={date}
            onChange={(event) => setDate(event.target.value)}
          />
        </label>
        <label>
          {t('cases.ui.decision.what')}
          <select
            className="select"
            value={direction}
            onChange={(event) => setDirection(event.target.value as 'paid' | 'recovered')}
          >
            <option value="paid">{t('cases.ui.law.paid')}</option>
            <option value="recovered">{t('cases.ui.law.recovered')}</option>
          </select>
        </label>
      </div>
      <button type="button" className="btn" disabled={!ready} onClick={save}>
        {t('cases.ui.law.save')}
      </button>
    </details>
  );
}
