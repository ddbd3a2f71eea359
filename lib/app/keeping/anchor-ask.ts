/** Asking the authority that the seller chose, over the network: one host, asked for at the switch, and only a hash leaves. */
import { timestampRequest } from '../../cases/anchor/timestamp.ts';
import { fromBase64, toBase64 } from '../../formats/base64.ts';
import { isPrivateHost } from '../../images/private-host.ts';
import { postFromOwnPage } from '../../platform/outside/own-page.ts';
import { dropHosts, hasHosts, requestHosts } from '../../platform/permissions.ts';
import { type ClaimLensDb, shopDb } from '../../store/db.ts';
import { writeMeta } from '../../store/meta.ts';
import { readSettings, writeSettings } from '../../store/settings.ts';
import { namedHosts } from '../manifest.ts';
import { isDue, nextAnchor, type Taken, takeAnswer } from './anchors.ts';

const LOCK = 'claimlens-anchor';
/** RFC 3161 §3.4. */
const QUERY = 'application/timestamp-query';

export type Asked = Taken | { state: 'refused'; why: 'not-allowed' | 'not-reached' | 'nothing-new' };

/** The address as it is used; null for what is not https, carries a password, or names a host of the seller's own network. */
export function authorityAddress(text: string): string | null {
  const url = URL.parse(text.trim());
  if (url?.protocol !== 'https:' || url.username || url.password || isPrivateHost(url.hostname)) return null;
  url.hash = '';
  return url.href;
}

/** A match pattern knows no port: the host as a whole is asked for. */
const hostOf = (url: string): string => `https://${new URL(url).hostname}/*`;

/** Chooses the authority; must be called from a click, since the browser asks for its host. */
export async function chooseAuthority(text: string): Promise<'chosen' | 'bad-address' | 'not-allowed'> {
  const url = authorityAddress(text);
  if (!url) return 'bad-address';
  if (!(await requestHosts([hostOf(url)]))) return 'not-allowed';
  await leave(url);
  await writeSettings(shopDb(), { anchors: { on: true, url } });
  return 'chosen';
}

/** Stops asking, and gives the host back. */
export async function leaveAuthority(): Promise<void> {
  await leave(null);
  const { anchors } = await readSettings(shopDb());
  await writeSettings(shopDb(), { anchors: { ...anchors, on: false } });
}

/** Gives the old host back, unless it is the next one too, or a console's. */
async function leave(next: string | null): Promise<void> {
  const { anchors } = await readSettings(shopDb());
  if (!anchors.url) return;
  const host = hostOf(anchors.url);
  const { consoles, pictures } = namedHosts();
  if ((next && hostOf(next) === host) || [...consoles, ...pictures].includes(host)) return;
  await dropHosts([host]);
}

/** Asks now for everything that is not covered yet. One at a time; what was tried last is kept for the settings to show. */
export async function askAuthority(db: ClaimLensDb = shopDb()): Promise<Asked> {
  const { anchors } = await readSettings(db);
  const url = authorityAddress(anchors.url);
  const answer = url ? await ask(db, url) : ({ state: 'refused', why: 'not-allowed' } as const);
  await writeMeta(db, 'anchor-tried', {
    at: new Date().toISOString(),
    why: answer.state === 'refused' ? answer.why : null,
  });
  return answer;
}

async function ask(db: ClaimLensDb, url: string): Promise<Asked> {
  if (!(await hasHosts([hostOf(url)]))) return { state: 'refused', why: 'not-allowed' };
  const anchor = await nextAnchor(db);
  if (!anchor) return { state: 'refused', why: 'nothing-new' };
  const answer = await postFromOwnPage(url, toBase64(timestampRequest(anchor.digest)), QUERY);
  const bytes = answer === null ? null : fromBase64(answer);
  return bytes ? takeAnswer(bytes, db) : { state: 'refused', why: 'not-reached' };
}

/** Meant for a wake-up by the clock: asks when it is due and switched on. */
export async function anchorWhenDue(db: ClaimLensDb = shopDb()): Promise<void> {
  if (!(await readSettings(db)).anchors.on || !(await isDue(db))) return;
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock) await askAuthority(db);
  });
}
