import { LayoutDashboard, PanelRight } from 'lucide-react';
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
import { CheckAll } from './CheckAll.tsx';
import { LibraryStatus } from './LibraryStatus.tsx';
import { PageHealth } from './PageHealth.tsx';
import { UnownedPictures } from './UnownedPictures.tsx';
import { usePage } from './usePage.ts';
import { usePopupSnapshot } from './usePopupSnapshot.ts';
import './Popup.css';

/** Levels whose card opens by itself: there is something to look at. */
const OPENS = new Set(['file-declares-ai', 'several-signs', 'worth-checking']);
/** Cards opened from the start; the rest is one click away. */
const OPEN_AT_START = 2;

const openClaim = (key: string): void => void openWorkbench(`/claims/${encodeURIComponent(key)}`);

/** This page's claims, worst first, and the ways on. */
export function Popup() {
  const page = usePage();
  const asked = new URLSearchParams(window.location.search).get('claim');
  const claims = page.claims;
  const heading = t(page.from === 'page' ? 'surfaces.popup.onPage' : 'surfaces.popup.recent', {
    n: claims?.length ?? 0,
  });
  usePopupSnapshot(page, heading);
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
      {page.health && <PageHealth health={page.health} tabId={page.tabId} />}
      {page.health && <UnownedPictures pictures={page.health.unowned ?? []} />}
      <main className="popup-list">
        <StoreLoss onShow={() => void openWorkbench('/cases/data')} />
        <LowSpace onShow={() => void openWorkbench('/cases/data')} />
        {claims && claims.length > 0 && (
          <div className="row popup-bar">
            <h2 className="grow">{heading}</h2>
            <CheckAll claims={claims} />
          </div>
        )}
        <QueueBar />
        {claims?.map((view, index) => (
          <ClaimCard
            key={view.row.key}
            view={view}
            startOpen={
              view.row.key === asked || (index < OPEN_AT_START && OPENS.has(view.verdict?.verdict ?? ''))
            }
            onOpen={openClaim}
          />
        ))}
        {claims?.length === 0 && (
          <EmptyState kind="claims" title={t('surfaces.popup.noneTitle')} text={t('surfaces.popup.none')}>
            <button type="button" className="btn" onClick={() => void openWorkbench('/consoles')}>
              {t('surfaces.popup.consoles')}
            </button>
          </EmptyState>
        )}
      </main>
      <footer className="popup-foot">
        <DropPhoto onChecked={openClaim} />
        <div className="popup-size">
          <LibraryStatus />
          <span className="tiny soft">{t('surfaces.local')}</span>
        </div>
      </footer>
    </div>
  );
}
