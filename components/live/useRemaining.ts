/** The remaining time of counted work that a component shows. */
import { useEffect, useRef, useState } from 'react';
import { remainingMs, type Sample, withSample } from '../../lib/base/remaining.ts';

/** Milliseconds left; null while nothing sound can be said. */
export function useRemaining(done: number, total: number): number | null {
  const samples = useRef<Sample[]>([]);
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    samples.current = withSample(samples.current, { at: performance.now(), done });
    setLeft(remainingMs(samples.current, total));
  }, [done, total]);
  return left;
}
