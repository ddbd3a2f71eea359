import { Bookmark, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { type LedgerFilter, NO_FILTER } from '../../lib/app/claims/ledger/filter.ts';
import { LONGEST_NAME, removeView, saveView, watchViews } from '../../lib/app/claims/ledger/views.ts';
import { t } from '../../lib/i18n/index.ts';
import { useLive } from '../live/useLive.ts';
import { tryTo } from '../state/notices.ts';

/** Filters kept under a name: chosen, saved, and taken away. */
export function SavedViews({
  filter,
  onChoose,
}: {
  filter: LedgerFilter;
  onChoose: (filter: LedgerFilter) => void;
}) {
  const views = useLive(() => watchViews()).value ?? [];
  const [name, setName] = useState('');
  const shown = views.find((view) => JSON.stringify(view.filter) === JSON.stringify(filter));
  const failed = t('surfaces.ledger.viewFailed');
  return (
    <div className="row-wrap small">
      {views.length > 0 && (
        <label className="row">
          {t('surfaces.ledger.views')}
          <select
            className="select"
            value={shown?.name ?? ''}
            data-testid="ledger-views"
            onChange={(event) =>
              onChoose(views.find((view) => view.name === event.target.value)?.filter ?? NO_FILTER)
            }
          >
            <option value="">{t('surfaces.ledger.noView')}</option>
            {views.map((view) => (
              <option key={view.name} value={view.name}>
                {view.name}
              </option>
            ))}
          </select>
        </label>
      )}
      {shown && (
        <button
          type="button"
          className="btn btn-quiet btn-icon"
          aria-label={t('surfaces.ledger.viewRemove', { name: shown.name })}
          title={t('surfaces.ledger.viewRemove', { name: shown.name })}
          data-testid="ledger-view-remove"
          onClick={() => void tryTo('remove view', failed, () => removeView(shown.name))}
        >
          <Trash2 aria-hidden="true" />
        </button>
      )}
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          void tryTo('save view', failed, () => saveView(name, filter)).then(() => setName(''));
        }}
      >
        <input
          className="input"
          value={name}
          maxLength={LONGEST_NAME}
          placeholder={t('surfaces.ledger.viewName')}
          aria-label={t('surfaces.ledger.viewName')}
          data-testid="ledger-view-name"
          onChange={(event) => setName(event.target.value)}
        />
        <button type="submit" className="btn" data-testid="ledger-view-save" disabled={name.trim() === ''}>
          <Bookmark aria-hidden="true" />
          {t('surfaces.ledger.viewSave')}
        </button>
      </form>
      <button
        type="button"
        className="link-button"
        data-testid="ledger-clear"
        onClick={() => onChoose({ ...NO_FILTER, sort: filter.sort })}
      >
        {t('surfaces.ledger.clear')}
      </button>
    </div>
  );
}
