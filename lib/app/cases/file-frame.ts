/** One frame of a buyer's video, filed in the case as an exhibit: what was drawn, from which file, at which second. */
import { contentHash, sha256Hex } from '../../claims/canonical.ts';
import { toBase64 } from '../../formats/base64.ts';
import type { NoteRow } from '../../store/case-rows.ts';
import { shopDb } from '../../store/db.ts';
import { appendLedger } from '../../store/ledger.ts';
import { rowHash } from '../../store/logged/row.ts';
import { drawnFrame } from '../pictures/drawn.ts';
import { openCase } from './cases.ts';

/**
 * Files a frame in the claim's case, which is opened where there is none. The same frame is filed once.
 * @param video hash of the video's file @param second from its start @param text one sentence for the case and the report
 */
export async function fileFrame(
  claimKey: string,
  video: string,
  second: number,
  text: string,
): Promise<void> {
  const png = await drawnFrame(video, second);
  if (!png) throw new Error('the video is not kept');
  await openCase(claimKey);
  const db = shopDb();
  const at = new Date().toISOString();
  const frame = { video, second, sha256: sha256Hex(png) };
  await db.transaction('rw', [db.notes, db.ledger, db.meta], async () => {
    const filed = await db.notes.where('claimKey').equals(claimKey).toArray();
    if (filed.some((note) => note.shot && note.frame?.sha256 === frame.sha256)) return;
    const id = contentHash([claimKey, at, text, frame]);
    const shot = { mime: 'image/png', base64: toBase64(png) };
    const row: NoteRow = { v: 1, id, claimKey, at, text, frame, shot };
    await db.notes.put(row);
    await appendLedger(db, [{ what: 'note-added', subject: claimKey, data: { id, row: rowHash(row) } }], at);
  });
}
