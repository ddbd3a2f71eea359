import { watchClaims } from '../../lib/app/queries.ts';
import { t } from '../../lib/i18n/index.ts';
import { ClaimCard } from '../claim/ClaimCard.tsx';
import { useLive } from '../live/useLive.ts';
import { goTo } from '../shell/useRoute.ts';
import { EmptyState } from '../ui/EmptyState.tsx';

/** The flagged claims. */
export function CasesView(_: { path: string[] }) {
  const claims = useLive(() => watchClaims({ flagged: true, limit: 500 })).value;
  if (!claims) return <EmptyState kind="busy" text={t('surfaces.loading')} />;
  return (
    <div className="stack view">
      <h1>{t('surfaces.nav.cases')}</h1>
      {claims.length === 0 && <EmptyState kind="claims" text={t('surfaces.cases.none')} />}
      {claims.map((view) => (
        <ClaimCard key={view.row.key} view={view} startOpen={false} onOpen={(key) => goTo('claims', key)} />
      ))}
    </div>
  );
}
