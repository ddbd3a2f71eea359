/** The two pictures of a finding, ready to be laid over each other. */
import { type Finding, factOf } from '../../claims/finding.ts';
import { thumbnails } from '../../provenance/index.ts';
import { DB_NAME } from '../../store/db.ts';
import { blobOf, comparePictures, pictureBlob } from './compare.ts';

export interface PicturePair {
  photo: Blob;
  source: Blob;
  /** Row-major homography, photo pixels → source pixels; null where the source shows the whole frame, only smaller. */
  transform: number[] | null;
  /** EXIF orientation (1 to 8) in which the source is stored beside the photo as shown; 1 but for embedded previews. */
  orientation: number;
}

const isHomography = (value: unknown): value is number[] =>
  Array.isArray(value) &&
  value.length === 9 &&
  value.every((n) => typeof n === 'number' && Number.isFinite(n));

const textFact = (finding: Finding, name: 'place' | 'sourcePlace'): string | undefined => {
  const value = factOf(finding, name);
  return typeof value === 'string' ? value : undefined;
};

/** Bytes of the preview inside a stored photo: the one at the finding's offset, else the first. */
async function previewInside(photo: Blob, offset: unknown): Promise<PicturePair | null> {
  const found = thumbnails(new Uint8Array(await photo.arrayBuffer()));
  const preview = found.find((one) => one.offset === offset) ?? found[0];
  if (!preview) return null;
  const source = new Blob([preview.bytes as BlobPart], { type: 'image/jpeg' });
  return { photo, source, transform: null, orientation: preview.orientation };
}

/**
 * Loads both pictures. The alignment found by the check is used as it is; only a finding without one is aligned again.
 * Null when one of the two is no longer kept.
 * @param dbName the database that keeps them; the shop's own by default
 */
export async function picturePair(
  photoSha: string,
  finding: Finding,
  dbName: string = DB_NAME,
): Promise<PicturePair | null> {
  const { against } = finding;
  const inside = !against || against.kind === 'thumbnail';
  const photo = inside
    ? await blobOf(photoSha, dbName)
    : await pictureBlob(photoSha, textFact(finding, 'place'), dbName);
  if (!photo) return null;
  if (inside) {
    return previewInside(photo, factOf(finding, 'offset'));
  }
  const transform = factOf(finding, 'transform');
  if (isHomography(transform)) {
    const source = await pictureBlob(against.sha256, textFact(finding, 'sourcePlace'), dbName);
    return source && { photo, source, transform, orientation: 1 };
  }
  const compared = await comparePictures(photoSha, against.sha256, dbName);
  return (
    compared && {
      photo,
      source: compared.source,
      transform: compared.match?.transform ?? null,
      orientation: 1,
    }
  );
}
