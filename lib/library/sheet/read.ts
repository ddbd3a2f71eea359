/** Any spreadsheet file by its content: workbooks, lists in text, tables in HTML; what is read nowhere is refused with the way out. */
import { decodeText, guessEncoding, type TextEncoding } from '../../formats/text-encoding.ts';
import { isZip } from '../file-kind.ts';
import { mappingOf } from './columns.ts';
import { csvOf } from './csv.ts';
import { sheetOf } from './header.ts';
import { htmlGrids } from './html-table.ts';
import { type Grid, SHEET_FIELDS, type Sheet, SheetError, type SheetFile } from './model.ts';
import { tablesOf } from './tables.ts';
import { xlsxGrids } from './xlsx/workbook.ts';

/** Largest list in text: 200 000 rows of half a kilobyte. */
const MAX_TEXT = 150_000_000;

/** How much of a sheet is understood: fields, pictures, then rows. */
function understood(sheet: Sheet): number {
  const mapping = mappingOf(sheet);
  const fields = SHEET_FIELDS.filter((field) => mapping[field] !== undefined).length;
  const pictures = mapping.images.length > 0 || sheet.media.some((some) => some.length > 0);
  // What the seller does not see is not meant.
  const hidden = sheet.hidden ? 100 : 0;
  return (
    -hidden +
    fields * 2 +
    (pictures ? 5 : 0) +
    (sheet.rows.length > 0 ? 1 : 0) +
    Math.min(0.9, sheet.rows.length / 1e6)
  );
}

/** The grids that hold anything, as sheets. Throws SheetError when none does. */
function fileOf(grids: Grid[], encoding: TextEncoding | null, elsewhere = 0): SheetFile {
  const sheets: Sheet[] = [];
  let problem: unknown = new SheetError('empty', 'empty');
  for (const grid of grids.flatMap(tablesOf)) {
    try {
      sheets.push(sheetOf(grid));
    } catch (error) {
      if (!(error instanceof SheetError)) throw error;
      if (error.problem !== 'empty') problem = error;
    }
  }
  if (sheets.length === 0) throw problem;
  let best = 0;
  for (const [i, sheet] of sheets.entries()) if (understood(sheet) > understood(sheets[best]!)) best = i;
  return { sheets, best, encoding, elsewhere };
}

/** Binary workbooks of Excel 97 to 2003 lie in compound files, and so do XLSX files with a password. */
async function refuseCompound(file: Blob): Promise<never> {
  const text = new TextDecoder('latin1').decode(await file.slice(0, 2_000_000).arrayBuffer());
  const locked = text.includes([...'EncryptedPackage'].join('\0'));
  throw new SheetError(
    locked ? 'protected by a password' : 'a workbook of Excel 97-2003',
    locked ? 'password' : 'old-format',
  );
}

/** Reads a spreadsheet by its bytes, whatever it is called. Throws SheetError. */
export async function readSheets(file: Blob, encoding?: TextEncoding): Promise<SheetFile> {
  const name = file instanceof File ? file.name : '';
  const head = new Uint8Array(await file.slice(0, 1_024).arrayBuffer());
  if (head.length === 0) throw new SheetError('empty', 'empty');
  if (isZip(head) || (head[0] === 0x50 && head[1] === 0x4b)) {
    const { grids, elsewhere } = await xlsxGrids(file);
    return fileOf(grids, null, elsewhere);
  }
  if (head[0] === 0xd0 && head[1] === 0xcf && head[2] === 0x11 && head[3] === 0xe0)
    return refuseCompound(file);
  if (file.size > MAX_TEXT) throw new SheetError('too large', 'too-large');
  return readText(new Uint8Array(await file.arrayBuffer()), name, encoding);
}

/** As `readSheets` for what is text: a list, or tables in markup. */
export function readText(bytes: Uint8Array, name: string, encoding?: TextEncoding): SheetFile {
  const used = encoding ?? declared(bytes) ?? guessEncoding(bytes);
  const begin = decodeText(bytes.subarray(0, 4_000), used);
  // A BIFF stream without its compound file, as Excel 2 to 5 wrote it.
  if (bytes[0] === 0x09 && (bytes[1] ?? 0) <= 8 && bytes[1] !== 0x09)
    throw new SheetError('a workbook of Excel 2-5', 'old-format');
  if (/^MIME-Version:/im.test(begin.slice(0, 500))) throw new SheetError('a web archive', 'old-format');
  if (
    /^\s*\uFEFF?\s*<(!doctype|html|head|body|table|meta|style|\?xml|\?mso|!--|div|[a-z]+:workbook|workbook)/i.test(
      begin,
    )
  ) {
    const grids = htmlGrids(decodeText(bytes, used), name);
    if (grids.length === 0) throw new SheetError('no table in it', 'no-sheet');
    return fileOf(grids, used);
  }
  return fileOf([csvOf(bytes, name, used).grid], used);
}

/** The character set that markup names for itself; null without one that is known here. */
function declared(bytes: Uint8Array): TextEncoding | null {
  const begin = new TextDecoder('latin1').decode(bytes.subarray(0, 2_000));
  if (!/^\s*(\xef\xbb\xbf)?\s*</.test(begin)) return null;
  const label = /(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)/i.exec(begin)?.[1];
  try {
    return label
      ? ((new TextDecoder(label).encoding as TextEncoding).replace(/^gbk$/, 'gb18030') as TextEncoding)
      : null;
  } catch {
    return null;
  }
}

/** The sheet of a file that is understood best. Throws SheetError. */
export async function readSheetFile(file: Blob): Promise<Sheet> {
  const { sheets, best } = await readSheets(file);
  return sheets[best]!;
}
