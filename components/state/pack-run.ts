/** The trial of a model pack that is going on: it belongs to the page, not to one view, so going elsewhere does not stop it. */

import { create } from 'zustand';
import { type TrialPhoto, type TrialProgress, tryPack } from '../../lib/app/packs/packs.ts';
import { logOf } from '../../lib/base/log.ts';

const log = logOf('packs');

interface PackRun {
  /** Id of the pack that is or was tried last. */
  pack: string | null;
  state: 'idle' | 'running' | 'done' | 'stopped' | 'failed';
  progress: TrialProgress;
  start(pack: string, photos: TrialPhoto[]): Promise<void>;
  stop(): void;
}

let stopper: AbortController | null = null;

export const usePackRun = create<PackRun>((set, get) => ({
  pack: null,
  state: 'idle',
  progress: { done: 0, total: 0, leftOut: {} },
  async start(pack, photos) {
    if (get().state === 'running' || photos.length === 0) return;
    stopper = new AbortController();
    const { signal } = stopper;
    set({ pack, state: 'running', progress: { done: 0, total: photos.length, leftOut: {} } });
    try {
      await tryPack(pack, photos, { signal, onProgress: (progress) => set({ progress }) });
      set({ state: 'done' });
    } catch (error) {
      if (!signal.aborted) log.error('a model pack failed', error);
      set({ state: signal.aborted ? 'stopped' : 'failed' });
    }
  },
  stop: () => stopper?.abort(),
}));
