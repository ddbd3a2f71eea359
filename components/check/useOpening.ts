/** Opening the answers of photos that come one after the other, while the component is on screen. */
import { useEffect, useRef } from 'react';
import { type Openings, openings } from './openings.ts';

/** As `openings`; gives what to call with each photo's claim. */
export function useOpening(open: (key: string) => void): (key: string) => void {
  const newest = useRef(open);
  const all = useRef<Openings>(null);
  useEffect(() => {
    newest.current = open;
  });
  useEffect(() => () => all.current?.stop(), []);
  return (key) => {
    all.current ??= openings(
      (one) => newest.current(one),
      () => window.location.hash,
    );
    all.current.next(key);
  };
}
