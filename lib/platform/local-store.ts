/** Small values outside the database (`storage.local`): what must still be there when the database is not. */
import { browser } from './browser.ts';

interface Area {
  get(name: string): Promise<Record<string, unknown>>;
  set(values: Record<string, unknown>): Promise<void>;
  remove(name: string): Promise<void>;
}
const area = (): Area | undefined => (browser as unknown as { storage?: { local?: Area } }).storage?.local;

/** The value of a name; undefined where there is none. */
export const readLocal = async (name: string): Promise<unknown> => (await area()?.get(name))?.[name];

export async function writeLocal(name: string, value: unknown): Promise<void> {
  await area()?.set({ [name]: value });
}

export async function dropLocal(name: string): Promise<void> {
  await area()?.remove(name);
}

/** Calls `onChange` after every change of a name by any page of the extension; returns the way to stop. */
export function watchLocal(name: string, onChange: () => void): () => void {
  const { storage } = browser as unknown as {
    storage?: {
      onChanged: {
        addListener(listener: (changes: Record<string, unknown>) => void): void;
        removeListener(listener: (changes: Record<string, unknown>) => void): void;
      };
    };
  };
  const listener = (changes: Record<string, unknown>): void => {
    if (name in changes) onChange();
  };
  storage?.onChanged.addListener(listener);
  return () => storage?.onChanged.removeListener(listener);
}
