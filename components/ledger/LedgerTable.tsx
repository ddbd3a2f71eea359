import { useVirtualizer } from '@tanstack/react-virtual';
import { CircleCheck, Flag } from 'lucide-react';
import {
  memo,
  type RefObject,
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { LedgerLine } from '../../lib/app/claims/ledger/line.ts';
import { type TeamMark, watchTeamMarks } from '../../lib/app/team/watch.ts';
import { formatMoney, formatNearDay, t } from '../../lib/i18n/index.ts';
import { reasonText } from '../../lib/i18n/reason-text.ts';
import { titleOf } from '../claim/ClaimFacts.tsx';
import { DeadlineClock } from '../claim/DeadlineClock.tsx';
import { VerdictBadge } from '../claim/VerdictBadge.tsx';
import { useLive } from '../live/useLive.ts';
import { RowPair } from '../photo/RowPair.tsx';
import { routeTo } from '../route/useRoute.ts';
import { consoleName } from '../ui/console-name.ts';

/** Height of one line in CSS pixels; in a narrow list the reason may need two lines, and name and clock stand below each other. */
const LINE = 64;
const TALL_LINE = 88;
/** Widest list that is narrow, in CSS pixels; the same as in LedgerView.css. */
const NARROW = 520;
/** Side of a picture in a narrow list, in CSS pixels. */
const SMALL_PICTURE = 44;
/** Characters of another order's number that a narrow list has room for. */
const ORDER_END = 6;

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
  const marks = useLive(watchTeamMarks).value;
  // The same function as long as the lines are the same: with a new one, all ten thousand places are recomputed.
  const keyOf = useCallback((index: number) => lines[index]?.key ?? index, [lines]);
  const narrow = useIsNarrow(frame);
  const height = narrow ? TALL_LINE : LINE;
  const estimateSize = useCallback(() => height, [height]);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize,
    overscan: 4,
    getItemKey: keyOf,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: places are recomputed when the lines' height has changed
  useLayoutEffect(() => rows.measure(), [rows, height]);
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
            <li key={item.key} style={{ transform: `translateY(${item.start}px)`, height }}>
              <Line
                line={line}
                open={line.key === open}
                narrow={narrow}
                marked={line.key === marked}
                chosen={chosen.has(line.key)}
                mark={marks?.get(line.key)}
                onChoose={onChoose}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Whether the list is as narrow as beside an open claim or in a small window. */
function useIsNarrow(frame: RefObject<HTMLElement | null>): boolean {
  const [narrow, setNarrow] = useState(false);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const look = () => setNarrow(element.clientWidth <= NARROW);
    const watcher = new ResizeObserver(look);
    watcher.observe(element);
    look();
    return () => watcher.disconnect();
  }, [frame]);
  return narrow;
}

interface LineProps {
  line: LedgerLine;
  open: boolean;
  narrow: boolean;
  /** The line that the keys act on. */
  marked: boolean;
  chosen: boolean;
  /** What the team adds to the line. */
  mark: TeamMark | undefined;
  onChoose: (key: string) => void;
}

/** Drawn again only when its own claim has changed: scrolling moves lines, it does not redraw them. */
const Line = memo(function Line({ line, open, narrow, marked, chosen, mark, onChoose }: LineProps) {
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
        <RowPair claimKey={line.key} lead={line.lead} size={narrow ? SMALL_PICTURE : undefined} />
        <span className="ledger-name">
          <span className="ledger-reason">
            <VerdictBadge level={line.verdict ?? 'waiting'} word={reasonOf(line, narrow)} />
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
                formatNearDay(line.appliedAt, Date.now()),
              ]
                .filter(Boolean)
                .join(' · ')}
              {mark && <span data-testid="ledger-team"> · {teamWords(mark)}</span>}
            </span>
          </span>
        </span>
        <span className="ledger-stake">
          {line.amount && <span className="ledger-amount num">{formatMoney(line.amount)}</span>}
          <span className="ledger-clock tiny">
            {line.clock && (
              <DeadlineClock
                at={line.clock.at}
                effect={line.clock.effect}
                estimated={line.clock.estimated}
                brief={narrow}
              />
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

/** Who is in charge, who has it open, and whether seats decided differently. */
const teamWords = ({ assignee, looking, conflict }: TeamMark): string =>
  [
    conflict && t('team.mark.conflict'),
    looking && t('team.mark.looking', { name: looking }),
    assignee && t('team.mark.assignee', { name: assignee }),
  ]
    .filter(Boolean)
    .join(' · ');

/** The reason in words where there is one, else the level's own word. A narrow list names another order by its number's end. */
function reasonOf({ lead, verdict }: LedgerLine, narrow: boolean): string | undefined {
  if (!lead || !verdict || verdict === 'no-anomaly') return undefined;
  const order = narrow && lead.order ? `…${lead.order.slice(-ORDER_END)}` : lead.order;
  return reasonText(lead.code, order);
}
