import { Flag, Search } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { watchLedgerLines } from '../../lib/app/queries.ts';
import { VERDICTS } from '../../lib/claims/finding.ts';
import { t } from '../../lib/i18n/index.ts';
import { consoleName } from '../consoles/console-name.ts';
import { useLive } from '../live/useLive.ts';
import { Samples } from '../page/Samples.tsx';
import { OneClaim } from '../page/SidePanel.tsx';
import { goTo, routeTo } from '../shell/useRoute.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ExportClaims } from './ExportClaims.tsx';
import { LedgerTable } from './LedgerTable.tsx';
import { arrange, type LedgerFilter, NO_FILTER, SORTS, type Sort } from './ledger-order.ts';
import './LedgerView.css';

/** Every claim that was ever read: searched, filtered, sorted; one of them in depth beside the list. */
export function LedgerView({ claimKey }: { claimKey?: string }) {
  const lines = useLive(watchLedgerLines).value;
  const [filter, setFilter] = useState<LedgerFilter>(NO_FILTER);
  const deferred = useDeferredValue(filter);
  const shown = useMemo(() => arrange(lines ?? [], deferred), [lines, deferred]);
  const consoles = useMemo(() => [...new Set((lines ?? []).map((line) => line.row.console))].sort(), [lines]);
  const set = (patch: Partial<LedgerFilter>) => setFilter((now) => ({ ...now, ...patch }));
  if (!lines) return <EmptyState kind="busy" text={t('surfaces.loading')} />;
  return (
    <div className={claimKey ? 'ledger ledger-split' : 'ledger'}>
      <div className="stack view ledger-side">
        <header className="view-head">
          <div className="grow">
            <h1>{t('surfaces.nav.claims')}</h1>
            <p className="soft small num">
              {t('surfaces.ledger.count', { n: shown.length, of: lines.length })}
            </p>
          </div>
          <ExportClaims lines={shown} />
        </header>
        <div className="row-wrap ledger-filters">
          <label className="field grow">
            <Search aria-hidden="true" size={16} />
            <input
              type="search"
              value={filter.text}
              placeholder={t('surfaces.ledger.search')}
              aria-label={t('surfaces.ledger.search')}
              onChange={(event) => set({ text: event.target.value })}
            />
          </label>
          <select
            className="select"
            aria-label={t('surfaces.ledger.rung')}
            value={filter.rung}
            onChange={(event) => set({ rung: event.target.value as LedgerFilter['rung'] })}
          >
            <option value="all">{t('surfaces.ledger.allRungs')}</option>
            {[...VERDICTS].reverse().map((verdict) => (
              <option key={verdict} value={verdict}>
                {t(`verdicts.${verdict}`)}
              </option>
            ))}
            <option value="unchecked">{t('surfaces.ledger.unchecked')}</option>
          </select>
          {consoles.length > 1 && (
            <select
              className="select"
              aria-label={t('surfaces.ledger.console')}
              value={filter.console}
              onChange={(event) => set({ console: event.target.value })}
            >
              <option value="">{t('surfaces.ledger.allConsoles')}</option>
              {consoles.map((id) => (
                <option key={id} value={id}>
                  {consoleName(id)}
                </option>
              ))}
            </select>
          )}
          <select
            className="select"
            aria-label={t('surfaces.ledger.sort')}
            value={filter.sort}
            onChange={(event) => set({ sort: event.target.value as Sort })}
          >
            {SORTS.map((sort) => (
              <option key={sort} value={sort}>
                {t(`surfaces.ledger.sorts.${sort}`)}
              </option>
            ))}
          </select>
          <button
            type="button"
            className="btn"
            aria-pressed={filter.flagged}
            onClick={() => set({ flagged: !filter.flagged })}
          >
            <Flag aria-hidden="true" />
            {t('verdicts.flagged')}
          </button>
        </div>
        {lines.length === 0 ? (
          <EmptyState kind="claims" title={t('surfaces.ledger.noneTitle')} text={t('surfaces.ledger.none')}>
            <a className="btn" href={routeTo('consoles')}>
              {t('surfaces.popup.consoles')}
            </a>
            <Samples onReady={(key) => goTo('claims', key)} />
          </EmptyState>
        ) : (
          <LedgerTable lines={shown} chosen={claimKey} />
        )}
      </div>
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
