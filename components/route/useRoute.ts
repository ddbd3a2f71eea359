/** Hash routes: deep links, and back and forward, come for free with the address. */
import { useSyncExternalStore } from 'react';

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const watch = (onChange: () => void): (() => void) => {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
};

/** `#/claims/pdd%3A1` → `['claims', 'pdd:1']`. */
export const parseRoute = (hash: string): string[] =>
  hash
    .replace(/^#\/?/, '')
    .split('/')
    .filter((part) => part !== '')
    .map(decode);

/** The hash of a route. */
export const routeTo = (...path: string[]): string => `#/${path.map(encodeURIComponent).join('/')}`;

/** Goes to a route as a new step of the history. */
export function goTo(...path: string[]): void {
  window.location.hash = routeTo(...path);
}

/** The current route, kept current. */
export function useRoute(): string[] {
  return parseRoute(useSyncExternalStore(watch, () => window.location.hash));
}
