/** What the list's keys do: the line they act on, and each act with its notice; after a decision in depth, the next claim opens. */
import { useState } from 'react';
import { isToDecide } from '../../lib/app/claims/ledger/filter.ts';
import type { LedgerLine } from '../../lib/app/claims/ledger/line.ts';
import { LOOSE } from '../../lib/app/claims/loose-photos.ts';
import { t } from '../../lib/i18n/index.ts';
import { toggleFlag } from '../claim/FlagButton.tsx';
import { pass } from '../claim/PassButton.tsx';
import { goTo } from '../route/useRoute.ts';
import { useNotices } from '../state/notices.ts';
import type { LedgerKeys } from './useLedgerKeys.ts';

/**
 * @param shown the listed claims, in order
 * @param open key of the claim beside the list
 */
export function useLedgerActs(
  shown: readonly LedgerLine[],
  open: string | undefined,
  select: (key: string) => void,
) {
  const [own, setMarked] = useState<string | null>(null);
  const [help, setHelp] = useState(false);
  const [requesting, setRequesting] = useState<string | null>(null);
  const marked = shown.some(({ key }) => key === own) ? own : (open ?? null);
  const at = shown.findIndex(({ key }) => key === marked);
  const line = shown[at];

  const go = (key: string): void => {
    setMarked(key);
    if (open !== undefined) goTo('claims', key);
  };
  /** The next claim to decide after this one, round to the beginning. */
  const following = (): LedgerLine | undefined =>
    [...shown.slice(at + 1), ...shown.slice(0, Math.max(at, 0))].find(isToDecide);
  const next = (): void => {
    const to = following();
    if (!to) {
      useNotices.getState().say(t('surfaces.ledger.allDecided'));
      return;
    }
    setMarked(to.key);
    goTo('claims', to.key);
  };
  /** In depth, a decision leads to the next claim that asks for one. */
  const decided = (): void => {
    const to = following();
    if (!to) return;
    setMarked(to.key);
    if (open !== undefined) goTo('claims', to.key);
  };
  const keys: LedgerKeys = {
    move: (by) => {
      const to = shown[at < 0 ? 0 : Math.min(shown.length - 1, Math.max(0, at + by))];
      if (to) go(to.key);
    },
    open: () => {
      if (line) goTo('claims', line.key);
    },
    flag: () => {
      if (!line) return;
      void toggleFlag(line.key, line.claimId, line.flagged);
      if (!line.flagged) decided();
    },
    pass: () => {
      if (!line) return;
      void pass(line.key, line.claimId, !line.passed);
      if (!line.passed) decided();
    },
    request: () => {
      if (line && line.console !== LOOSE) setRequesting(line.key);
    },
    select: () => {
      if (line) select(line.key);
    },
    next,
    help: () => setHelp(true),
  };
  return { keys, marked, help, setHelp, requesting, endRequest: () => setRequesting(null) };
}
