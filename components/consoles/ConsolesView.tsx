import { useState } from 'react';
import { watchReaderHealth } from '../../lib/app/claims/queries.ts';
import type { ConsoleState } from '../../lib/app/consoles/consoles.ts';
import { getLocale, t } from '../../lib/i18n/index.ts';
import { useLive } from '../live/useLive.ts';
import { consoleName } from '../ui/console-name.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ConsoleRow } from './ConsoleRow.tsx';
import { OtherSites } from './OtherSites.tsx';
import { useConsoles } from './useConsoles.ts';
import './ConsolesView.css';

type Group = 'on' | 'china' | 'sea' | 'world';
const CHINA = new Set([
  'pinduoduo',
  'taobao',
  'douyin',
  'jd',
  'kuaishou',
  'xiaohongshu',
  'wechat',
  '1688',
  'youzan',
  'jushuitan',
]);
const SEA = new Set(['shopee', 'lazada', 'tiktok']);

const groupOf = ({ on, definition: { id } }: ConsoleState): Group =>
  on ? 'on' : CHINA.has(id) ? 'china' : SEA.has(id) ? 'sea' : 'world';

/** What is on first, then the seller's own region, then the others. */
const order = (): Group[] =>
  getLocale() === 'zh-CN' ? ['on', 'china', 'sea', 'world'] : ['on', 'world', 'sea', 'china'];

/** The consoles in groups, found by name. */
export function ConsoleList() {
  const { states, refresh } = useConsoles();
  const health = useLive(watchReaderHealth).value ?? [];
  const [text, setText] = useState('');
  if (!states) return <EmptyState kind="busy" text={t('surfaces.loading')} />;
  const wanted = text.trim().toLowerCase();
  const shown = states.filter(
    ({ definition: { id } }) => id.includes(wanted) || consoleName(id).toLowerCase().includes(wanted),
  );
  return (
    <>
      <input
        type="search"
        className="input"
        value={text}
        placeholder={t('surfaces.consoles.search')}
        aria-label={t('surfaces.consoles.search')}
        data-testid="console-search"
        onChange={(event) => setText(event.target.value)}
      />
      {order().map((group) => {
        const rows = shown.filter((state) => groupOf(state) === group);
        return (
          rows.length > 0 && (
            <section key={group} className="stack" aria-label={t(`surfaces.consoles.groups.${group}`)}>
              <p className="small soft">{t(`surfaces.consoles.groups.${group}`)}</p>
              <ul className="card console-list">
                {rows.map((state) => (
                  <ConsoleRow
                    key={state.definition.id}
                    state={state}
                    health={health.filter((row) => row.console === state.definition.id)}
                    onChanged={refresh}
                  />
                ))}
              </ul>
            </section>
          )
        );
      })}
    </>
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
