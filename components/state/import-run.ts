/** The import that is going on: it belongs to the page, not to one view, so going elsewhere does not stop it. */

import { create } from 'zustand';
import { importFiles } from '../../lib/app/claims/commands.ts';
import { logOf } from '../../lib/base/log.ts';
import { countPictures } from '../../lib/library/files.ts';
import type { ImportOptions, ImportProgress, ImportReport } from '../../lib/library/import.ts';
import type { PathFile } from '../ui/dropped-files.ts';

const log = logOf('library');

interface ImportRun {
  state: 'idle' | 'running' | 'paused' | 'done' | 'stopped' | 'failed';
  total: number;
  progress: ImportProgress | null;
  report: ImportReport | null;
  start(files: PathFile[], source?: ImportOptions['source']): Promise<void>;
  pause(): void;
  resume(): void;
  stop(): void;
  clear(): void;
}

/** Milliseconds between two drawings of the progress: a hundred files a second are not drawn one by one. */
const TELL_MS = 100;

let stopper: AbortController | null = null;
let release: (() => void) | null = null;

export const useImportRun = create<ImportRun>((set, get) => ({
  state: 'idle',
  total: 0,
  progress: null,
  report: null,
  async start(files, source) {
    if (get().state === 'running' || get().state === 'paused' || files.length === 0) return;
    stopper = new AbortController();
    let latest: ImportProgress | null = null;
    let told = 0;
    set({ state: 'running', total: files.length, progress: null, report: null });
    try {
      // An archive is one file here and thousands in the import.
      set({ total: await countPictures(files) });
      const report = await importFiles(files, {
        source,
        signal: stopper.signal,
        onProgress: (progress) => {
          latest = progress;
          if (performance.now() - told < TELL_MS) return;
          told = performance.now();
          set({ progress });
        },
        gate: () =>
          get().state === 'paused'
            ? new Promise((resolve) => {
                release = resolve;
              })
            : null,
      });
      set({ state: 'done', report });
    } catch (error) {
      const stopped = stopper.signal.aborted;
      if (!stopped) log.error('the import failed', error);
      set({ state: stopped ? 'stopped' : 'failed', report: latest });
    }
  },
  pause: () => set({ state: 'paused' }),
  resume() {
    set({ state: 'running' });
    release?.();
    release = null;
  },
  stop() {
    stopper?.abort();
    release?.();
    release = null;
  },
  clear: () => set({ state: 'idle', progress: null, report: null, total: 0 }),
}));
