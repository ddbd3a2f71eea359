/** Which hosts the seller has granted. */
import { browser } from './browser.ts';

/** Asks for host patterns; must be called from a click. Resolves to whether they are granted now. */
export async function requestHosts(origins: string[]): Promise<boolean> {
  return browser.permissions.request({ origins });
}

/** Whether this context can ask about permissions itself: Chromium's offscreen documents have nothing but `runtime`. */
export const knowsPermissions = (): boolean => browser.permissions !== undefined;

/** Whether all of these host patterns are granted. */
export async function hasHosts(origins: string[]): Promise<boolean> {
  return browser.permissions.contains({ origins });
}

/** Gives host patterns back to the browser. */
export async function dropHosts(origins: string[]): Promise<void> {
  await browser.permissions.remove({ origins });
}

/** All granted host patterns. */
export async function grantedHosts(): Promise<string[]> {
  return (await browser.permissions.getAll()).origins ?? [];
}

/** Calls back whenever hosts were granted or taken away. */
export function onHostsChanged(listener: () => void): void {
  browser.permissions.onAdded.addListener(listener);
  browser.permissions.onRemoved.addListener(listener);
}
