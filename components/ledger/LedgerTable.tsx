import { useVirtualizer } from '@tanstack/react-virtual';
import { Flag } from 'lucide-react';
import { useRef } from 'react';
import type { LedgerLine } from '../../lib/app/queries.ts';
import { formatDay, t } from '../../lib/i18n/index.ts';
import { Amount, claimTitle } from '../claim/ClaimFacts.tsx';
import { DeadlineClock } from '../claim/DeadlineClock.tsx';
import { VerdictBadge } from '../claim/VerdictBadge.tsx';
import { consoleName } from '../consoles/console-name.ts';
import { routeTo } from '../shell/useRoute.ts';

/** Height of one line in CSS pixels. */
const LINE = 64;

/** The ledger's lines; only those on screen are drawn, so ten thousand stay fluid. */
export function LedgerTable({ lines, chosen }: { lines: LedgerLine[]; chosen?: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: () => LINE,
    overscan: 8,
    getItemKey: (index) => lines[index]?.row.key ?? index,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key
    <section ref={frame} className="card ledger-frame" tabIndex={0} aria-label={t('surfaces.nav.claims')}>
      <ul className="ledger-lines" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          return (
            <li key={item.key} style={{ transform: `translateY(${item.start}px)`, height: LINE }}>
              <Line line={line} chosen={line.row.key === chosen} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Line({ line: { row, verdict, flag }, chosen }: { line: LedgerLine; chosen: boolean }) {
  const { claim } = row;
  return (
    <a
      className="ledger-line"
      href={routeTo('claims', row.key)}
      aria-current={chosen ? 'true' : undefined}
      data-testid="ledger-row"
      data-key={row.key}
      data-claim={row.key}
      data-verdict={verdict?.verdict ?? ''}
    >
      <span className="ledger-rung">
        <VerdictBadge rung={verdict?.verdict ?? 'waiting'} />
      </span>
      <span className="ledger-name">
        <span className="clip">{claimTitle(claim)}</span>
        <span className="tiny soft clip">
          {[consoleName(claim.console), claim.claimId, claim.reason, formatDay(row.appliedAt)]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <span className="ledger-clock">
        {claim.deadlineAt && <DeadlineClock at={claim.deadlineAt} effect={claim.deadlineEffect} />}
      </span>
      <span className="ledger-amount">
        <Amount claim={claim} />
      </span>
      <span className="ledger-flag">
        {flag && (
          <>
            <Flag aria-hidden="true" size={15} fill="currentColor" />
            <span className="visually-hidden">{t('verdicts.flagged')}</span>
          </>
        )}
      </span>
    </a>
  );
}
