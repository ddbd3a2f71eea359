import { t } from '../../lib/i18n/index.ts';
import { ArchiveView } from '../archive/ArchiveView.tsx';
import { KeepingView } from '../keeping/KeepingView.tsx';
import { routeTo } from '../route/useRoute.ts';
import { CaseList } from './CaseList.tsx';
import { CasePage } from './CasePage.tsx';
import './CasesView.css';

const PARTS = ['list', 'archive', 'data'] as const;
type Part = (typeof PARTS)[number];

/** A claim's key holds a colon, so it is never one of the parts. */
const partOf = (name: string | undefined): Part | null => {
  if (name === undefined) return 'list';
  return PARTS.find((part) => part === name) ?? null;
};

/** Cases, the shipping archive and the data behind them; `#/cases/<claim key>/<tab>` is one case. */
export function CasesView({ path }: { path: string[] }) {
  const part = partOf(path[0]);
  if (part === null) return <CasePage key={path[0]} claimKey={path[0] ?? ''} tab={path[1]} />;
  return (
    <div className="stack view">
      <h1>{t('surfaces.nav.cases')}</h1>
      <nav className="row-wrap case-parts" aria-label={t('surfaces.nav.cases')}>
        {PARTS.map((one) => (
          <a
            key={one}
            className="btn"
            href={one === 'list' ? routeTo('cases') : routeTo('cases', one)}
            aria-current={one === part ? 'page' : undefined}
            data-testid={`cases-${one}`}
          >
            {t(`cases.ui.nav.${one}`)}
          </a>
        ))}
      </nav>
      {part === 'list' && <CaseList />}
      {part === 'archive' && <ArchiveView />}
      {part === 'data' && <KeepingView />}
    </div>
  );
}
