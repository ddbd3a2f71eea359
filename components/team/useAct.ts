/** Runs an act on the team and holds what came of it. */
import { useState } from 'react';
import type { ActAnswer, ActFault } from '../../lib/app/team/acts.ts';
import { t } from '../../lib/i18n/index.ts';
import { tryTo } from '../state/notices.ts';

export interface Act {
  busy: boolean;
  fault: ActFault | null;
  /** Resolves to the act's text, or null when it was not done. */
  run(act: () => Promise<ActAnswer>): Promise<string | null>;
}

export function useAct(): Act {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<ActFault | null>(null);
  const run = async (act: () => Promise<ActAnswer>): Promise<string | null> => {
    setBusy(true);
    setFault(null);
    const answer = await tryTo('team', t('team.fault.lost'), act);
    setBusy(false);
    if (answer && 'fault' in answer) setFault(answer.fault);
    return answer && 'text' in answer ? answer.text : null;
  };
  return { busy, fault, run };
}
