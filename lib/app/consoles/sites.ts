/** Sites that no console file knows: granted by the seller, read by common words and by what was taught. */
import { liveQuery, type Observable } from 'dexie';
import { plainHost } from '../../base/hosts.ts';
import { CONSOLES } from '../../consoles/registry.ts';
import type { TaughtReader } from '../../consoles/teach/spec.ts';
import { sendToBackground } from '../../platform/background-port.ts';
import { dropHosts, grantedHosts, requestHosts } from '../../platform/permissions.ts';
import { shopDb } from '../../store/db.ts';
import { readMeta, writeMeta } from '../../store/meta.ts';
import { forgetTaught, keepTaught, taughtReaders } from './taught.ts';

/** The host of what a seller typed or pasted (an address or a bare host), or null when it is none. */
export function hostOf(text: string): string | null {
  const trimmed = text.trim();
  try {
    const url = new URL(/^[a-z]+:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
    const host = plainHost(url.hostname);
    return url.protocol === 'https:' && host.includes('.') ? host : null;
  } catch {
    return null;
  }
}

/** Asks the browser for one site and starts reading it. Call from a click; resolves to false when the seller said no. */
export async function addSite(host: string): Promise<boolean> {
  // No await before this line: the browser only shows its question while the click is fresh.
  if (!(await requestHosts([`https://${host}/*`]))) return false;
  await sendToBackground({ type: 'consoles-changed' });
  return true;
}

/** Stops reading a site and gives its permission back. What was taught about it stays until it is forgotten. */
export async function dropSite(host: string): Promise<void> {
  const db = shopDb();
  const pictures = await readMeta(db, 'picture-hosts');
  if (pictures?.includes(host))
    await writeMeta(
      db,
      'picture-hosts',
      pictures.filter((other) => other !== host),
    );
  await dropHosts([`https://${host}/*`]);
  await sendToBackground({ type: 'consoles-changed' });
}

/** Hosts granted beyond those of the named consoles and their pictures. */
export async function otherSites(): Promise<string[]> {
  const named = new Set(CONSOLES.flatMap(({ hosts, cdnHosts }) => [...hosts, ...cdnHosts]));
  return (await grantedHosts())
    .filter((pattern) => !named.has(pattern) && /^https:\/\/[^*/]+\/\*$/.test(pattern))
    .map((pattern) => new URL(pattern.replace(/\*$/, '')).hostname);
}

export const watchTaught = (): Observable<TaughtReader[]> => liveQuery(() => taughtReaders(shopDb()));

/** Takes a reader that was exported elsewhere; resolves to false when the text is none. */
export async function importTaught(text: string): Promise<boolean> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return false;
  }
  return (await keepTaught(shopDb(), value, undefined)) !== undefined;
}

export const forgetReader = (key: string): Promise<void> => forgetTaught(shopDb(), key);

/** The shape of the page in a tab with every text and id replaced; null when no reader answers there. */
export async function pageShapeOf(tabId: number): Promise<string | null> {
  const report = await sendToBackground({ type: 'page-shape', tabId });
  return typeof report === 'string' ? report : null;
}
