/** Pictures made from originals for a package: previews, marked regions beside their source, masked copies. */

import type { Dossier } from '../../cases/dossier.ts';
import type { Derived } from '../../cases/package/report.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { outlineRegions } from './outline-regions.ts';

type Made = Omit<Derived, 'path'>;
/** Longest side of one drawn picture, in pixels: enough to see a crack, small enough for a report. */
const SIDE = 1_000;
const PREVIEW_SIDE = 640;
const GAP = 12;
const JPEG = { type: 'image/jpeg', quality: 0.85 };

async function bitmapOf(db: ClaimLensDb, sha256: string): Promise<ImageBitmap | null> {
  const row = await db.blobs.get(sha256);
  if (!row?.mime.startsWith('image/')) return null;
  try {
    return await createImageBitmap(new Blob([row.bytes as BlobPart], { type: row.mime }));
  } catch {
    // The browser cannot draw it; the original is in the package all the same.
    return null;
  }
}

async function encode(canvas: OffscreenCanvas): Promise<Uint8Array> {
  return new Uint8Array(await (await canvas.convertToBlob(JPEG)).arrayBuffer());
}

function contextOf(width: number, height: number) {
  const canvas = new OffscreenCanvas(Math.max(1, width), Math.max(1, height));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no drawing surface');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  return { canvas, context };
}

const scaleFor = (bitmap: ImageBitmap, side: number): number =>
  Math.min(1, side / Math.max(bitmap.width, bitmap.height));

async function previewOf(db: ClaimLensDb, sha256: string): Promise<Made | null> {
  const bitmap = await bitmapOf(db, sha256);
  if (!bitmap) return null;
  const scale = scaleFor(bitmap, PREVIEW_SIDE);
  const { canvas, context } = contextOf(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return {
    from: sha256,
    what: 'preview',
    findingId: null,
    how: `reduced to ${canvas.width} x ${canvas.height}`,
    mime: JPEG.type,
    bytes: await encode(canvas),
  };
}

/** The photo with its regions outlined and numbered, and the other picture beside it where there is one. */
async function comparisonOf(db: ClaimLensDb, row: Dossier['findings'][number]): Promise<Made | null> {
  const { finding } = row;
  if (!finding.photo || !(finding.region?.length || finding.against)) return null;
  const photo = await bitmapOf(db, finding.photo);
  if (!photo) return null;
  const source =
    finding.against && finding.against.sha256 !== finding.photo
      ? await bitmapOf(db, finding.against.sha256)
      : null;
  const scale = scaleFor(photo, SIDE);
  const width = Math.round(photo.width * scale);
  const height = Math.round(photo.height * scale);
  const other = source ? Math.min(height / source.height, SIDE / source.width) : 0;
  const otherWidth = source ? Math.round(source.width * other) : 0;
  const { canvas, context } = contextOf(width + (source ? GAP + otherWidth : 0), height);
  context.drawImage(photo, 0, 0, width, height);
  outlineRegions(context, finding.region ?? [], scale);
  if (source) context.drawImage(source, width + GAP, 0, otherWidth, Math.round(source.height * other));
  photo.close();
  source?.close();
  return {
    from: finding.photo,
    what: finding.against ? 'comparison' : 'region',
    findingId: row.id,
    how: source
      ? 'photo with numbered regions (left), compared picture (right), both reduced'
      : 'photo with numbered regions, reduced',
    mime: JPEG.type,
    bytes: await encode(canvas),
  };
}

/** A full-size copy with the covered parts filled, so that nothing below them is left. */
async function maskedCopyOf(db: ClaimLensDb, sha256: string): Promise<Made | null> {
  const mask = await db.masks.get(sha256);
  if (!mask) return null;
  const bitmap = await bitmapOf(db, sha256);
  if (!bitmap) return null;
  const { canvas, context } = contextOf(bitmap.width, bitmap.height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  context.fillStyle = '#3a3f45';
  for (const { x, y, width, height } of mask.boxes) context.fillRect(x, y, width, height);
  return {
    from: sha256,
    what: 'masked',
    findingId: null,
    how: `${mask.boxes.length} parts covered by hand; metadata not copied`,
    mime: JPEG.type,
    bytes: await encode(canvas),
  };
}

/** The kept still of an archive file, which stands for it where the file itself is not at hand. */
async function archiveStill(db: ClaimLensDb, row: Dossier['archive'][number]): Promise<Made | null> {
  const still = row.still === null ? undefined : await db.blobs.get(row.still);
  if (!still || row.sha256 === null) return null;
  return {
    from: row.sha256,
    what: 'preview',
    findingId: null,
    how: `still of ${row.path}, reduced`,
    mime: still.mime,
    bytes: still.bytes,
  };
}

/** All pictures for a case's package, one at a time so that memory stays bounded by one full picture. */
export async function casePictures(db: ClaimLensDb, dossier: Dossier): Promise<Made[]> {
  const out: Made[] = [];
  const keep = (made: Made | null) => {
    if (made) out.push(made);
  };
  const originals = [...new Set(dossier.evidence.flatMap(({ sha256 }) => sha256 ?? []))];
  const shown = [...new Set([...originals, ...dossier.references.map(({ image }) => image.sha256)])];
  for (const sha256 of shown) keep(await previewOf(db, sha256));
  for (const row of dossier.archive) keep(await archiveStill(db, row));
  for (const row of dossier.findings) keep(await comparisonOf(db, row));
  for (const sha256 of originals) keep(await maskedCopyOf(db, sha256));
  return out;
}
