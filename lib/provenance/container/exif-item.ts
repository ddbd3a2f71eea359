/** The EXIF item of a HEIC or AVIF file (ISO 23008-12 annex A). */
import { u32be } from '../../formats/bytes.ts';
import { keep, type Walked } from './part.ts';

/** An EXIF item starts with the distance to the TIFF header. */
export function exifWithOffset(
  bytes: Uint8Array,
  w: Walked,
  place: string,
  at: number,
  length: number,
): void {
  const skip = 4 + u32be(bytes, at);
  const from = skip < length ? skip : 4;
  keep(w, bytes, 'exif', place, at + from, length - from);
}
