import { useCallback, useEffect, useState } from 'react';
import { confirmClock, watchClockDoubt } from '../../lib/app/keeping/clock.ts';
import { eraseDue, retentionState } from '../../lib/app/keeping/retention.ts';
import type { DatedStep } from '../../lib/cases/retention.ts';
import { formatInstant, t } from '../../lib/i18n/index.ts';
import { useLive } from '../live/useLive.ts';
import { tryTo, useNotices } from '../state/notices.ts';
import { AskTwice } from './AskTwice.tsx';
import { ClaimsToGo } from './ClaimsToGo.tsx';

/** Says why nothing is erased by age, and lets a person answer. */
function ClockDoubt() {
  const doubt = useLive(watchClockDoubt).value;
  if (!doubt) return null;
  const confirm = () => void tryTo('clock', t('cases.ui.data.clock.failed'), () => confirmClock());
  return (
    <div className="row-wrap warn-line" role="alert" data-testid="clock-doubt">
      <span className="grow">
        {t(`cases.ui.data.clock.${doubt.why}`, {
          expected: formatInstant(doubt.expected),
          says: formatInstant(doubt.says),
        })}
      </span>
      <button type="button" className="btn" data-testid="clock-confirm" onClick={confirm}>
        {t('cases.ui.data.clock.confirm', { now: formatInstant(new Date().toISOString()) })}
      </button>
    </div>
  );
}

/** What is erased by age: what is due stands in a list before it goes. */
export function RetentionCard() {
  const [state, setState] = useState<{ due: DatedStep[]; next: DatedStep | null } | null>(null);
  const say = useNotices((one) => one.say);
  const look = useCallback(
    () =>
      void tryTo('retention', t('surfaces.errors.retentionRead'), async () =>
        setState(await retentionState()),
      ),
    [],
  );
  useEffect(look, [look]);
  const due = state?.due ?? [];
  const run = () =>
    void tryTo('run retention', t('surfaces.errors.retentionRun'), async () => {
      say(t('cases.ui.data.ran', { n: await eraseDue(due) }));
      look();
    });
  return (
    <div className="card pad stack">
      <h3>{t('cases.ui.data.retention')}</h3>
      <p className="small soft">{t('cases.ui.data.retentionHelp')}</p>
      <ClockDoubt />
      <p className="small num" data-testid="retention-due">
        {due.length > 0 ? t('cases.ui.data.due', { n: due.length }) : t('cases.ui.data.nothingDue')}
      </p>
      {state?.next && (
        <p className="small soft num">{t('cases.ui.data.nextStep', { at: state.next.dueAt })}</p>
      )}
      <ClaimsToGo claims={due} />
      <AskTwice
        name="retention"
        act={t('cases.ui.data.run')}
        question={t('cases.ui.data.sure')}
        yes={t('cases.ui.data.run')}
        disabled={due.length === 0}
        onYes={run}
      />
    </div>
  );
}
