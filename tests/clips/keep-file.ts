/** One file that reaches a shop as evidence: rows as a console's reading leaves them. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { evidenceKey } from '../../lib/store/keys.ts';
import type { KeptParts } from '../../lib/store/rows.ts';
import type { TestPage } from '../browsers/types.ts';

const AT = '2026-10-02T03:00:00.000Z';
const MIME: Record<string, string> = { '.jpg': 'image/jpeg', '.mp4': 'video/mp4', '.webm': 'video/webm' };
const FIELD = 'handed-in';

/**
 * Puts a claim with one kept photo or video into the shop's database. Resolves to the claim's key.
 * @param parts what of a larger file these bytes are
 */
export async function handIn(
  page: TestPage,
  claimId: string,
  file: string,
  parts?: KeptParts,
): Promise<string> {
  const bytes = readFileSync(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const key = `pinduoduo:${claimId}`;
  const reader = { console: 'pinduoduo', version: '1', how: 'file' };
  const claim = {
    ...{ key, console: 'pinduoduo', claimId, kind: 'refund-only', items: [], evidence: [] },
    ...{ pageUrl: '', readAt: AT, reader },
  };
  const rows = {
    claims: {
      ...{ v: 1, key, claim, console: 'pinduoduo', shopId: '', buyerKey: null, firstSeenAt: AT },
      ...{ lastReadAt: AT, appliedAt: AT, deadlineAt: null, touchedAt: Date.parse(AT) },
    },
    evidence: {
      ...{ v: 1, id: evidenceKey(key, 'file'), claimKey: key, url: '', originalUrl: '' },
      ...{
        kind: MIME[extname(file)]?.startsWith('video/') ? 'video' : 'photo',
        round: 1,
        seenAt: AT,
        state: 'kept',
        sha256,
      },
      ...{
        fetch: { usedUrl: '', at: AT, status: 0, headers: {}, how: 'file', tries: [], parts },
        name: null,
      },
    },
    blobs: { v: 1, sha256, size: bytes.length, mime: MIME[extname(file)] ?? '', addedAt: AT, parts },
  };
  // By a field of the page's own: a driver's message has no room for a minute of video.
  await page.evaluate((id) => {
    document.getElementById(id)?.remove();
    document.body.append(Object.assign(document.createElement('input'), { id, type: 'file' }));
  }, FIELD);
  await page.setInputFiles(`#${FIELD}`, [file]);
  await page.evaluate(
    async ([field, put]) => {
      const given = (document.getElementById(field) as HTMLInputElement).files![0]!;
      const kept = new Uint8Array(await given.arrayBuffer());
      await new Promise<void>((done, fail) => {
        const asked = indexedDB.open('claimlens');
        asked.onerror = () => fail(asked.error);
        asked.onsuccess = () => {
          const db = asked.result;
          const work = db.transaction(Object.keys(put), 'readwrite');
          work.objectStore('claims').put(put.claims);
          work.objectStore('evidence').put(put.evidence);
          work.objectStore('blobs').put({ ...put.blobs, bytes: kept });
          work.onabort = () => fail(work.error);
          work.oncomplete = () => {
            db.close();
            done();
          };
        };
      });
    },
    [FIELD, rows] as [string, typeof rows],
  );
  return key;
}
