import { ListTodo } from 'lucide-react';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { arrange, isToDecide, type LedgerFilter, NO_FILTER } from '../../lib/app/claims/ledger/filter.ts';
import type { LedgerLine } from '../../lib/app/claims/ledger/line.ts';
import { t } from '../../lib/i18n/index.ts';
import { Samples } from '../check/Samples.tsx';
import { useNow } from '../live/useNow.ts';
import { OneClaim } from '../page/SidePanel.tsx';
import { goTo, routeTo } from '../route/useRoute.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { BulkActs } from './BulkActs.tsx';
import { ExportClaims } from './ExportClaims.tsx';
import { KeyHelp } from './KeyHelp.tsx';
import { LedgerFilters } from './LedgerFilters.tsx';
import { LedgerTable } from './LedgerTable.tsx';
import { RequestFor } from './RequestFor.tsx';
import { useLedger } from './useLedger.ts';
import { useLedgerActs } from './useLedgerActs.ts';
import { useLedgerKeys } from './useLedgerKeys.ts';
import './LedgerView.css';

const NONE: readonly LedgerLine[] = [];

/** The present, kept while the time left is what the list is chosen or sorted by, in steps of ten minutes. */
const STEP_MS = 600_000;

/** Claims chosen by hand, of which those count that the list shows. */
function useChosen(shown: readonly LedgerLine[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback(
    (key: string) =>
      setChosen((before) => {
        const after = new Set(before);
        if (!after.delete(key)) after.add(key);
        return after;
      }),
    [],
  );
  const keys = useMemo(
    () => (chosen.size === 0 ? [] : shown.flatMap(({ key }) => (chosen.has(key) ? [key] : []))),
    [shown, chosen],
  );
  const setAll = (on: boolean) => setChosen(new Set(on ? shown.map(({ key }) => key) : []));
  return { chosen, keys, toggle, setAll };
}

/** Consoles of the lines, in order; the same array as long as they are the same. */
function useConsoleNames(lines: readonly LedgerLine[]): string[] {
  const [kept, setKept] = useState<string[]>([]);
  const now = useMemo(() => [...new Set(lines.map((line) => line.console))].sort(), [lines]);
  if (kept.join() === now.join()) return kept;
  setKept(now);
  return now;
}

/** Every claim that was ever read: searched, filtered, sorted; one of them in depth beside the list. */
export function LedgerView({ claimKey }: { claimKey?: string }) {
  const ledger = useLedger();
  const [filter, setFilter] = useState<LedgerFilter>(NO_FILTER);
  const deferred = useDeferredValue(filter);
  const lines = ledger?.lines ?? NONE;
  const now = Math.floor(useNow() / STEP_MS) * STEP_MS;
  const shown = useMemo(() => arrange(lines, deferred, now), [lines, deferred, now]);
  const consoles = useConsoleNames(lines);
  const change = useCallback(
    (patch: Partial<LedgerFilter>) => setFilter((before) => ({ ...before, ...patch })),
    [],
  );
  const { chosen, keys, toggle, setAll } = useChosen(shown);
  const acts = useLedgerActs(shown, claimKey, toggle);
  useLedgerKeys(acts.keys);
  const todo = useMemo(() => shown.filter(isToDecide).length, [shown]);
  if (!ledger) return <EmptyState kind="busy" text={t('surfaces.loading')} />;
  return (
    <div className={claimKey ? 'ledger ledger-split' : 'ledger'}>
      <div className="stack view ledger-side">
        <header className="view-head">
          <div className="grow">
            <h1>{t('surfaces.nav.claims')}</h1>
            <p className="soft small num" data-testid="ledger-count" data-complete={ledger.complete}>
              {t('surfaces.ledger.count', { n: shown.length, of: lines.length })}
              {todo > 0 && ` · ${t('surfaces.ledger.todo', { n: todo })}`}
            </p>
          </div>
          <button
            type="button"
            className="btn btn-primary"
            data-testid="ledger-next"
            disabled={todo === 0}
            onClick={acts.keys.next}
          >
            <ListTodo aria-hidden="true" />
            {t('surfaces.ledger.next')}
          </button>
          <KeyHelp open={acts.help} onOpen={acts.setHelp} />
          <ExportClaims lines={shown} />
        </header>
        <LedgerFilters filter={filter} consoles={consoles} onChange={change} />
        {lines.length === 0 ? (
          <EmptyState kind="claims" title={t('surfaces.ledger.noneTitle')} text={t('surfaces.ledger.none')}>
            <a className="btn" href={routeTo('consoles')}>
              {t('surfaces.popup.consoles')}
            </a>
            <Samples onReady={(key) => goTo('claims', key)} />
          </EmptyState>
        ) : shown.length === 0 ? (
          <EmptyState kind="none" text={t('surfaces.ledger.noMatch')} />
        ) : (
          <>
            <BulkActs keys={keys} shown={shown.length} onAll={setAll} />
            <LedgerTable
              lines={shown}
              open={claimKey}
              marked={acts.marked}
              chosen={chosen}
              onChoose={toggle}
            />
          </>
        )}
      </div>
      {acts.requesting && (
        <RequestFor key={acts.requesting} claimKey={acts.requesting} onDone={acts.endRequest} />
      )}
      {claimKey && (
        <div className="ledger-detail">
          <a className="link-button ledger-back" href={routeTo('claims')}>
            {t('surfaces.panel.list')}
          </a>
          <OneClaim claimKey={claimKey} />
        </div>
      )}
    </div>
  );
}
