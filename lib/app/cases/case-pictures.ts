/** Pictures made from originals for a package, covered where the seller covered them: previews, marked regions beside their source, full-size copies. */

import type { Dossier } from '../../cases/dossier.ts';
import type { Derived } from '../../cases/package/report.ts';
import { sha256Hex } from '../../claims/canonical.ts';
import { factOf } from '../../claims/finding.ts';
import { compareInstants } from '../../claims/instants.ts';
import { fromBase64 } from '../../formats/base64.ts';
import { timeOf } from '../../images/held.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { drawnPicture } from '../pictures/drawn.ts';
import { coveredPicture } from './covered.ts';
import { outlineRegions } from './outline-regions.ts';

type Made = Omit<Derived, 'path'>;
/** Longest side of one drawn picture, in pixels: enough to see a crack, small enough for a report. */
const SIDE = 1_000;
const PREVIEW_SIDE = 640;
const GAP = 12;
const JPEG = { type: 'image/jpeg', quality: 0.85 };

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
  const bitmap = await coveredPicture(db, sha256);
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

/** The picture that a finding is about: the photo, or the frame of a video that it names. */
async function pictureOf(
  db: ClaimLensDb,
  sha256: string,
  place: string | undefined,
): Promise<ImageBitmap | null> {
  if (place === undefined || timeOf(place) === undefined) return coveredPicture(db, sha256);
  const blob = await drawnPicture(sha256, place);
  return blob && createImageBitmap(blob);
}

/** The photo with its regions outlined and numbered, and the other picture beside it where there is one. */
async function comparisonOf(db: ClaimLensDb, row: Dossier['findings'][number]): Promise<Made | null> {
  const { finding } = row;
  if (!finding.photo || !(finding.region?.length || finding.against)) return null;
  const place = factOf(finding, 'place');
  const photo = await pictureOf(db, finding.photo, place);
  if (!photo) return null;
  const source =
    finding.against && finding.against.sha256 !== finding.photo
      ? await pictureOf(db, finding.against.sha256, factOf(finding, 'sourcePlace'))
      : null;
  const second = timeOf(place);
  const photoWord = second === undefined ? 'photo' : `frame at ${second.toFixed(3)} s of the video`;
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
      ? `${photoWord} with numbered regions (left), compared picture (right), both reduced`
      : `${photoWord} with numbered regions, reduced`,
    ...(second !== undefined && { second }),
    mime: JPEG.type,
    bytes: await encode(canvas),
  };
}

/** A full-size copy with the covered parts filled. */
async function maskedCopyOf(db: ClaimLensDb, sha256: string): Promise<Made | null> {
  const mask = await db.masks.get(sha256);
  if (!mask) return null;
  const bitmap = await coveredPicture(db, sha256);
  if (!bitmap) return null;
  const { canvas, context } = contextOf(bitmap.width, bitmap.height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
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

/** A filed row of patches, as it was drawn then; null where one of its pictures was covered since: it may show what lies below. */
async function placeOf(
  db: ClaimLensDb,
  { at, place, shot, text }: Dossier['notes'][number],
): Promise<Made | null> {
  if (!place || !shot) return null;
  const masks = await db.masks.bulkGet([place.photo, ...place.looked.map(({ sha256 }) => sha256)]);
  if (masks.some((mask) => mask && compareInstants(mask.at, at) > 0)) return null;
  return {
    from: place.photo,
    what: 'place',
    findingId: null,
    how: 'one place of the photo and of other pictures, turned to one view, scaled and brought to one light',
    caption: text,
    mime: shot.mime,
    bytes: fromBase64(shot.base64) ?? new Uint8Array(),
  };
}

/** A filed frame, as it was drawn then; null where its bytes are not those that the log names. */
function frameOf({ frame, shot, text }: Dossier['notes'][number]): Made | null {
  const bytes = frame && shot && fromBase64(shot.base64);
  if (!bytes || sha256Hex(bytes) !== frame.sha256) return null;
  return {
    from: frame.video,
    what: 'frame',
    findingId: null,
    how: `frame at ${frame.second.toFixed(3)} s, decoded upright, longest side at most 1024, no loss`,
    caption: text,
    second: frame.second,
    mime: 'image/png',
    bytes,
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
  for (const note of dossier.notes) keep((await placeOf(db, note)) ?? frameOf(note));
  for (const sha256 of originals) keep(await maskedCopyOf(db, sha256));
  return out;
}
