/** Short notices with an optional way back, shown one above the other until they are read or undone. */

import { create } from 'zustand';
import { logOf } from '../../lib/base/log.ts';

const log = logOf('surface');

export interface Notice {
  id: number;
  text: string;
  undo?: () => void;
}

interface Notices {
  notices: Notice[];
  say(text: string, undo?: () => void): void;
  drop(id: number): void;
}

/** Newest notices kept on screen. */
const KEPT = 3;
let next = 1;

export const useNotices = create<Notices>((set) => ({
  notices: [],
  say: (text, undo) =>
    set(({ notices }) => ({ notices: [...notices, { id: next++, text, undo }].slice(-KEPT) })),
  drop: (id) => set(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
}));

/** Runs a command; what goes wrong is said to the seller in the error's own words, and logged with the command's name. */
export async function tryTo<T>(name: string, failed: string, run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    log.error(`${name} failed`, error);
    useNotices.getState().say(failed);
    return undefined;
  }
}
