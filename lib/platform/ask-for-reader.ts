/** A console page's request for the reader; kept apart from the other messages so that the script on every page stays small. */
import { browser } from './browser.ts';

export const START_READER = 'claimlens-start-reader';

/** A background that is only just starting is asked again. */
const TRIES = 3;
const PAUSE_MS = 1_000;

/** Asks the background to start the reader in this frame. An extension that was updated or removed meanwhile answers nobody. */
export async function askForReader(): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      if (await browser.runtime.sendMessage(START_READER)) return;
    } catch {
      // Nobody listens yet, or no longer.
    }
    await new Promise((next) => setTimeout(next, PAUSE_MS));
  }
}
