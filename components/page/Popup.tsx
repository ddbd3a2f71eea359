import { LayoutDashboard, PanelRight } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { ClaimView } from '../../lib/app/claims/views.ts';
import { type Attended, isToLookAt, isWaiting } from '../../lib/claims/attention.ts';
import { t } from '../../lib/i18n/index.ts';
import { openSidePanel, openWorkbench } from '../../lib/platform/tabs.ts';
import { DropPhoto } from '../check/DropPhoto.tsx';
import { ClaimCard } from '../claim/ClaimCard.tsx';
import { tryTo } from '../state/notices.ts';
import { LowSpace } from '../status/LowSpace.tsx';
import { QueueBar } from '../status/QueueBar.tsx';
import { StoreLoss } from '../status/StoreLoss.tsx';
import { Brand } from '../ui/Brand.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { RowSkeletons } from '../ui/RowSkeletons.tsx';
import { CheckAll } from './CheckAll.tsx';
import { LibraryStatus } from './LibraryStatus.tsx';
import { PageHealth } from './PageHealth.tsx';
import { TurnOn } from './TurnOn.tsx';
import { UnownedPictures } from './UnownedPictures.tsx';
import { usePage } from './usePage.ts';
import { usePopupSnapshot } from './usePopupSnapshot.ts';
import './Popup.css';

/** A claim as the counts of claims that wait for a person take it. */
const attended = ({ verdict, state, flag, passed }: ClaimView): Attended => ({
  verdict: verdict?.verdict ?? null,
  state,
  flagged: flag !== null,
  passed,
});

const openClaim = (key: string): void => void openWorkbench(`/claims/${encodeURIComponent(key)}`);

/** This page's claims, worst first: totals, compact rows of which one is open at a time, and the ways on. */
export function Popup() {
  const page = usePage();
  const asked = new URLSearchParams(window.location.search).get('claim');
  const claims = page.claims;
  const heading = t(page.from === 'page' ? 'surfaces.popup.onPage' : 'surfaces.popup.recent', {
    n: claims?.length ?? 0,
  });
  usePopupSnapshot(page, heading);
  const own = claims?.find(({ row }) => row.key === asked);
  const rows = [...(own ? [own] : []), ...(claims ?? []).filter((view) => view !== own)];
  const [open, setOpen] = useState<string | null>(asked);
  const toggle = useCallback((key: string) => setOpen((was) => (was === key ? null : key)), []);
  const look = claims?.filter((view) => isToLookAt(attended(view))).length ?? 0;
  const waiting = claims?.filter((view) => isWaiting(attended(view))).length ?? 0;
  const totals = [
    t('surfaces.popup.look', { n: look }),
    waiting > 0 && t('surfaces.popup.waiting', { n: waiting }),
  ].filter(Boolean);
  return (
    <div className="popup">
      <header className="popup-head">
        <h1>
          <Brand />
        </h1>
        <div className="row popup-ways">
          <button
            type="button"
            className="btn btn-quiet"
            data-testid="open-side-panel"
            title={t('surfaces.sidePanel.open')}
            onClick={() => void tryTo('side panel', t('surfaces.sidePanel.failed'), openSidePanel)}
          >
            <PanelRight aria-hidden="true" />
            <span className="btn-word">{t('surfaces.sidePanel.open')}</span>
          </button>
          <button
            type="button"
            className="btn btn-quiet"
            data-testid="open-workbench"
            title={t('surfaces.workbench.open')}
            onClick={() => void openWorkbench('/claims')}
          >
            <LayoutDashboard aria-hidden="true" />
            <span className="btn-word">{t('surfaces.workbench.open')}</span>
          </button>
        </div>
      </header>
      {!page.health && <TurnOn />}
      {page.health && <PageHealth health={page.health} tabId={page.tabId} />}
      {page.health && <UnownedPictures pictures={page.health.unowned ?? []} />}
      <main className="popup-list">
        <StoreLoss onShow={() => void openWorkbench('/cases/data')} />
        <LowSpace onShow={() => void openWorkbench('/cases/data')} />
        {claims && claims.length > 0 && (
          <div className="row popup-bar">
            <h2 className="grow">
              {heading}
              <span className="small soft popup-totals"> · {totals.join(' · ')}</span>
            </h2>
            <CheckAll claims={claims} />
          </div>
        )}
        <QueueBar />
        {rows.map((view) => (
          <ClaimCard
            key={view.row.key}
            view={view}
            open={view.row.key === open}
            onToggle={toggle}
            onOpen={openClaim}
          />
        ))}
        {claims === undefined && <RowSkeletons />}
        {claims?.length === 0 && (
          <EmptyState kind="claims" title={t('surfaces.popup.noneTitle')} text={t('surfaces.popup.none')}>
            <button type="button" className="btn" onClick={() => void openWorkbench('/consoles')}>
              {t('surfaces.popup.consoles')}
            </button>
          </EmptyState>
        )}
      </main>
      <footer className="popup-foot">
        <div className="popup-size">
          <DropPhoto small onChecked={openClaim} />
          <LibraryStatus />
        </div>
        <span className="tiny soft">{t('surfaces.local')}</span>
      </footer>
    </div>
  );
}
