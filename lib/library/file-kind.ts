/** What a file that is no picture is, by its first bytes, so that it can be named with the way out. */
import { ProductError } from '../base/errors.ts';
import { sniff } from '../images/sniff.ts';

/** Codes of why a file gives no picture; the words stand in the locale files under `drop.problems`. */
export type NoPicture =
  | 'empty'
  | 'system-file'
  | 'buyers-folder'
  | 'archive-other'
  | 'archive-part'
  | 'archive-too-deep'
  | 'archive-empty'
  | 'sheet-beside'
  | 'video'
  | 'document'
  | 'design-file'
  | 'web-page'
  | 'text-file'
  | 'not-an-image';

/** A file that holds no picture and need not be read further. */
export class NoPictureError extends ProductError {
  override readonly name = 'NoPictureError';
  static {
    ProductError.register('NoPictureError', NoPictureError);
  }
  readonly problem: NoPicture;
  constructor(problem: NoPicture) {
    super(problem);
    this.problem = problem;
  }
}

/** First bytes that `fileKind` wants to see. */
export const HEAD = 512;

const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, HEAD));

/** Signatures at the file's beginning: the formats' own documents and the `file` tool's magic list. */
const SIGNATURES: [string, NoPicture][] = [
  ['Rar!\x1a\x07', 'archive-other'],
  ['7z\xbc\xaf\x27\x1c', 'archive-other'],
  ['\x1f\x8b', 'archive-other'],
  ['BZh', 'archive-other'],
  ['\xfd7zXZ\0', 'archive-other'],
  ['\x28\xb5\x2f\xfd', 'archive-other'],
  ['MSCF', 'archive-other'],
  ['\0\x05\x16\x07', 'system-file'],
  ['\0\x05\x16\0', 'system-file'],
  ['\0\0\0\x01Bud1', 'system-file'],
  ['%PDF', 'document'],
  ['{\\rtf', 'document'],
  ['8BPS', 'design-file'],
  ['%!PS', 'design-file'],
  ['\xc5\xd0\xd3\xc6', 'design-file'],
  ['gimp xcf', 'design-file'],
  ['FLV\x01', 'video'],
  ['\x30\x26\xb2\x75\x8e\x66\xcf\x11', 'video'],
  ['\0\0\x01\xba', 'video'],
];

/** `PK` records that a ZIP can begin with: a member, or the end record of an empty one; `PK\7\8` marks a split one. */
export const isZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 &&
  head[1] === 0x4b &&
  ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));

/** Whether a name is that of one part of a split archive: `goods.z01`, `goods.zip.001`, `goods.part2`. */
export const isPart = (name: string): boolean => /\.(z\d\d|part\d+|\d{3})$/i.test(name);

const isCompound = (text: string): boolean => text.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1');

/** Text by its bytes: no control characters but those that texts have. UTF-16 with its mark counts. */
function isText(text: string): boolean {
  if (/^(\xff\xfe|\xfe\xff)/.test(text)) return true;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells text from other bytes
  return !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text);
}

/**
 * Why these bytes are no picture; null when they begin like one, or like a ZIP.
 * @param name decides only between kinds that have the same bytes: a list in text is a sheet by its ending alone
 */
export function noPicture(head: Uint8Array, name: string): NoPicture | null {
  if (head.length === 0) return 'empty';
  const { kind } = sniff(head);
  if (kind === 'image' || isZip(head)) return null;
  if (kind === 'video') return 'video';
  if (/(^|\/)(thumbs\.db|desktop\.ini|\.ds_store|icon\r?|\.localized)$/i.test(name)) return 'system-file';
  const text = latin1(head);
  const known = SIGNATURES.find(([begin]) => text.startsWith(begin));
  if (known) return known[1];
  if (text.startsWith('RIFF') && text.slice(8, 11) === 'AVI') return 'video';
  if (text.slice(257, 262) === 'ustar') return 'archive-other';
  if (text.slice(2, 5) === '-lh') return 'archive-other';
  if (text.startsWith('PK\x07\x08') || isPart(name)) return 'archive-part';
  if (isCompound(text)) return /\.(doc|ppt|msg|cdr)$/i.test(name) ? 'document' : 'sheet-beside';
  if (/<svg[\s>]/i.test(text)) return 'design-file';
  if (/<\?mso-application progid="Excel|urn:schemas-microsoft-com:office:(excel|spreadsheet)/i.test(text))
    return 'sheet-beside';
  if (/^\s*(\xef\xbb\xbf)?<(!doctype html|html|head|body|table|meta)/i.test(text))
    return /\.xls\w?$/i.test(name) ? 'sheet-beside' : 'web-page';
  if (!isText(text)) return 'not-an-image';
  if (/\.svg$/i.test(name)) return 'design-file';
  return /\.(csv|tsv|tab|xls)$/i.test(name) || (/\.txt$/i.test(name) && /\t/.test(text))
    ? 'sheet-beside'
    : 'text-file';
}
