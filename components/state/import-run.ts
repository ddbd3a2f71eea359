/** The import that is going on: it belongs to the page, not to one view, so going elsewhere does not stop it. */

import { create } from 'zustand';
import { importFiles } from '../../lib/app/claims/commands.ts';
import { logOf } from '../../lib/base/log.ts';
import { type InputFile, listFiles, picturePaths } from '../../lib/library/files.ts';
import type { ImportOptions, ImportProgress, ImportReport } from '../../lib/library/import.ts';
import {
  type LevelChoice,
  levelChoices,
  type ProductLevel,
  productsOf,
} from '../../lib/library/path-products.ts';
import type { PathFile } from '../ui/dropped-files.ts';

const log = logOf('library');

type Source = ImportOptions['source'];

/** Files that were listed and wait for the seller's word about which folders are products. */
interface Plan {
  files: InputFile[];
  source: Source;
  /** The proposed one first. */
  choices: LevelChoice[];
}

interface ImportRun {
  state: 'idle' | 'listing' | 'planned' | 'running' | 'paused' | 'done' | 'stopped' | 'failed';
  plan: Plan | null;
  total: number;
  progress: ImportProgress | null;
  report: ImportReport | null;
  /** Lists the files; where their folders leave no choice, the import begins at once. */
  start(files: PathFile[], source?: Source): Promise<void>;
  /** Imports files whose products are known already. */
  startListed(files: InputFile[], source: Source): Promise<void>;
  /** Begins what was planned. */
  begin(level: ProductLevel): Promise<void>;
  pause(): void;
  resume(): void;
  stop(): void;
  clear(): void;
}

/** Milliseconds between two drawings of the progress: a hundred files a second are not drawn one by one. */
const TELL_MS = 100;

let stopper: AbortController | null = null;
let release: (() => void) | null = null;

/** Whether something is going on that another import would disturb. */
export const isBusy = (state: ImportRun['state']): boolean =>
  state === 'listing' || state === 'planned' || state === 'running' || state === 'paused';

export const useImportRun = create<ImportRun>((set, get) => ({
  state: 'idle',
  total: 0,
  progress: null,
  report: null,
  plan: null,
  async start(files, source) {
    if (isBusy(get().state) || files.length === 0) return;
    set({ state: 'listing', total: files.length, progress: null, report: null, plan: null });
    const from = source ?? (files.some(({ file }) => /\.zip$/i.test(file.name)) ? 'zip' : 'folder');
    try {
      const list = await listFiles(files);
      // Stopped meanwhile.
      if (get().state !== 'listing') return;
      const choices = levelChoices(picturePaths(list));
      set({ state: 'planned', total: list.length, plan: { files: list, source: from, choices } });
      if (choices.length < 2) await get().begin('auto');
    } catch (error) {
      log.error('the files could not be listed', error);
      set({ state: 'failed' });
    }
  },
  async startListed(files, source) {
    if (isBusy(get().state) || files.length === 0) return;
    const plan = { files, source, choices: [] };
    set({ state: 'planned', total: files.length, progress: null, report: null, plan });
    await get().begin('auto');
  },
  async begin(level) {
    const { plan } = get();
    if (get().state !== 'planned' || !plan) return;
    const product = productsOf(picturePaths(plan.files), level);
    stopper = new AbortController();
    let latest: ImportProgress | null = null;
    let told = 0;
    set({ state: 'running', plan: null });
    try {
      const files = plan.files.map((file) => ({ ...file, product: file.product ?? product(file.path) }));
      const report = await importFiles(files, {
        source: plan.source,
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
    if (get().state === 'listing') set({ state: 'idle' });
    stopper?.abort();
    release?.();
    release = null;
  },
  clear: () => set({ state: 'idle', progress: null, report: null, plan: null, total: 0 }),
}));
