/** Which addresses a team may have, and the lock that keeps the team's page to exactly one. */
import { WireError } from './wire.ts';

/** Names of this very machine: nothing leaves it, so these alone may go without TLS. */
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])$/;

/**
 * The address in one form, `wss://host[:port]`; `ws://` for this machine only. Throws WireError `host` for anything else:
 * other schemes, a name and password inside, a path, a query.
 */
export function teamAddress(text: string): string {
  let url: URL;
  try {
    url = new URL(/^[a-z]+:\/\//i.test(text.trim()) ? text.trim() : `wss://${text.trim()}`);
  } catch {
    throw new WireError('host', 'no address');
  }
  const plain = url.protocol === 'ws:' && LOOPBACK.test(url.hostname);
  if (url.protocol !== 'wss:' && !plain) throw new WireError('host', url.protocol);
  if (url.username || url.password || url.search || url.hash || (url.pathname !== '/' && url.pathname !== ''))
    throw new WireError('host', 'more than a host');
  if (!url.hostname || url.hostname.includes('*')) throw new WireError('host', 'no host');
  return `${url.protocol}//${url.host}`;
}

/** The host permission to ask for; null for this machine, which needs none. */
export function hostPattern(address: string): string | null {
  const { hostname } = new URL(address);
  return LOOPBACK.test(hostname) ? null : `https://${hostname}/*`;
}

/**
 * Narrows the page to one address, for good: a policy added to a page can only take away. Must run before the first connection.
 * Several servers of one team answer at one address, so one is enough.
 */
export function lockPage(page: Document, address: string): void {
  const meta = page.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = `connect-src ${teamAddress(address)}`;
  page.head.append(meta);
}
