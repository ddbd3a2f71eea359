import { Flag, Search, SlidersHorizontal } from 'lucide-react';
import { memo, useId, useState } from 'react';
import {
  DEADLINES,
  type LedgerFilter,
  moreInUse,
  SORTS,
  type Sort,
  STAGES,
} from '../../lib/app/claims/ledger/filter.ts';
import { VERDICTS } from '../../lib/claims/finding.ts';
import { t } from '../../lib/i18n/index.ts';
import { consoleName } from '../ui/console-name.ts';
import { SavedViews } from './SavedViews.tsx';

interface Props {
  filter: LedgerFilter;
  /** Consoles that claims were read on. */
  consoles: readonly string[];
  onChange: (patch: Partial<LedgerFilter>) => void;
}

/** What the list shows and in which order; the less used filters are a click away. */
export const LedgerFilters = memo(function LedgerFilters({ filter, consoles, onChange }: Props) {
  const [more, setMore] = useState(false);
  const panel = useId();
  const used = moreInUse(filter);
  return (
    <div className="stack ledger-filters">
      <div className="row-wrap">
        <label className="field grow">
          <Search aria-hidden="true" size={16} />
          <input
            type="search"
            value={filter.text}
            placeholder={t('surfaces.ledger.search')}
            aria-label={t('surfaces.ledger.search')}
            data-testid="ledger-search"
            onChange={(event) => onChange({ text: event.target.value })}
          />
        </label>
        <select
          className="select"
          aria-label={t('surfaces.ledger.verdict')}
          data-testid="ledger-verdict"
          value={filter.verdict}
          onChange={(event) => onChange({ verdict: event.target.value as LedgerFilter['verdict'] })}
        >
          <option value="all">{t('surfaces.ledger.allVerdicts')}</option>
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
            data-testid="ledger-console"
            value={filter.console}
            onChange={(event) => onChange({ console: event.target.value })}
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
          data-testid="ledger-sort"
          value={filter.sort}
          onChange={(event) => onChange({ sort: event.target.value as Sort })}
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
          onClick={() => onChange({ flagged: !filter.flagged })}
        >
          <Flag aria-hidden="true" />
          {t('verdicts.flagged')}
        </button>
        <button
          type="button"
          className="btn"
          aria-expanded={more}
          aria-controls={panel}
          data-testid="ledger-more"
          onClick={() => setMore(!more)}
        >
          <SlidersHorizontal aria-hidden="true" />
          {used > 0 ? t('surfaces.ledger.moreUsed', { n: used }) : t('surfaces.ledger.more')}
        </button>
      </div>
      <div id={panel} className="card pad stack" hidden={!more}>
        <MoreFilters filter={filter} onChange={onChange} />
        <SavedViews filter={filter} onChoose={onChange} />
      </div>
    </div>
  );
});

function MoreFilters({ filter, onChange }: Omit<Props, 'consoles'>) {
  const text = (name: 'buyer' | 'product') => (
    <label>
      {t(`surfaces.ledger.${name}`)}
      <input
        type="search"
        className="input"
        value={filter[name]}
        data-testid={`ledger-${name}`}
        onChange={(event) => onChange({ [name]: event.target.value })}
      />
    </label>
  );
  const amount = (name: 'least' | 'most') => (
    <label>
      {t(`surfaces.ledger.${name}`)}
      <input
        type="number"
        min={0}
        step="any"
        className="input"
        value={filter[name] ?? ''}
        data-testid={`ledger-${name}`}
        onChange={(event) =>
          onChange({ [name]: event.target.value === '' ? null : Math.max(0, event.target.valueAsNumber) })
        }
      />
    </label>
  );
  const date = (name: 'from' | 'to') => (
    <label>
      {t(`surfaces.ledger.${name}`)}
      <input
        type="date"
        className="input"
        value={filter[name]}
        data-testid={`ledger-${name}`}
        onChange={(event) => onChange({ [name]: event.target.value })}
      />
    </label>
  );
  return (
    <div className="ledger-fields small">
      <label>
        {t('surfaces.ledger.stage')}
        <select
          className="select"
          value={filter.stage}
          data-testid="ledger-stage"
          onChange={(event) => onChange({ stage: event.target.value as LedgerFilter['stage'] })}
        >
          <option value="all">{t('surfaces.ledger.any')}</option>
          {STAGES.map((stage) => (
            <option key={stage} value={stage}>
              {t(`surfaces.ledger.stages.${stage}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('surfaces.ledger.deadline')}
        <select
          className="select"
          value={filter.deadline}
          data-testid="ledger-deadline"
          onChange={(event) => onChange({ deadline: event.target.value as LedgerFilter['deadline'] })}
        >
          {DEADLINES.map((deadline) => (
            <option key={deadline} value={deadline}>
              {t(`surfaces.ledger.deadlines.${deadline}`)}
            </option>
          ))}
        </select>
      </label>
      {text('buyer')}
      {text('product')}
      {amount('least')}
      {amount('most')}
      {date('from')}
      {date('to')}
    </div>
  );
}
