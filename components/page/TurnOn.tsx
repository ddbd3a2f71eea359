import { useEffect, useState } from 'react';
import { consoleStates, requestConsole } from '../../lib/app/consoles/consoles.ts';
import { logOf } from '../../lib/base/log.ts';
import { consoleForUrl } from '../../lib/consoles/registry.ts';
import { t } from '../../lib/i18n/index.ts';
import { frontTabUrl } from '../../lib/platform/front-tab.ts';
import { tryTo, useNotices } from '../state/notices.ts';
import { consoleName } from '../ui/console-name.ts';

const log = logOf('surface');

/** The console of the tab in front, where it is known and not switched on. */
async function offInFront(): Promise<string | null> {
  const id = consoleForUrl((await frontTabUrl()) ?? '')?.id;
  const state = id && (await consoleStates()).find(({ definition }) => definition.id === id);
  return state && !state.on ? state.definition.id : null;
}

/** On a known marketplace that is not switched on: one click, and the browser asks. */
export function TurnOn() {
  const [id, setId] = useState<string | null>(null);
  const say = useNotices((state) => state.say);
  useEffect(() => {
    offInFront().then(setId, log.failed('reading the tab in front'));
  }, []);
  if (!id) return null;
  const name = consoleName(id);
  const turnOn = () =>
    void tryTo('turn on', t('surfaces.consoles.failed', { name }), async () => {
      if (await requestConsole(id)) setId(null);
      else say(t('surfaces.consoles.refused', { name }));
    });
  return (
    <section className="page-health small" data-testid="turn-on">
      <div className="grow turn-on">
        <strong>{t('surfaces.popup.turnOnTitle', { name })}</strong>
        <p className="soft">{t('surfaces.popup.turnOnText')}</p>
      </div>
      <button type="button" className="btn btn-primary page-health-acts" onClick={turnOn}>
        {t('surfaces.popup.turnOn')}
      </button>
    </section>
  );
}
