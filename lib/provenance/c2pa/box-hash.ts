/** General box hash (C2PA 2.1, 18.8): hashes over runs of named JPEG segments or PNG chunks. */
import { fourcc, startsWith, u8, u16be, u32be } from '../../formats/bytes.ts';
import { LIMITS } from '../limits.ts';
import { type Cbor, isMap } from './cbor.ts';
import { sha256 } from './sha256.ts';

interface FileBox {
  name: string;
  from: number;
  to: number;
}

/** @returns whether all boxes match; null when the file is of another type or the hash of another kind. */
export function boxesFit(file: Uint8Array, listed: Cbor[]): boolean | null {
  const boxes = u8(file, 0) === 0xff ? jpegBoxes(file) : startsWith(file, 1, 'PNG') ? pngBoxes(file) : null;
  if (!boxes) return null;
  let next = 0;
  for (const entry of listed.slice(0, LIMITS.jpegSegments)) {
    if (!isMap(entry) || !Array.isArray(entry.names) || !(entry.hash instanceof Uint8Array)) return null;
    if (entry.alg !== undefined && entry.alg !== 'sha256') return null;
    const run = boxes.slice(next, next + entry.names.length);
    if (run.length !== entry.names.length || run.some((b, i) => b.name !== (entry.names as Cbor[])[i]))
      return false;
    next += run.length;
    if (run.some((b) => b.name === 'C2PA') || entry.excluded === true) continue;
    const hash = sha256([file.subarray(run[0]!.from, run.at(-1)!.to)]);
    const wanted = entry.hash;
    if (hash.some((v, i) => v !== wanted[i])) return false;
  }
  return next === boxes.length;
}

const NAMES: Record<number, string> = {
  196: 'DHT',
  204: 'DAC',
  216: 'SOI',
  217: 'EOI',
  218: 'SOS',
  219: 'DQT',
  220: 'DNL',
  221: 'DRI',
  254: 'COM',
};

function nameOf(marker: number): string {
  if (marker >= 0xe0 && marker <= 0xef) return `APP${marker - 0xe0}`;
  return NAMES[marker] ?? (marker >= 0xc0 && marker <= 0xcf ? `SOF${marker - 0xc0}` : `X${marker}`);
}

/** Segments of a JPEG; a scan ends where the next marker that is no restart begins; the store's segments are one box. */
function jpegBoxes(file: Uint8Array): FileBox[] {
  const out: FileBox[] = [{ name: 'SOI', from: 0, to: 2 }];
  let at = 2;
  while (at + 1 < file.length && out.length < LIMITS.jpegSegments) {
    if (file[at] !== 0xff) break;
    const marker = u8(file, at + 1);
    if (marker === 0xd9) {
      out.push({ name: 'EOI', from: at, to: at + 2 });
      break;
    }
    let to = at + 2 + u16be(file, at + 2);
    if (marker === 0xda) {
      while (to + 1 < file.length) {
        const next = u8(file, to + 1);
        if (file[to] === 0xff && next !== 0 && !(next >= 0xd0 && next <= 0xd7)) break;
        to++;
      }
    }
    const store = marker === 0xeb && startsWith(file, at + 4, 'JP') && startsWith(file, at + 16, 'jumb');
    const last = out.at(-1)!;
    if (store && last.name === 'C2PA') last.to = to;
    else out.push({ name: store ? 'C2PA' : nameOf(marker), from: at, to });
    at = to;
  }
  return out;
}

function pngBoxes(file: Uint8Array): FileBox[] {
  const out: FileBox[] = [{ name: 'PNGh', from: 0, to: 8 }];
  let at = 8;
  while (at + 12 <= file.length && out.length < LIMITS.pngChunks) {
    const to = at + 12 + u32be(file, at);
    const type = fourcc(file, at + 4);
    out.push({ name: type === 'caBX' ? 'C2PA' : type, from: at, to });
    at = to;
    if (type === 'IEND') break;
  }
  return out;
}
