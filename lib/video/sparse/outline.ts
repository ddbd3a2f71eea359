/** An MP4 or MOV file without its pictures and sound: what its container says, also where most of the file is not at hand. */
import { fourcc, u32be, u64be } from '../../formats/bytes.ts';
import { boxes } from '../../formats/iso-boxes.ts';
import { joined } from '../../formats/zip-write.ts';
import type { SparseFile } from '../../images/parts.ts';

/** Boxes of the outermost level: a plain recording has five; one in fragments two a second. */
const MOST_BOXES = 20_000;
/** All that is gathered: tables of four hours take less. */
const MOST_BYTES = 64_000_000;
const HEAD = 16;
/** With what such a file begins (ISO 14496-12 4.3, QuickTime File Format). */
const BEGINNINGS = ['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot'];
/** An `mdat` box without content. */
const EMPTY_MEDIA = Uint8Array.of(0, 0, 0, 8, 0x6d, 0x64, 0x61, 0x74);

export interface Outline {
  /** All boxes that are wholly at hand, in their order; those of the media data are empty. A file of the same kind. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Whether the tables of the samples are there. */
  hasTables: boolean;
  /** Whether the samples are told piece by piece all over the file. */
  inFragments: boolean;
}

/** Null for files of other kinds, and for what ends within its first box. */
export async function outlineOf(file: SparseFile): Promise<Outline | null> {
  const out: Uint8Array[] = [];
  let size = 0;
  let hasTables = false;
  let inFragments = false;
  let at = 0;
  for (let n = 0; n < MOST_BOXES && at + 8 <= file.size; n++) {
    const head = await file.read(at, Math.min(at + HEAD, file.size));
    if (!head) break;
    const type = fourcc(head, 4);
    if (n === 0 && !BEGINNINGS.includes(type)) return null;
    const said = u32be(head, 0);
    const length = said === 1 ? u64be(head, 8) : said === 0 ? file.size - at : said;
    if (length < (said === 1 ? HEAD : 8)) break;
    const end = at + length;
    if (type === 'mdat') out.push(EMPTY_MEDIA);
    else {
      size += length;
      const box = size <= MOST_BYTES ? await file.read(at, Math.min(end, file.size)) : null;
      if (!box) break;
      out.push(box);
      if (type === 'moof') inFragments = true;
      if (type === 'moov') {
        hasTables = true;
        for (const inner of boxes(box, 8, box.length, { left: 1_000 }))
          if (inner.type === 'mvex') inFragments = true;
      }
    }
    at = end;
  }
  return out.length > 0 ? { bytes: joined(out), hasTables, inFragments } : null;
}
