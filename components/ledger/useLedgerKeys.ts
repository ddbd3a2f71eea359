/** The ledger's keys: move, open, flag, pass, request, select, next to decide, help. */
import { useEffect, useEffectEvent } from 'react';

export interface LedgerKeys {
  /** Moves the mark by so many lines. */
  move(by: 1 | -1): void;
  open(): void;
  flag(): void;
  pass(): void;
  request(): void;
  select(): void;
  next(): void;
  help(): void;
}

/** Key → act, in the order in which the help lists them. */
export const KEYS = {
  j: (keys) => keys.move(1),
  k: (keys) => keys.move(-1),
  o: (keys) => keys.open(),
  f: (keys) => keys.flag(),
  p: (keys) => keys.pass(),
  r: (keys) => keys.request(),
  x: (keys) => keys.select(),
  n: (keys) => keys.next(),
  '?': (keys) => keys.help(),
} satisfies Record<string, (keys: LedgerKeys) => void>;

const TYPING =
  'input:not([type="checkbox"]):not([type="range"]), textarea, select, [contenteditable="true"], [role="dialog"]';

/** Listens while mounted; keys that belong to a field or a dialog stay theirs. */
export function useLedgerKeys(keys: LedgerKeys): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest(TYPING)) return;
    if (!Object.hasOwn(KEYS, event.key)) return;
    event.preventDefault();
    KEYS[event.key as keyof typeof KEYS](keys);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
