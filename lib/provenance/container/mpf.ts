/** Multi-Picture Format (CIPA DC-007): the large previews among the second pictures of a JPEG. */
import { startsWith, u8, u16be, u16le, u32be, u32le } from '../../formats/bytes.ts';
import { LIMITS } from '../limits.ts';
import { keep, type Walked } from './part.ts';

/** MP type codes of large thumbnails (VGA and full HD equivalent); others are gain maps, depth, panoramas, views. */
const LARGE_THUMBNAILS = new Set([0x010001, 0x010002, 0x010003, 0x010004, 0x010005]);

/**
 * @param at position of the TIFF header inside the MPF segment: offsets of the entries count from here.
 */
export function mpfPreviews(bytes: Uint8Array, w: Walked, at: number, length: number): void {
  const little = startsWith(bytes, at, 'II');
  if (!little && !startsWith(bytes, at, 'MM')) return;
  const u16 = little ? u16le : u16be;
  const u32 = little ? u32le : u32be;
  const end = at + length;
  const ifd = at + u32(bytes, at + 4);
  const count = Math.min(u16(bytes, ifd), 32);
  for (let i = 0; i < count; i++) {
    const entry = ifd + 2 + i * 12;
    if (entry + 12 > end) return;
    if (u16(bytes, entry) !== 0xb002) continue;
    const pictures = Math.min(Math.floor(u32(bytes, entry + 4) / 16), 32);
    const list = at + u32(bytes, entry + 8);
    for (let k = 0; k < pictures && list + k * 16 + 16 <= end; k++) {
      const type = u32(bytes, list + k * 16) & 0xffffff;
      const size = u32(bytes, list + k * 16 + 4);
      const from = at + u32(bytes, list + k * 16 + 8);
      if (!LARGE_THUMBNAILS.has(type) || size > LIMITS.previewBytes) continue;
      if (u8(bytes, from) === 0xff && u8(bytes, from + 1) === 0xd8) {
        keep(w, bytes, 'preview', 'jpeg:MPF-preview', from, size);
      }
    }
  }
}
