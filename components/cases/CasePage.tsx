import { ArrowLeft, FileArchive, Images, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { type CaseView, watchCase } from '../../lib/app/cases/case-data.ts';
import { closeCase, openCase } from '../../lib/app/cases/cases.ts';
import { clockOf } from '../../lib/cases/clock.ts';
import { formatMoney, t } from '../../lib/i18n/index.ts';
import { claimTitle } from '../claim/ClaimFacts.tsx';
import { DeadlineClock } from '../claim/DeadlineClock.tsx';
import { VerdictBadge } from '../claim/VerdictBadge.tsx';
import { useLive } from '../live/useLive.ts';
import { CaseFrames } from '../photo/film/CaseFrames.tsx';
import { CasePlaces } from '../place/CasePlaces.tsx';
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

const TABS = ['overview', 'texts', 'package', 'more'] as const;
type Tab = (typeof TABS)[number];

/** One case: the pair and one sentence first, then what a person decides, says, hands in and keeps, a tab each. */
export function CasePage({ claimKey, tab: named }: { claimKey: string; tab: string | undefined }) {
  const view = useLive(() => watchCase(claimKey), claimKey).value;
  if (view === undefined) return <EmptyState kind="busy" text={t('surfaces.loading')} />;
  if (view === null) return <EmptyState kind="none" text={t('cases.ui.view.none')} />;
  const tab = TABS.find((one) => one === named) ?? 'overview';
  return (
    <article className="stack view" data-testid="case" data-key={claimKey}>
      <CaseHead view={view} tab={tab} />
      <CaseLead view={view} />
      <nav className="case-tabs" aria-label={t('cases.ui.tabs.label')}>
        {TABS.map((one) => (
          <a
            key={one}
            href={routeTo('cases', claimKey, one)}
            aria-current={one === tab ? 'page' : undefined}
            data-testid={`case-tab-${one}`}
          >
            {t(`cases.ui.tabs.${one}`)}
          </a>
        ))}
      </nav>
      <Panel shown={tab === 'overview'}>
        <CaseDecision view={view} />
        <div className="stack">
          <CaseTimeline view={view} />
          <CaseRequests view={view} />
        </div>
      </Panel>
      <Panel shown={tab === 'texts'} single>
        <CaseTexts view={view} />
      </Panel>
      <Panel shown={tab === 'package'}>
        <CasePackage view={view} />
        <div className="stack">
          <CasePlaces view={view} />
          <CaseFrames view={view} />
          <CaseMasks view={view} />
          <CaseAnswers view={view} />
        </div>
      </Panel>
      <Panel shown={tab === 'more'}>
        <CaseNotes view={view} />
        <div className="stack">
          <CaseAmounts view={view} />
          <CaseKeeping view={view} />
        </div>
      </Panel>
    </article>
  );
}

/** What one tab shows. All stay mounted: a text half written is still there after a look at another tab. */
function Panel({ shown, single, children }: { shown: boolean; single?: true; children: ReactNode }) {
  return (
    <div className={single ? 'stack' : 'case-grid'} hidden={!shown}>
      {children}
    </div>
  );
}

function CaseHead({ view, tab }: { view: CaseView; tab: Tab }) {
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
        {tab !== 'package' && (
          <a className="btn btn-primary" href={routeTo('cases', key, 'package')} data-testid="case-export">
            <FileArchive aria-hidden="true" />
            {t('cases.ui.export.title')}
          </a>
        )}
        <button
          type="button"
          className="btn btn-quiet"
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
