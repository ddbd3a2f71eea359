import { watchReaderHealth } from '../../lib/app/claims/queries.ts';
import { t } from '../../lib/i18n/index.ts';
import { useLive } from '../live/useLive.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ConsoleRow } from './ConsoleRow.tsx';
import { OtherSites } from './OtherSites.tsx';
import { useConsoles } from './useConsoles.ts';
import './ConsolesView.css';

/** The list of consoles, switched on first. */
export function ConsoleList() {
  const { states, refresh } = useConsoles();
  const health = useLive(watchReaderHealth).value ?? [];
  if (!states) return <EmptyState kind="busy" text={t('surfaces.loading')} />;
  return (
    <ul className="card console-list">
      {[...states]
        .sort((a, b) => Number(b.on) - Number(a.on))
        .map((state) => (
          <ConsoleRow
            key={state.definition.id}
            state={state}
            health={health.filter((row) => row.console === state.definition.id)}
            onChanged={refresh}
          />
        ))}
    </ul>
  );
}

/** Which consoles are read, with which hosts, and how well. */
export function ConsolesView() {
  return (
    <div className="stack view">
      <header>
        <h1>{t('surfaces.nav.consoles')}</h1>
        <p className="soft small">{t('surfaces.consoles.text')}</p>
      </header>
      <ConsoleList />
      <OtherSites />
    </div>
  );
}
