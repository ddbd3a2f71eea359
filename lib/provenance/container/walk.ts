/** The type of a file from its first bytes, and the walk that fits it. */
import { latin1, startsWith, u8 } from '../../formats/bytes.ts';
import { walkBmff } from './bmff.ts';
import { walkFlv } from './flv.ts';
import { walkGif } from './gif.ts';
import { walkJpeg } from './jpeg.ts';
import { walkMatroska } from './matroska.ts';
import { keep, note, type Walked, walked } from './part.ts';
import { walkPng } from './png.ts';
import { walkRiff } from './riff.ts';

export function walk(bytes: Uint8Array): Walked {
  if (u8(bytes, 0) === 0xff && u8(bytes, 1) === 0xd8) return walkJpeg(bytes);
  if (u8(bytes, 0) === 0x89 && startsWith(bytes, 1, 'PNG')) return walkPng(bytes);
  if (startsWith(bytes, 0, 'RIFF') && /WEBP|AVI /.test(latin1(bytes.subarray(8, 12)))) return walkRiff(bytes);
  if (startsWith(bytes, 0, 'GIF8')) return walkGif(bytes);
  if (startsWith(bytes, 4, 'ftyp') || startsWith(bytes, 4, 'JXL ')) return walkBmff(bytes);
  if (startsWith(bytes, 0, 'FLV\x01')) return walkFlv(bytes);
  if (startsWith(bytes, 0, '\x1aEß£')) return walkMatroska(bytes);
  if (startsWith(bytes, 0, 'II*\0') || startsWith(bytes, 0, 'MM\0*')) {
    const w = walked('image/tiff', 'tiff');
    keep(w, bytes, 'exif', 'tiff', 0, bytes.length);
    return w;
  }
  return other(bytes);
}

/** Types without a walk: their name, and their bytes as one block that a label may stand in. */
function other(bytes: Uint8Array): Walked {
  let w = walked('application/octet-stream', 'file');
  if (startsWith(bytes, 0, 'BM')) w = walked('image/bmp', 'bmp');
  if (bytes.length === 0) note(w, 'file', 'empty');
  else if (w.prefix === 'file') note(w, 'file', 'type-not-known');
  keep(w, bytes, 'trailer', `${w.prefix}:bytes`, 0, bytes.length);
  return w;
}
