import { ArrowLeft, Images, TriangleAlert } from 'lucide-react';
import { type CaseView, watchCase } from '../../lib/app/cases/case-data.ts';
import { closeCase, openCase } from '../../lib/app/cases/cases.ts';
import { clockOf } from '../../lib/cases/clock.ts';
import { formatMoney, t } from '../../lib/i18n/index.ts';
import { claimTitle } from '../claim/ClaimFacts.tsx';
import { DeadlineClock } from '../claim/DeadlineClock.tsx';
import { VerdictBadge } from '../claim/VerdictBadge.tsx';
import { useLive } from '../live/useLive.ts';
import { routeTo } from '../route/useRoute.ts';
import { tryTo } from '../state/notices.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { CaseAmounts } from './CaseAmounts.tsx';
import { CaseAnswers } from './CaseAnswers.tsx';
import { CaseDecision } from './CaseDecision.tsx';

import { CaseKeeping } from './CaseKeeping.tsx';
import { CaseLead } from './CaseLead.tsx';
import { CaseMasks } from './CaseMasks.tsx';
import { CaseNotes } from './CaseNotes.tsx';
import { CasePackage } from './CasePackage.tsx';
import { CaseRequests } from './CaseRequests.tsx';
import { CaseTimeline } from './CaseTimeline.tsx';
import { CaseTexts } from './texts/CaseTexts.tsx';
import './CasesView.css';

/** One case: what happened, what a person decided, and everything that an appeal needs. */
export function CasePage({ claimKey }: { claimKey: string }) {
  const view = useLive(() => watchCase(claimKey), claimKey).value;
  if (view === undefined) return <EmptyState kind="busy" text={t('surfaces.loading')} />;
  if (view === null) return <EmptyState kind="none" text={t('cases.ui.view.none')} />;
  return (
    <article className="stack view" data-testid="case" data-key={claimKey}>
      <CaseHead view={view} />
      <CaseLead view={view} />
      <div className="case-grid">
        <div className="stack">
          <CaseTimeline view={view} />
          <CaseRequests view={view} />
          <CaseNotes view={view} />
          <CaseAmounts view={view} />
        </div>
        <div className="stack">
          <CaseDecision view={view} />
          <CaseTexts view={view} />
          <CasePackage view={view} />
          <CaseMasks view={view} />
          <CaseAnswers view={view} />
          <CaseKeeping view={view} />
        </div>
      </div>
    </article>
  );
}

function CaseHead({ view }: { view: CaseView }) {
  const { dossier } = view;
  const { claim, key } = dossier.claim;
  const clock = clockOf(claim);
  const state = dossier.case?.state;
  return (
    <header className="stack">
      <div className="row-wrap">
        <a className="btn btn-quiet" href={routeTo('cases')}>
          <ArrowLeft aria-hidden="true" />
          {t('cases.ui.view.back')}
        </a>
        <a className="btn btn-quiet" href={routeTo('claims', key)}>
          <Images aria-hidden="true" />
          {t('cases.ui.view.toClaim')}
        </a>
      </div>
      <div className="row-wrap">
        <VerdictBadge level={dossier.verdict?.verdict ?? 'waiting'} />
        {state && <span className="tag">{t(`cases.ui.view.state.${state}`)}</span>}
        {clock && <DeadlineClock at={clock.at} effect={clock.effect} estimated={clock.estimated} />}
        {clock?.estimated && <span className="tag">{t('cases.ui.view.estimated')}</span>}
      </div>
      <div className="row-wrap case-name">
        <h1 className="grow">{claimTitle(dossier.claim)}</h1>
        {claim.amount && <strong className="num">{formatMoney(claim.amount)}</strong>}
        <button
          type="button"
          className="btn"
          data-testid="case-state"
          onClick={() =>
            void tryTo('case state', t('surfaces.errors.caseState'), () =>
              state === 'open' ? closeCase(key) : openCase(key),
            )
          }
        >
          {t(
            state === 'open'
              ? 'cases.ui.view.close'
              : state === 'closed'
                ? 'cases.ui.view.reopen'
                : 'cases.ui.open.action',
          )}
        </button>
      </div>
      <p className="small soft">
        {claim.orderId} · {claim.claimId}
        {claim.reason && ` · ${claim.reason}`}
      </p>
      {view.archiveMissing && (
        <p className="warn-line small" role="status">
          <TriangleAlert aria-hidden="true" />
          {t('cases.ui.view.archiveMissing')}
        </p>
      )}
    </header>
  );
}
