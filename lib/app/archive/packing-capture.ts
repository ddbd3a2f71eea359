/** Packing proof taken on the spot: a photo or short video of the packing table, kept with its hash, time and number. */
import { normalNumber, numbersIn, updateIndex, withNumbers } from '../../cases/archive.ts';
import { sendToBackground } from '../../platform/background-port.ts';
import type { ArchiveFileRow } from '../../store/case-rows.ts';
import { shopDb } from '../../store/db.ts';
import { appendLedger } from '../../store/ledger.ts';
import { askForFrames, examined } from './archive.ts';
import { CAMERA_FOLDER } from './camera-folder.ts';

/** Longest video, in seconds: packing one parcel, and a few tens of megabytes at most. */
export const LONGEST_VIDEO_S = 60;

/** Whether a text can be an order or waybill number that a claim is found by. */
export const isNumber = (text: string): boolean => numbersIn(text).includes(normalNumber(text));

/** `20261002-143005-SF1234567890123.jpg`, in the machine's own time, as people sort such files. */
function nameOf(number: string, at: Date, mime: string): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
  const time = `${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;
  return `${day}-${time} ${normalNumber(number)}.${mime.startsWith('video/') ? 'webm' : 'jpg'}`;
}

/**
 * Keeps a capture. Its time is this machine's clock, entered into the log together with the hash, so that it cannot be moved
 * later without breaking the chain; it proves no time by itself.
 * @throws RangeError for a text that is no number
 */
export async function keepCapture(capture: Blob, number: string, at: Date): Promise<ArchiveFileRow> {
  if (!isNumber(number)) throw new RangeError('no order or waybill number');
  const db = shopDb();
  const file = new File([capture], nameOf(number, at, capture.type), {
    type: capture.type,
    lastModified: at.getTime(),
  });
  const [row] = updateIndex(
    [],
    CAMERA_FOLDER,
    [{ path: file.name, size: file.size, modified: at.getTime() }],
    at.toISOString(),
  );
  if (!row) throw new RangeError('no picture or video');
  const kept = withNumbers(await examined(row, file), [number]);
  const { sha256 } = kept;
  if (!sha256) throw new RangeError('no bytes');
  const bytes = new Uint8Array(await file.arrayBuffer());
  await db.transaction('rw', [db.archiveFiles, db.blobs, db.ledger, db.meta], async () => {
    await db.blobs.put({
      v: 1,
      sha256,
      bytes,
      size: bytes.length,
      mime: capture.type.split(';')[0] ?? '',
      addedAt: at.toISOString(),
    });
    await db.archiveFiles.put(kept);
    await appendLedger(
      db,
      [
        {
          what: 'packing-captured',
          subject: kept.id,
          data: { sha256, number: normalNumber(number), clock: at.toISOString() },
        },
      ],
      at.toISOString(),
    );
  });
  await askForFrames(db, CAMERA_FOLDER);
  await sendToBackground({ type: 'wake-engine' });
  return kept;
}
