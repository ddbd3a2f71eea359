/** The audit that is going on, kept apart from the view so that going elsewhere does not stop it. */

import { create } from 'zustand';
import {
  AuditInputError,
  type AuditProgress,
  type AuditReport,
  runAudit,
} from '../../lib/app/audit/audit.ts';
import { logOf } from '../../lib/base/log.ts';
import type { PathFile } from '../ui/dropped-files.ts';

const log = logOf('audit');

interface AuditRun {
  library: PathFile[];
  photos: PathFile[];
  claims: File | null;
  state: 'idle' | 'running' | 'done' | 'failed' | 'stopped';
  progress: AuditProgress | null;
  report: AuditReport | null;
  /** What was wrong with the input or the run, in the error's own words. */
  problem: string | null;
  choose(part: Partial<Pick<AuditRun, 'library' | 'photos' | 'claims'>>): void;
  start(): Promise<void>;
  stop(): void;
}

let stopper: AbortController | null = null;

export const useAuditRun = create<AuditRun>((set, get) => ({
  library: [],
  photos: [],
  claims: null,
  state: 'idle',
  progress: null,
  report: null,
  problem: null,
  choose: (part) => set({ ...part }),
  async start() {
    const { library, photos, claims, state } = get();
    if (state === 'running') return;
    stopper = new AbortController();
    set({ state: 'running', progress: null, report: null, problem: null });
    try {
      const claimsJson = claims ? await claims.text() : undefined;
      const report = await runAudit(
        { library, photos, claimsJson },
        { signal: stopper.signal, onProgress: (progress) => set({ progress }) },
      );
      set({ state: 'done', report });
    } catch (error) {
      if (stopper.signal.aborted) {
        set({ state: 'stopped' });
        return;
      }
      log.error('the audit failed', error);
      const told = error instanceof AuditInputError || error instanceof Error ? error.message : String(error);
      set({ state: 'failed', problem: told });
    }
  },
  stop: () => stopper?.abort(),
}));
