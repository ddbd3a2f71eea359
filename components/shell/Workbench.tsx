import { Briefcase, FolderSearch, Images, ListChecks, type LucideIcon, Settings, Store } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { forgetLookingAt } from '../../lib/app/claims/looking-at.ts';
import { watchTeam } from '../../lib/app/team/watch.ts';
import { logOf } from '../../lib/base/log.ts';
import { t } from '../../lib/i18n/index.ts';
import { AuditView } from '../audit/AuditView.tsx';
import { CasesView } from '../cases/CasesView.tsx';
import { DropPhoto } from '../check/DropPhoto.tsx';
import { ConsolesView } from '../consoles/ConsolesView.tsx';
import { LedgerView } from '../ledger/LedgerView.tsx';
import { LibraryPage } from '../library/LibraryPage.tsx';
import { useLive } from '../live/useLive.ts';
import { goTo, routeTo, useRoute } from '../route/useRoute.ts';
import { SettingsView } from '../settings/SettingsView.tsx';
import { BackupReminder } from '../status/BackupReminder.tsx';
import { LowSpace } from '../status/LowSpace.tsx';
import { QueueBar } from '../status/QueueBar.tsx';
import { StoreLoss } from '../status/StoreLoss.tsx';
import { Brand } from '../ui/Brand.tsx';
import { Welcome } from './Welcome.tsx';
import './Workbench.css';

const log = logOf('surface');

const PLACES = ['claims', 'cases', 'library', 'audit', 'consoles', 'settings'] as const;
type Place = (typeof PLACES)[number];

const ICONS: Record<Place, LucideIcon> = {
  claims: ListChecks,
  cases: Briefcase,
  library: Images,
  audit: FolderSearch,
  consoles: Store,
  settings: Settings,
};

/** `claim` is read as `claims`, so that a link written either way arrives. */
function placeOf(name: string | undefined): Place | 'welcome' {
  if (name === 'welcome') return 'welcome';
  if (name === 'claim') return 'claims';
  return PLACES.find((place) => place === name) ?? 'claims';
}

function draw(place: Place | 'welcome', path: string[]): ReactNode {
  switch (place) {
    case 'claims':
      return <LedgerView claimKey={path[0]} />;
    case 'cases':
      return <CasesView path={path} />;
    case 'library':
      return <LibraryPage productKey={path[0]} />;
    case 'audit':
      return <AuditView />;
    case 'consoles':
      return <ConsolesView />;
    case 'settings':
      return <SettingsView />;
    case 'welcome':
      return <Welcome />;
  }
}

/** The full page: places on the left, the chosen one beside them. */
export function Workbench() {
  const [name, ...path] = useRoute();
  const place = placeOf(name);
  const main = useRef<HTMLElement>(null);
  const team = useLive(watchTeam).value;
  const title = t(`surfaces.nav.${place}`);
  useEffect(() => {
    // A badge click that found no side panel has led here; it must not open the claim a second time there.
    forgetLookingAt().catch(log.failed('following a badge'));
  }, []);
  const address = [place, ...path].join('/');
  // biome-ignore lint/correctness/useExhaustiveDependencies: each address starts at its top
  useEffect(() => {
    // Newer browsers answer with a promise, which an effect must not return.
    void window.scrollTo(0, 0);
  }, [address]);
  useEffect(() => {
    document.title = t('surfaces.workbench.pageTitle', { place: title });
  }, [title]);
  return (
    <div className="workbench">
      <button type="button" className="skip btn btn-primary" onClick={() => main.current?.focus()}>
        {t('surfaces.skip')}
      </button>
      <nav className="side" aria-label={t('surfaces.nav.label')}>
        <Brand />
        <ul>
          {PLACES.map((one) => {
            const Icon = ICONS[one];
            return (
              <li key={one}>
                <a
                  href={routeTo(one)}
                  className="side-link"
                  aria-current={one === place ? 'page' : undefined}
                  data-testid={`nav-${one}`}
                >
                  <Icon aria-hidden="true" />
                  <span>{t(`surfaces.nav.${one}`)}</span>
                </a>
              </li>
            );
          })}
        </ul>
        <div className="side-foot">
          <QueueBar />
          <DropPhoto onChecked={(key) => goTo('claims', key)} />
          <p className="tiny soft">{t(team ? 'team.local' : 'surfaces.local')}</p>
        </div>
      </nav>
      <main ref={main} id="main" tabIndex={-1} className="place">
        <StoreLoss onShow={() => goTo('cases', 'data')} />
        <LowSpace onShow={() => goTo('cases', 'data')} />
        <BackupReminder onShow={() => goTo('cases', 'data')} />
        {draw(place, path)}
      </main>
    </div>
  );
}
