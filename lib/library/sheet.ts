/** Spreadsheets with picture addresses: CSV and XLSX to rows, header words recognised, a mapping shown before anything starts. */

import Papa from 'papaparse';
import * as v from 'valibot';
import { ProductError } from '../base/errors.ts';
import { HttpsUrl } from '../claims/model.ts';
import { openZip } from '../formats/zip-read.ts';

/** What a column can mean to the library. */
export const SHEET_FIELDS = ['product', 'itemId', 'sku', 'image', 'moreImages'] as const;
export type SheetField = (typeof SHEET_FIELDS)[number];

/** Column index per field; a field may be missing. */
export type SheetMapping = Partial<Record<SheetField, number>>;

export interface Sheet {
  header: string[];
  rows: string[][];
}

export interface SheetPicture {
  productKey: string;
  title: string;
  itemId: string | null;
  url: string;
}

/** Bounds: a catalogue export of a large shop, not a denial of service. */
const MAX_ROWS = 200_000;
const MAX_COLUMNS = 400;
const MAX_CELL = 20_000;
/** All parts of a workbook, unpacked: a sheet of 200 000 rows is about 150 MB of XML. */
const MAX_UNPACKED = 400_000_000;

export class SheetError extends ProductError {
  override readonly name = 'SheetError';
  static {
    ProductError.register('SheetError', SheetError);
  }
}

/**
 * Header words per field, lower case, longest match first. Shopify and WooCommerce product exports, Taobao data package
 * (助理 CSV) and Pinduoduo / generic Chinese sheets.
 */
const WORDS: Record<SheetField, string[]> = {
  product: [
    'product name',
    'item name',
    'title',
    'name',
    'handle',
    '商品名称',
    '商品标题',
    '宝贝名称',
    '宝贝标题',
    '标题',
    '品名',
  ],
  itemId: [
    'product id',
    'item id',
    'listing id',
    'parent sku',
    'handle',
    'id',
    '商品id',
    '商品编号',
    '宝贝id',
    '数字id',
    '货品id',
  ],
  sku: ['variant sku', 'seller sku', 'sku', 'outer_id', '商家编码', '商品编码', '货号', 'sku编码'],
  image: [
    'image src',
    'main image',
    'image url',
    'images',
    'image',
    'picture',
    '主图',
    '商品主图',
    '图片地址',
    '图片链接',
    '宝贝图片',
    '新图片',
    '轮播图',
    '图片',
  ],
  moreImages: [
    'additional image link',
    'additional images',
    'variant image',
    '附图',
    '详情图',
    'sku图',
    '其他图片',
  ],
};

const clean = (text: string): string =>
  text
    .replace(/^\uFEFF/, '')
    .normalize('NFKC')
    .trim()
    .toLowerCase();

/** Guesses the mapping from the header: exact words first, then words contained in a header cell. */
export function guessMapping(header: string[]): SheetMapping {
  const cells = header.map(clean);
  const mapping: SheetMapping = {};
  const taken = new Set<number>();
  for (const exact of [true, false]) {
    for (const field of SHEET_FIELDS) {
      if (mapping[field] !== undefined) continue;
      for (const word of WORDS[field]) {
        const at = cells.findIndex(
          (cell, i) => !taken.has(i) && (exact ? cell === word : cell.includes(word)),
        );
        if (at >= 0) {
          mapping[field] = at;
          taken.add(at);
          break;
        }
      }
    }
  }
  return mapping;
}

function bounded(rows: string[][]): Sheet {
  if (rows.length > MAX_ROWS) throw new SheetError('too many rows');
  // Taobao data packages carry machine names in the first line and words in the second or third: take the line that maps best.
  const candidates = rows.slice(0, 4);
  const score = (row: string[]): number => Object.keys(guessMapping(row)).length;
  let head = 0;
  for (const [i, row] of candidates.entries()) if (score(row) > score(candidates[head] ?? [])) head = i;
  const header = rows[head];
  if (!header?.length) throw new SheetError('empty');
  if (header.length > MAX_COLUMNS) throw new SheetError('too many columns');
  return { header, rows: rows.slice(head + 1).filter((row) => row.some((cell) => cell.trim())) };
}

/** Chinese exports are often GBK without saying so; UTF-16 ones (Taobao) begin with a byte order mark. */
function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** Reads CSV or tab-separated text in UTF-8, UTF-16 or GBK. Throws SheetError. */
export function readCsv(bytes: Uint8Array): Sheet {
  const { data } = Papa.parse<string[]>(textOf(bytes), { skipEmptyLines: 'greedy', preview: MAX_ROWS + 5 });
  return bounded(data.map((row) => row.map((cell) => String(cell).slice(0, MAX_CELL))));
}

/** A workbook is unpacked whole by its reader, to the sizes that its directory declares: those are added up first. */
async function refuseBomb(blob: Blob): Promise<void> {
  let total = 0;
  try {
    for (const { size } of await openZip(blob)) total += size;
  } catch (error) {
    throw new SheetError(error instanceof Error ? error.message : 'not a workbook');
  }
  if (total > MAX_UNPACKED) throw new SheetError('too large when unpacked');
}

/** Reads the first sheet of an XLSX workbook. Throws SheetError when it is none. */
export async function readXlsx(blob: Blob): Promise<Sheet> {
  await refuseBomb(blob);
  const { readSheet } = await import('read-excel-file/universal');
  let rows: unknown[][];
  try {
    rows = await readSheet(blob);
  } catch (error) {
    throw new SheetError(error instanceof Error ? error.message : 'not a workbook');
  }
  return bounded(
    rows.map((row) =>
      row.map((cell) => (cell === null || cell === undefined ? '' : String(cell)).slice(0, MAX_CELL)),
    ),
  );
}

/** Reads a spreadsheet by its first bytes: a ZIP container is XLSX, anything else is text. Throws SheetError. */
export async function readSheetFile(file: Blob): Promise<Sheet> {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  if (head[0] === 0x50 && head[1] === 0x4b) return readXlsx(file);
  return readCsv(new Uint8Array(await file.arrayBuffer()));
}

/** https addresses in a cell: separated by space, comma, semicolon, pipe or line break; `//host/…` is completed. */
export function addressesIn(cell: string): string[] {
  return cell
    .split(/[\s,;|"'<>]+/)
    .map((part) => (part.startsWith('//') ? `https:${part}` : part.replace(/^http:\/\//i, 'https://')))
    .filter((part) => v.is(HttpsUrl, part));
}

/**
 * Pictures that a sheet names, by product. Rows without an own product name belong to the product above (Shopify writes
 * one line per further picture). `unusable` lists rows that named no readable address.
 */
export function picturesOf(
  sheet: Sheet,
  mapping: SheetMapping,
): { pictures: SheetPicture[]; unusable: { row: number; why: string }[] } {
  const pictures: SheetPicture[] = [];
  const unusable: { row: number; why: string }[] = [];
  const seen = new Set<string>();
  const at = (row: string[], field: SheetField): string => {
    const column = mapping[field];
    return column === undefined ? '' : (row[column] ?? '').trim();
  };
  let title = '';
  let itemId: string | null = null;
  for (const [i, row] of sheet.rows.entries()) {
    const ownId = at(row, 'itemId') || at(row, 'sku');
    const ownTitle = at(row, 'product');
    if (ownTitle || (ownId && ownId !== itemId)) {
      title = ownTitle || ownId;
      itemId = ownId || null;
    }
    const urls = [...addressesIn(at(row, 'image')), ...addressesIn(at(row, 'moreImages'))];
    if (!title) unusable.push({ row: i + 1, why: 'no-product' });
    else if (!urls.length) unusable.push({ row: i + 1, why: 'no-address' });
    for (const url of title ? urls : []) {
      const productKey = `sheet:${itemId ?? title}`;
      if (seen.has(`${productKey}\n${url}`)) continue;
      seen.add(`${productKey}\n${url}`);
      pictures.push({ productKey, title, itemId, url });
    }
  }
  return { pictures, unusable };
}
