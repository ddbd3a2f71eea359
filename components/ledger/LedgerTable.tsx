import { useVirtualizer } from '@tanstack/react-virtual';
import { Flag } from 'lucide-react';
import { memo, useCallback, useRef } from 'react';
import type { LedgerLine } from '../../lib/app/claims/ledger/line.ts';
import { formatDay, formatMoney, t } from '../../lib/i18n/index.ts';
import { titleOf } from '../claim/ClaimFacts.tsx';
import { DeadlineClock } from '../claim/DeadlineClock.tsx';
import { VerdictBadge } from '../claim/VerdictBadge.tsx';
import { routeTo } from '../route/useRoute.ts';
import { consoleName } from '../ui/console-name.ts';

/** Height of one line in CSS pixels. */
const LINE = 64;

const estimateSize = (): number => LINE;

interface Props {
  lines: readonly LedgerLine[];
  /** Key of the claim shown beside the list. */
  open?: string;
  chosen: ReadonlySet<string>;
  onChoose: (key: string) => void;
}

/** The ledger's lines; only those on screen are drawn, so ten thousand stay fluid. */
export function LedgerTable({ lines, open, chosen, onChoose }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  // The same function as long as the lines are the same: with a new one, all ten thousand places are worked out anew.
  const keyOf = useCallback((index: number) => lines[index]?.key ?? index, [lines]);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize,
    overscan: 4,
    getItemKey: keyOf,
  });
  return (
    <section
      ref={frame}
      className="card ledger-frame"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key
      tabIndex={0}
      aria-label={t('surfaces.nav.claims')}
      data-testid="ledger-frame"
    >
      <ul className="ledger-lines" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          return (
            <li key={item.key} style={{ transform: `translateY(${item.start}px)`, height: LINE }}>
              <Line line={line} open={line.key === open} chosen={chosen.has(line.key)} onChoose={onChoose} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

interface LineProps {
  line: LedgerLine;
  open: boolean;
  chosen: boolean;
  onChoose: (key: string) => void;
}

/** Drawn again only when its own claim has changed: scrolling moves lines, it does not redraw them. */
const Line = memo(function Line({ line, open, chosen, onChoose }: LineProps) {
  const title = titleOf(line);
  return (
    <div className="ledger-row" aria-current={open ? 'true' : undefined}>
      <label className="ledger-choose">
        <input
          type="checkbox"
          checked={chosen}
          aria-label={t('surfaces.ledger.choose', { claim: line.claimId })}
          data-testid="ledger-choose"
          onChange={() => onChoose(line.key)}
        />
      </label>
      <a
        className="ledger-line"
        href={routeTo('claims', line.key)}
        data-testid="ledger-row"
        data-key={line.key}
        data-claim={line.key}
        data-verdict={line.verdict ?? ''}
      >
        <span className="ledger-verdict">
          <VerdictBadge level={line.verdict ?? 'waiting'} />
        </span>
        <span className="ledger-name">
          <span className="clip">{title}</span>
          <span className="tiny soft clip">
            {[consoleName(line.console), line.claimId, line.reason, line.status, formatDay(line.appliedAt)]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </span>
        <span className="ledger-clock">
          {line.clock && (
            <DeadlineClock at={line.clock.at} effect={line.clock.effect} estimated={line.clock.estimated} />
          )}
        </span>
        <span className="ledger-amount num">{line.amount && formatMoney(line.amount)}</span>
        <span className="ledger-flag">
          {line.flagged && (
            <>
              <Flag aria-hidden="true" size={15} fill="currentColor" />
              <span className="visually-hidden">{t('verdicts.flagged')}</span>
            </>
          )}
        </span>
      </a>
    </div>
  );
});
