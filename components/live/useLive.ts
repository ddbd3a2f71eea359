/** Watches a live query while the component is on screen. */

import type { Observable } from 'dexie';
import { useEffect, useState } from 'react';
import { logOf } from '../../lib/base/log.ts';
import type { Watch } from '../../lib/store/watch.ts';

const log = logOf('surface');

export interface Live<T> {
  /** The newest answer; undefined until the first one. */
  value: T | undefined;
  /** What went wrong with the last read, in the error's own words. */
  error: string | null;
}

/**
 * `make` is called again when `key` changes; the old answer stays on screen until the new one arrives.
 * While `make` gives null, nothing is asked.
 */
export function useLive<T>(make: () => Observable<T> | Watch<T> | null, key = ''): Live<T> {
  const [live, setLive] = useState<Live<T>>({ value: undefined, error: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for everything that the query depends on
  useEffect(() => {
    const watch = make()?.subscribe({
      next: (value) => setLive({ value, error: null }),
      error: (error: unknown) => {
        log.error('a live query failed', error);
        setLive((before) => ({ ...before, error: error instanceof Error ? error.message : String(error) }));
      },
    });
    return () => watch?.unsubscribe();
  }, [key]);
  return live;
}
