/** The import that is going on: it belongs to the page, not to one view, so going elsewhere does not stop it. */

import { create } from 'zustand';
import { importFiles } from '../../lib/app/claims/commands.ts';
import { logOf } from '../../lib/base/log.ts';
import type { TextEncoding } from '../../lib/formats/text-encoding.ts';
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
  /** What was dropped, to be listed again when names are to be read otherwise. */
  from: PathFile[];
  /** How names in archives are read; null where none leaves a choice. */
  encoding: TextEncoding | null;
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
  /** Lists what is planned again, with names in archives read in this encoding. */
  readNamesAs(encoding: TextEncoding): Promise<void>;
  /** Begins what was planned. */
  begin(level: ProductLevel): Promise<void>;
  pause(): void;
  resume(): void;
  stop(): void;
  clear(): void;
}

/** Milliseconds between two drawings of the progress: a hundred files a second are not drawn one by one. */
const TELL_MS = 100;

/** What came while something else was going on: it follows then, and nothing of it is forgotten. */
const waiting: (() => Promise<void>)[] = [];
/** The answers of what went before, as long as something follows: the seller sees them all together. */
let carried: ImportReport | null = null;

/** Two reports as one. */
const together = <R extends ImportReport>(one: ImportReport | null, other: R): R =>
  one
    ? {
        ...other,
        files: one.files + other.files,
        added: one.added + other.added,
        duplicates: one.duplicates + other.duplicates,
        products: one.products + other.products,
        unusable: [...one.unusable, ...other.unusable],
      }
    : other;

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
    if (files.length === 0) return;
    if (isBusy(get().state)) {
      waiting.push(() => get().start(files, source));
      return;
    }
    set({ state: 'listing', total: files.length, progress: null, report: null, plan: null });
    const from = source ?? (files.some(({ file }) => /\.zip$/i.test(file.name)) ? 'zip' : 'folder');
    try {
      const plan = await planOf(files, from);
      // Stopped meanwhile.
      if (get().state !== 'listing') return;
      set({ state: 'planned', total: plan.files.length, plan });
      if (plan.choices.length < 2 && !isDoubtful(plan)) await get().begin('auto');
    } catch (error) {
      log.error('the files could not be listed', error);
      await end('failed', null);
    }
  },
  async startListed(files, source) {
    if (files.length === 0) return;
    if (isBusy(get().state)) {
      waiting.push(() => get().startListed(files, source));
      return;
    }
    // A sheet's pictures follow the files that lay beside it, whose answers still stand there.
    carried ??= get().report;
    const plan = { files, from: [], encoding: null, source, choices: [] };
    set({ state: 'planned', total: files.length, progress: null, report: null, plan });
    await get().begin('auto');
  },
  async readNamesAs(encoding) {
    const { plan, state } = get();
    if (state !== 'planned' || !plan) return;
    const next = await planOf(plan.from, plan.source, encoding);
    if (get().plan === plan) set({ plan: next, total: next.files.length });
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
          set({ progress: together(carried, progress) });
        },
        gate: () =>
          get().state === 'paused'
            ? new Promise((resolve) => {
                release = resolve;
              })
            : null,
      });
      await end('done', report);
    } catch (error) {
      const stopped = stopper.signal.aborted;
      if (!stopped) log.error('the import failed', error);
      await end(stopped ? 'stopped' : 'failed', latest);
    }
  },
  pause: () => set({ state: 'paused' }),
  resume() {
    set({ state: 'running' });
    release?.();
    release = null;
  },
  stop() {
    if (get().state === 'listing') void end('stopped', null);
    stopper?.abort();
    release?.();
    release = null;
  },
  clear() {
    set({ state: 'idle', progress: null, report: null, plan: null, total: 0 });
    // A plan that was dropped makes way for what waited behind it.
    void waiting.shift()?.();
  },
}));

async function planOf(from: PathFile[], source: Source, chosen?: TextEncoding): Promise<Plan> {
  const { files, encoding } = await listFiles(from, chosen);
  return { files, from, encoding, source, choices: levelChoices(picturePaths(files)) };
}

/** Names that are Unicode, though nothing says so, are sure; those of a code page are a guess, and products are called by them. */
const isDoubtful = ({ encoding }: Plan): boolean => encoding !== null && encoding !== 'utf-8';

/** Ends what was going on: the next that waits begins, unless the seller stopped. */
async function end(state: 'done' | 'stopped' | 'failed', report: ImportReport | null): Promise<void> {
  const all = report ? together(carried, report) : carried;
  const next = state === 'stopped' ? undefined : waiting.shift();
  carried = next ? all : null;
  if (!next) waiting.length = 0;
  useImportRun.setState({ state: next ? 'idle' : state, report: all, plan: null });
  await next?.();
}
