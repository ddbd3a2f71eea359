/** The comparison's keys: arrows move the divider (or pan), space swaps, numbers go to a region, + − 0 zoom. */
import { useEffect, useEffectEvent } from 'react';

export interface CompareKeys {
  nudge(dx: number, dy: number): void;
  swap(): void;
  region(index: number): void;
  zoom(factor: number): void;
  fit(): void;
}

const TYPING = 'input:not([type="range"]), textarea, select, [contenteditable="true"]';
const OPERATED = 'button, a, summary, [role="radio"], [role="switch"], [role="tab"]';

/** Listens while mounted; leaves keys alone that belong to a field or control in focus. */
export function useCompareKeys(keys: CompareKeys): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(TYPING)) return;
    const operated = target?.closest(OPERATED) !== null && target !== null;
    const run = act(event, operated, keys);
    if (!run) return;
    event.preventDefault();
    run();
  });
  useEffect(() => {
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

function act(event: KeyboardEvent, operated: boolean, keys: CompareKeys): (() => void) | null {
  const step = event.shiftKey ? 10 : 2;
  if (/^[1-9]$/.test(event.key)) return () => keys.region(Number(event.key) - 1);
  if (event.key === '+' || event.key === '=') return () => keys.zoom(1.25);
  if (event.key === '-') return () => keys.zoom(0.8);
  if (event.key === '0') return () => keys.fit();
  if (operated) return null;
  if (event.key === ' ') return () => keys.swap();
  if (event.key === 'ArrowLeft') return () => keys.nudge(-step, 0);
  if (event.key === 'ArrowRight') return () => keys.nudge(step, 0);
  if (event.key === 'ArrowUp') return () => keys.nudge(0, -step);
  if (event.key === 'ArrowDown') return () => keys.nudge(0, step);
  return null;
}
