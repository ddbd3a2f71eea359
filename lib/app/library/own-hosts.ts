/** Product pictures on the shop's own host: sheets of WooCommerce and Shopify name it, and no list of picture hosts can. */
import { keepLibraryBytes } from '../../engine/fetch/fetch-library.ts';
import { fromBase64 } from '../../formats/base64.ts';
import type { FetchProblem } from '../../images/errors.ts';
import { FETCH_TIMEOUT_MS, MAX_PHOTO_BYTES } from '../../images/limits.ts';
import { isPrivateHost } from '../../images/private-host.ts';
import { sniff } from '../../images/sniff.ts';
import { sendToBackground } from '../../platform/background-port.ts';
import { openPicturePage, type PageAnswer, type PicturePage } from '../../platform/pages/picture-page.ts';
import { requestHosts } from '../../platform/permissions.ts';
import { type ClaimLensDb, shopDb } from '../../store/db.ts';
import { readMeta, writeMeta } from '../../store/meta.ts';
import type { LibraryImageRow } from '../../store/rows.ts';
import { namedHosts } from '../manifest.ts';

export interface OwnHost {
  host: string;
  /** Ids of the library images that wait for the host. */
  images: string[];
}

/** Why a picture could not be had, where a page of its host may still have it. */
const REFUSED = new Set<string | null>(['host-not-granted', 'network']);

/** Whether a pattern of the manifest (`https://*.alicdn.com/*`) covers a host. */
function covers(pattern: string, hostname: string): boolean {
  const named = pattern.replace(/^https:\/\/|\/\*$/g, '');
  return named.startsWith('*.')
    ? hostname === named.slice(2) || hostname.endsWith(named.slice(1))
    : hostname === named;
}

/** Hosts of pictures that could not be fetched because no named picture host covers them, the most wanted first. */
export function ownHostsOf(images: Iterable<LibraryImageRow>): OwnHost[] {
  const named = namedHosts().pictures;
  const found = new Map<string, string[]>();
  for (const { id, url, state, why } of images) {
    if (state !== 'unusable' || !REFUSED.has(why) || !url) continue;
    const address = URL.parse(url);
    if (address?.protocol !== 'https:' || isPrivateHost(address.hostname)) continue;
    if (named.some((pattern) => covers(pattern, address.hostname))) continue;
    found.set(address.host, [...(found.get(address.host) ?? []), id]);
  }
  return [...found]
    .map(([host, ids]) => ({ host, images: ids }))
    .sort((a, b) => b.images.length - a.images.length);
}

/** How many pictures are asked for at once: a shop's own server is no picture service. */
const AT_ONCE = 3;

/** How reading ended: `refused`, the seller or the browser said no; `moved`, the host leads to another one. */
export type OwnHostOutcome = 'refused' | 'moved' | { read: number; failed: number };

/**
 * Asks for a host once and reads the pictures that wait for it through a page of it, which is one of those pictures. Call from a
 * click. `onProgress` hears how many are done.
 */
export async function readFromOwnHost(
  { host, images }: OwnHost,
  onProgress: (done: number) => void,
  db: ClaimLensDb = shopDb(),
): Promise<OwnHostOutcome> {
  // No await before this line: the browser only shows its question while the click is fresh.
  if (!(await requestHosts([`https://${new URL(`https://${host}`).hostname}/*`]))) return 'refused';
  const known = (await readMeta(db, 'picture-hosts')) ?? [];
  if (!known.includes(host)) await writeMeta(db, 'picture-hosts', [...known, host]);
  // Granted for pictures alone: no reader is to start on the shop's pages.
  await sendToBackground({ type: 'consoles-changed' });
  const rows = (await db.libraryImages.bulkGet(images)).filter((row) => row?.url && !row.sha256);
  const [first] = rows;
  if (!first?.url) return { read: 0, failed: 0 };
  const page = await openPicturePage(first.url);
  if (!page) return 'moved';
  try {
    return await readAll(db, page, rows as LibraryImageRow[], onProgress);
  } finally {
    await page.close();
    await sendToBackground({ type: 'wake-engine' });
  }
}

async function readAll(
  db: ClaimLensDb,
  page: PicturePage,
  rows: LibraryImageRow[],
  onProgress: (done: number) => void,
): Promise<{ read: number; failed: number }> {
  const queue = [...rows];
  let done = 0;
  let read = 0;
  const work = async (): Promise<void> => {
    for (let row = queue.shift(); row; row = queue.shift()) {
      if (await readOne(db, page, row)) read += 1;
      onProgress(++done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { read, failed: done - read };
}

async function readOne(db: ClaimLensDb, page: PicturePage, row: LibraryImageRow): Promise<boolean> {
  const answer = await page.read(row.url ?? '', MAX_PHOTO_BYTES, FETCH_TIMEOUT_MS);
  const bytes = answer.base64 ? fromBase64(answer.base64) : null;
  const { kind, mime } = bytes?.length ? sniff(bytes) : { kind: null, mime: '' };
  if (bytes?.length && kind === 'image') {
    await keepLibraryBytes(db, row, bytes, mime, null, new Date());
    return true;
  }
  const why = problemOf(answer, bytes);
  const now = await db.libraryImages.get(row.id);
  if (now && !now.sha256) await db.libraryImages.put({ ...now, state: 'unusable', why });
  return false;
}

function problemOf({ status }: PageAnswer, bytes: Uint8Array | null): FetchProblem {
  if (status === 413) return 'too-many-bytes';
  if (status === 404 || status === 410) return 'not-found';
  if (status === 401 || status === 403) return 'refused';
  if (status !== undefined) return 'server-error';
  return bytes ? 'not-an-image' : 'network';
}
