/** Every console with its permission and switch, read again when something may have changed. */

import { useEffect, useState } from 'react';
import { type ConsoleState, consoleStates } from '../../lib/app/consoles/consoles.ts';
import { logOf } from '../../lib/base/log.ts';

const log = logOf('settings');

export function useConsoles(): { states: ConsoleState[] | null; refresh(): void } {
  const [states, setStates] = useState<ConsoleState[] | null>(null);
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks for a new reading
  useEffect(() => {
    let left = false;
    consoleStates().then((answer) => !left && setStates(answer), log.failed('reading consoles'));
    return () => {
      left = true;
    };
  }, [round]);
  return { states, refresh: () => setRound((n) => n + 1) };
}
