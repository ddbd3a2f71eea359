/** Install, update and browser start. */
import { browser } from './browser.ts';

/** Calls back after install (`first` true) and after every update. */
export function onInstalled(listener: (first: boolean) => void): void {
  browser.runtime.onInstalled.addListener(({ reason }) => listener(reason === 'install'));
}

/** Calls back when the browser starts with the extension already installed. */
export function onStartup(listener: () => void): void {
  browser.runtime.onStartup.addListener(listener);
}
