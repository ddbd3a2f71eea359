import { useVirtualizer } from '@tanstack/react-virtual';
import { CircleCheck, Flag } from 'lucide-react';
import { memo, useCallback, useEffect, useEffectEvent, useRef } from 'react';
import type { LedgerLine } from '../../lib/app/claims/ledger/line.ts';
import { formatDay, formatMoney, t } from '../../lib/i18n/index.ts';
import { reasonText } from '../../lib/i18n/reason-text.ts';
import { titleOf } from '../claim/ClaimFacts.tsx';
import { DeadlineClock } from '../claim/DeadlineClock.tsx';
import { VerdictBadge } from '../claim/VerdictBadge.tsx';
import { RowPair } from '../photo/RowPair.tsx';
import { routeTo } from '../route/useRoute.ts';
import { consoleName } from '../ui/console-name.ts';

/** Height of one line in CSS pixels. */
const LINE = 64;

const estimateSize = (): number => LINE;

interface Props {
  lines: readonly LedgerLine[];
  /** Key of the claim shown beside the list. */
  open?: string;
  /** Key of the claim that the keys act on; it is scrolled into sight. */
  marked: string | null;
  chosen: ReadonlySet<string>;
  onChoose: (key: string) => void;
}

/** The ledger's lines; only those on screen are drawn, so ten thousand stay fluid. */
export function LedgerTable({ lines, open, marked, chosen, onChoose }: Props) {
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
  const at = marked === null ? -1 : lines.findIndex(({ key }) => key === marked);
  const scrollTo = useEffectEvent((index: number) => rows.scrollToIndex(index, { align: 'auto' }));
  useEffect(() => {
    if (at >= 0) scrollTo(at);
  }, [at]);
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
              <Line
                line={line}
                open={line.key === open}
                marked={line.key === marked}
                chosen={chosen.has(line.key)}
                onChoose={onChoose}
              />
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
  /** The line that the keys act on. */
  marked: boolean;
  chosen: boolean;
  onChoose: (key: string) => void;
}

/** Drawn again only when its own claim has changed: scrolling moves lines, it does not redraw them. */
const Line = memo(function Line({ line, open, marked, chosen, onChoose }: LineProps) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (marked) link.current?.focus({ preventScroll: true });
  }, [marked]);
  return (
    <div className="ledger-row" aria-current={open ? 'true' : undefined} data-marked={marked || undefined}>
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
        ref={link}
        className="ledger-line"
        href={routeTo('claims', line.key)}
        data-testid="ledger-row"
        data-key={line.key}
        data-claim={line.key}
        data-verdict={line.verdict ?? ''}
      >
        <RowPair claimKey={line.key} lead={line.lead} />
        <span className="ledger-name">
          <span className="ledger-reason">
            <VerdictBadge level={line.verdict ?? 'waiting'} word={reasonOf(line)} />
          </span>
          <span className="clip">
            {titleOf(line)}
            <span className="tiny soft">
              {' · '}
              {[
                consoleName(line.console),
                line.orderId ?? line.claimId,
                line.reason,
                line.status,
                formatDay(line.appliedAt),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </span>
        </span>
        <span className="ledger-stake">
          {line.amount && <span className="ledger-amount num">{formatMoney(line.amount)}</span>}
          <span className="ledger-clock tiny">
            {line.clock && (
              <DeadlineClock at={line.clock.at} effect={line.clock.effect} estimated={line.clock.estimated} />
            )}
          </span>
        </span>
        <span className="ledger-flag">
          {line.flagged && (
            <>
              <Flag aria-hidden="true" size={15} fill="currentColor" />
              <span className="visually-hidden">{t('verdicts.flagged')}</span>
            </>
          )}
          {line.passed && (
            <>
              <CircleCheck aria-hidden="true" size={15} />
              <span className="visually-hidden">{t('surfaces.ledger.passed')}</span>
            </>
          )}
        </span>
      </a>
    </div>
  );
});

/** The reason in words where there is one, else the level's own word. */
const reasonOf = ({ lead, verdict }: LedgerLine): string | undefined =>
  lead && verdict && verdict !== 'no-anomaly' ? reasonText(lead.code, lead.order) : undefined;
