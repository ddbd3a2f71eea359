/** The small pictures that a photo file carries of itself: EXIF thumbnail, MPF preview, Photoshop and JFXX thumbnails. */

import { u8 } from '../../formats/bytes.ts';
import { readJumbf } from '../c2pa/jumbf.ts';
import { readStore } from '../c2pa/store.ts';
import { walkJpeg } from '../container/jpeg.ts';
import { RESOURCE } from '../formats/photoshop.ts';
import { LIMITS } from '../limits.ts';
import { open, type Reading } from '../reading.ts';

export interface Preview {
  /** `jpeg:EXIF-thumbnail`, `jpeg:MPF-preview`, `jpeg:APP13-thumbnail`, … */
  place: string;
  /** A complete JPEG. */
  bytes: Uint8Array;
  width: number;
  height: number;
  offset: number;
  /** EXIF orientation of the main picture (1 to 8): a preview is usually stored unturned. */
  orientation: number;
}

/** Embedded previews as JPEG bytes, not decoded. Never throws; damaged ones are left out. */
export function thumbnails(bytes: Uint8Array): Preview[] {
  let r: Reading;
  try {
    r = open(bytes, '');
  } catch {
    return [];
  }
  const [orientation = 1] = r.exif[0] ? r.exif[0].exif.numbers(r.exif[0].exif.get('IFD0', 0x0112)) : [];
  const out: Preview[] = [];
  const add = (place: string, data: Uint8Array, offset: number) => {
    if (out.length >= LIMITS.previews || data.length > LIMITS.previewBytes) return;
    if (u8(data, 0) !== 0xff || u8(data, 1) !== 0xd8) return;
    const { width, height } = walkJpeg(data);
    if (width === 0 || height === 0) return;
    out.push({ place, bytes: data, width, height, offset, orientation });
  };
  for (const block of r.exif) {
    const [from = 0] = block.exif.numbers(block.exif.get('IFD1', 0x0201));
    const [length = 0] = block.exif.numbers(block.exif.get('IFD1', 0x0202));
    // A length that passes the end of the block by a little is common; a picture that is mostly missing is none.
    if (from > 0 && length > 0 && from + length * 0.9 <= block.part.data.length) {
      const offset = block.part.stored ? block.part.offset + from : -1;
      add(`${block.place}-thumbnail`, block.part.data.subarray(from, from + length), offset);
    }
  }
  for (const part of r.w.parts) if (part.kind === 'preview') add(part.place, part.data, part.offset);
  for (const { part, list } of r.resources) {
    for (const resource of list) {
      if (resource.id !== RESOURCE.thumbnail) continue;
      // 28 bytes of header (format 1 = JPEG, sizes), then the JPEG (Adobe Photoshop file formats, resource 1036).
      const offset = part.stored ? part.offset + resource.at + 28 : -1;
      if (u8(resource.data, 3) === 1) add(`${part.place}-thumbnail`, resource.data.subarray(28), offset);
    }
  }
  for (const part of r.w.parts) {
    const root = part.kind === 'jumbf' ? readJumbf(part.data) : null;
    const data = root && readStore(root).manifests.at(-1)?.thumbnail;
    // The place inside the store is the validator's to show; the store may be split over segments.
    if (data) add(`${part.place}-C2PA-thumbnail`, data, -1);
  }
  return out;
}
