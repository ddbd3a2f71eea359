import { Switch } from 'radix-ui';
import { useId, useState } from 'react';
import { dropConsole, requestConsole } from '../../lib/app/claims/commands.ts';
import type { ConsoleState } from '../../lib/app/consoles/consoles.ts';
import { formatRelative, t } from '../../lib/i18n/index.ts';
import type { ReaderHealthRow } from '../../lib/store/rows.ts';
import { tryTo, useNotices } from '../state/notices.ts';
import { consoleName } from '../ui/console-name.ts';

interface Props {
  state: ConsoleState;
  health: ReaderHealthRow[];
  onChanged(): void;
}

/** One console: its switch (which asks for its hosts) and how its pages were read last. */
export function ConsoleRow({ state: { definition, on }, health, onChanged }: Props) {
  const [busy, setBusy] = useState(false);
  const say = useNotices((store) => store.say);
  const label = useId();
  const read = health.reduce((sum, row) => sum + row.read, 0);
  const seen = health.reduce((sum, row) => sum + row.seen, 0);
  const name = consoleName(definition.id);
  const toggle = async (wanted: boolean) => {
    setBusy(true);
    await tryTo('console', t('surfaces.consoles.failed', { name }), async () => {
      if (!wanted) await dropConsole(definition.id);
      else if (!(await requestConsole(definition.id))) say(t('surfaces.consoles.refused', { name }));
    });
    setBusy(false);
    onChanged();
  };
  return (
    <li className="console-row" data-testid="console-row" data-console={definition.id} data-on={on}>
      <div className="grow">
        <h2 id={label}>
          {name}{' '}
          <span className="tag">
            {seen > 0
              ? t('surfaces.consoles.readNow', { read, seen })
              : t(`surfaces.consoles.certainty.${definition.certainty}`)}
          </span>
        </h2>
        <Hosts patterns={definition.hosts} />
        {health.map((row) => (
          <p key={row.id} className="small console-health">
            {t(`surfaces.consoles.pages.${row.page}`)}:{' '}
            {t('surfaces.health.read', { read: row.read, seen: row.seen })}
            <span className="soft"> · {formatRelative(row.at, Date.now())}</span>
            {row.missing.length > 0 && (
              <span className="soft">
                {' · '}
                {t('surfaces.health.missing', {
                  fields: row.missing.map((field) => t(`surfaces.fields.${field}`)),
                })}
              </span>
            )}
          </p>
        ))}
      </div>
      <Switch.Root
        className="switch"
        checked={on}
        disabled={busy}
        aria-labelledby={label}
        data-testid="console-switch"
        onCheckedChange={(wanted) => void toggle(wanted)}
      >
        <Switch.Thumb className="switch-thumb" />
      </Switch.Root>
    </li>
  );
}

/** Addresses shown before the rest is behind a click. */
const HOSTS_SHOWN = 3;

/** The addresses that are read: all of a few, of many the first and how many more there are. */
function Hosts({ patterns }: { patterns: readonly string[] }) {
  const hosts = patterns.map(hostOf);
  if (hosts.length <= HOSTS_SHOWN) return <p className="tiny soft mono console-hosts">{hosts.join('  ')}</p>;
  return (
    <details className="tiny soft console-hosts">
      <summary>{t('surfaces.consoles.hosts', { host: hosts[0], n: hosts.length - 1 })}</summary>
      <p className="mono">{hosts.join('  ')}</p>
    </details>
  );
}

/** `https://mms.pinduoduo.com/*` → `mms.pinduoduo.com`. */
const hostOf = (pattern: string): string => pattern.replace(/^https:\/\//, '').replace(/\/.*$/, '');
