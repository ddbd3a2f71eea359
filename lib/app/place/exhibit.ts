/** The row of patches as one picture, filed in the case with what was looked at. */
import { contentHash } from '../../claims/canonical.ts';
import { toBase64 } from '../../formats/base64.ts';
import type { Box } from '../../pixels/box.ts';
import type { NoteRow } from '../../store/case-rows.ts';
import { shopDb } from '../../store/db.ts';
import { appendLedger } from '../../store/ledger.ts';
import { rowHash } from '../../store/logged/row.ts';
import { openCase } from '../cases/cases.ts';

/** One cell of the exhibit. */
export interface ExhibitPatch {
  sha256: string;
  state: string;
  /** Null where the place was not found. */
  jpeg: Uint8Array | null;
  /** What the picture is, and what can be said of the place. */
  words: [picture: string, state: string];
}

const CELL = 240;
const LINE = 18;
const GAP = 10;
const ACROSS = 4;

/** Draws cells in rows, each with two lines of words; returns a JPEG. `mark`: the marked box in shares of a patch. */
async function drawExhibit(patches: readonly ExhibitPatch[], mark: Box): Promise<Uint8Array> {
  const columns = Math.min(ACROSS, patches.length);
  const rows = Math.ceil(patches.length / columns);
  const high = CELL + 2 * LINE + GAP;
  const canvas = new OffscreenCanvas(columns * (CELL + GAP) + GAP, rows * (high + GAP) + GAP);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no drawing surface');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const [i, patch] of patches.entries()) {
    const x = GAP + (i % columns) * (CELL + GAP);
    const y = GAP + Math.floor(i / columns) * (high + GAP);
    context.fillStyle = '#e6e8eb';
    context.fillRect(x, y, CELL, CELL);
    if (patch.jpeg) {
      const bitmap = await createImageBitmap(new Blob([patch.jpeg as BlobPart], { type: 'image/jpeg' }));
      context.drawImage(bitmap, x, y, CELL, CELL);
      bitmap.close();
      // A light line on a dark one shows on any picture.
      for (const [width, colour] of [
        [4, '#1b1d20'],
        [2, '#ffd23f'],
      ] as const) {
        context.lineWidth = width;
        context.strokeStyle = colour;
        context.strokeRect(x + mark.x * CELL, y + mark.y * CELL, mark.width * CELL, mark.height * CELL);
      }
    }
    context.fillStyle = '#1c2430';
    context.textBaseline = 'top';
    for (const [k, words] of patch.words.entries()) {
      context.font = `${k === 0 ? 600 : 400} 13px system-ui, "PingFang SC", "Microsoft YaHei", sans-serif`;
      context.fillText(words, x, y + CELL + 4 + k * LINE, CELL);
    }
  }
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.88 });
  return new Uint8Array(await blob.arrayBuffer());
}

/**
 * Files the exhibit in the claim's case, which is opened where there is none.
 * @param box the place in the photo's own pixels @param mark the same in shares of a patch @param text one sentence for the case and the report
 */
export async function filePlace(
  claimKey: string,
  exhibit: { photo: string; box: Box; mark: Box; text: string; patches: readonly ExhibitPatch[] },
): Promise<void> {
  const { photo, box, mark, text, patches } = exhibit;
  const shot = { mime: 'image/jpeg', base64: toBase64(await drawExhibit(patches, mark)) };
  await openCase(claimKey);
  const db = shopDb();
  const at = new Date().toISOString();
  await db.transaction('rw', [db.notes, db.ledger, db.meta], async () => {
    const looked = patches.map(({ sha256, state }) => ({ sha256, state }));
    const place = { photo, box, looked };
    const id = contentHash([claimKey, at, text, place]);
    const row: NoteRow = { v: 1, id, claimKey, at, text, place, shot };
    await db.notes.put(row);
    await appendLedger(db, [{ what: 'note-added', subject: claimKey, data: { id, row: rowHash(row) } }], at);
  });
}
