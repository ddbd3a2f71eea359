/** A console page's request for the reader; kept apart from the other messages so that the script on every page stays small. */
import { browser } from './browser.ts';

export const START_READER = 'claimlens-start-reader';

/** Asks the background to start the reader in this frame. An extension that was updated or removed meanwhile answers nobody. */
export function askForReader(): void {
  try {
    void browser.runtime.sendMessage(START_READER).catch(() => undefined);
  } catch {
    // The context is gone; so is the reader.
  }
}
