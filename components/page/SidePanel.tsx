import { ArrowLeft, ChevronLeft, ChevronRight, LayoutDashboard } from 'lucide-react';
import { memo, useCallback, useEffect, useEffectEvent, useState } from 'react';
import { forgetLookingAt } from '../../lib/app/claims/looking-at.ts';
import { watchClaim, watchLookingAt } from '../../lib/app/claims/queries.ts';
import { t } from '../../lib/i18n/index.ts';
import { openWorkbench } from '../../lib/platform/tabs.ts';
import { DropPhoto } from '../check/DropPhoto.tsx';
import { ClaimCard } from '../claim/ClaimCard.tsx';
import { ClaimDetail } from '../claim/detail/ClaimDetail.tsx';
import { useLive } from '../live/useLive.ts';
import { goTo, useRoute } from '../route/useRoute.ts';
import { tryTo } from '../state/notices.ts';
import { QueueBar } from '../status/QueueBar.tsx';
import { Brand } from '../ui/Brand.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { CheckAll } from './CheckAll.tsx';
import { LibraryStatus } from './LibraryStatus.tsx';
import { PageHealth } from './PageHealth.tsx';
import { UnownedPictures } from './UnownedPictures.tsx';
import { usePage } from './usePage.ts';
import './SidePanel.css';

const openClaim = (key: string): void => goTo('claims', key);

/** A click on a badge in the page opens that claim here, once. */
function useBadgeClicks(): void {
  const asked = useLive(watchLookingAt).value;
  useEffect(() => {
    if (!asked) return;
    openClaim(asked);
    void tryTo('badge click', t('surfaces.panel.forgetFailed'), forgetLookingAt);
  }, [asked]);
}

/** The page's claims, and one of them in depth, following the tab. */
export function SidePanel() {
  const page = usePage();
  const [, key] = useRoute();
  useBadgeClicks();
  const keys = page.claims?.map((view) => view.row.key) ?? [];
  const at = key ? keys.indexOf(key) : -1;
  const [shown, setShown] = useState<string | null>(null);
  const toggle = useCallback((one: string) => setShown((was) => (was === one ? null : one)), []);
  return (
    <div className="panel">
      <header className="panel-head">
        {key ? (
          <button type="button" className="btn btn-quiet" data-testid="claim-list" onClick={() => goTo()}>
            <ArrowLeft aria-hidden="true" />
            {t('surfaces.panel.list')}
          </button>
        ) : (
          <h1>
            <Brand />
          </h1>
        )}
        <span className="grow" />
        {key && <Steps keys={keys} at={at} />}
        <button
          type="button"
          className="btn btn-quiet btn-icon"
          aria-label={t('surfaces.workbench.open')}
          title={t('surfaces.workbench.open')}
          onClick={() => void openWorkbench(key ? `/claims/${encodeURIComponent(key)}` : '/claims')}
        >
          <LayoutDashboard aria-hidden="true" />
        </button>
      </header>
      {page.health && !key && <PageHealth health={page.health} tabId={page.tabId} />}
      {page.health && !key && <UnownedPictures pictures={page.health.unowned ?? []} />}
      <main className="panel-main">
        {key ? (
          <OneClaim claimKey={key} />
        ) : (
          <>
            {page.claims && page.claims.length > 0 && (
              <div className="row">
                <h2 className="grow panel-count">
                  {t(page.from === 'page' ? 'surfaces.popup.onPage' : 'surfaces.popup.recent', {
                    n: page.claims.length,
                  })}
                </h2>
                <CheckAll claims={page.claims} />
              </div>
            )}
            <QueueBar />
            {page.claims?.map((view) => (
              <ClaimCard
                key={view.row.key}
                view={view}
                open={view.row.key === shown}
                onToggle={toggle}
                onOpen={openClaim}
              />
            ))}
            {page.claims?.length === 0 && (
              <EmptyState kind="claims" title={t('surfaces.popup.noneTitle')} text={t('surfaces.popup.none')}>
                <button type="button" className="btn" onClick={() => void openWorkbench('/consoles')}>
                  {t('surfaces.popup.consoles')}
                </button>
              </EmptyState>
            )}
            <DropPhoto onChecked={openClaim} />
            <LibraryStatus />
          </>
        )}
      </main>
    </div>
  );
}

/** Loads and shows one claim; drawn again only when that claim has changed, not with the list beside it. */
export const OneClaim = memo(function OneClaim({ claimKey }: { claimKey: string }) {
  const claim = useLive(() => watchClaim(claimKey), claimKey).value;
  if (claim === undefined) return <EmptyState kind="busy" text={t('surfaces.loading')} />;
  if (claim === null) return <EmptyState kind="claims" text={t('surfaces.claim.unknown')} />;
  return <ClaimDetail key={claimKey} view={claim} />;
});

function Steps({ keys, at }: { keys: string[]; at: number }) {
  const go = (to: number) => {
    const next = keys[to];
    if (next) openClaim(next);
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest('input, textarea, select')) return;
    if (event.key === 'j') go(at + 1);
    if (event.key === 'k') go(at - 1);
  });
  useEffect(() => {
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <div className="row steps">
      <button
        type="button"
        className="btn btn-quiet btn-icon"
        data-testid="claim-prev"
        aria-label={t('surfaces.panel.previous')}
        title={t('surfaces.panel.previous')}
        disabled={at <= 0}
        onClick={() => go(at - 1)}
      >
        <ChevronLeft aria-hidden="true" />
      </button>
      {at >= 0 && (
        <span className="tiny soft num">{t('surfaces.panel.position', { at: at + 1, of: keys.length })}</span>
      )}
      <button
        type="button"
        className="btn btn-quiet btn-icon"
        data-testid="claim-next"
        aria-label={t('surfaces.panel.next')}
        title={t('surfaces.panel.next')}
        disabled={at >= keys.length - 1}
        onClick={() => go(at + 1)}
      >
        <ChevronRight aria-hidden="true" />
      </button>
    </div>
  );
}
