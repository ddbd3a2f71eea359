/** Evidence bytes that only the page itself could read: checked like any other bytes, and marked with how they came. */
import { keepEvidence } from '../../engine/fetch/fetch-evidence.ts';
import { fromBase64 } from '../../formats/base64.ts';
import { MAX_PHOTO_BYTES } from '../../images/limits.ts';
import { sniff } from '../../images/sniff.ts';
import type { ConsoleToBackground } from '../../platform/messages.ts';
import type { ClaimLensDb } from '../../store/db.ts';

/**
 * Keeps bytes that a content script read in the page's own context (`page`) or drew from the shown picture
 * (`pixels-only`: the file itself was not seen, and its findings say so).
 */
export async function keepPageBytes(
  db: ClaimLensDb,
  message: Extract<ConsoleToBackground, { type: 'page-bytes' }>,
  pageUrl: string,
): Promise<void> {
  const bytes = message.base64 === null ? null : fromBase64(message.base64);
  const row = await db.evidence.get(message.evidenceId);
  if (!bytes || !row || row.state === 'kept' || bytes.length > MAX_PHOTO_BYTES) return;
  const { kind, mime } = sniff(bytes);
  if (kind !== 'image') return;
  const now = new Date();
  const facts = {
    usedUrl: row.url,
    at: now.toISOString(),
    status: 0,
    headers: {},
    how: message.how,
    tries: [...(row.fetch?.tries ?? []), { url: pageUrl, outcome: message.how }],
  };
  await keepEvidence(db, row.id, bytes, mime, facts, null, now);
}
