import { watchCaseList } from '../../lib/app/cases/case-data.ts';
import { t } from '../../lib/i18n/index.ts';
import { claimTitle } from '../claim/ClaimFacts.tsx';
import { DeadlineClock } from '../claim/DeadlineClock.tsx';
import { VerdictBadge } from '../claim/VerdictBadge.tsx';
import { useLive } from '../live/useLive.ts';
import { routeTo } from '../route/useRoute.ts';
import { EmptyState } from '../ui/EmptyState.tsx';

/** Open cases and flagged claims, the most urgent first; closed cases last. */
export function CaseList() {
  const lines = useLive(watchCaseList).value;
  if (!lines) return <EmptyState kind="busy" text={t('surfaces.loading')} />;
  if (lines.length === 0) return <EmptyState kind="claims" text={t('cases.ui.list.none')} />;
  return (
    <ul className="stack">
      {lines.map(({ row, verdict, case: known }) => (
        <li key={row.key} className="card">
          <a
            className="case-link stack"
            href={routeTo('cases', row.key)}
            data-testid="case-line"
            data-key={row.key}
          >
            <span className="row-wrap">
              <VerdictBadge level={verdict?.verdict ?? 'waiting'} />
              <span className="tag">{t(`cases.ui.list.${known?.state ?? 'flagged'}`)}</span>
              {row.deadlineAt && known?.state !== 'closed' && (
                <DeadlineClock at={row.deadlineAt} effect={row.claim.deadlineEffect} />
              )}
            </span>
            <strong>{claimTitle(row)}</strong>
            <span className="small soft">
              {row.claim.orderId ?? row.claim.claimId}
              {known && ` · ${t('cases.ui.list.opened', { at: known.openedAt })}`}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
