/** What a spreadsheet is to the library. */
import { ProductError } from '../../base/errors.ts';
import type { TextEncoding } from '../../formats/text-encoding.ts';

/** What one column can mean; pictures may stand in any number of columns. */
export const SHEET_FIELDS = ['product', 'itemId', 'sku', 'parent'] as const;
export type SheetField = (typeof SHEET_FIELDS)[number];

/** Column index per field; a field may be missing. */
export type SheetMapping = Partial<Record<SheetField, number>> & { images: number[] };

/** A picture that lies in the sheet itself. */
export interface SheetMedia {
  /** Column, from 0. */
  column: number;
  /** Name of the part, e.g. `image1.png`. */
  name: string;
  /** Rejects with ArchiveError when it is damaged. */
  bytes(): Promise<Uint8Array>;
  /** Where it lies beside the sheet; absent for one in it. */
  path?: string;
  /** It lies over two rows, nearly as much over the one as over the other. */
  between?: true;
}

/** Why a row of the sheet gives no picture, or not all of it was taken. Words: `surfaces.sheet.rowProblems`. */
export type RowProblem =
  | 'no-product'
  | 'no-address'
  | 'broken-quote'
  | 'pictures-beside'
  | 'files-beside'
  | 'rounded-number'
  | 'between-rows';

export interface RowNote {
  /** Number of the row as spreadsheet programs count, from 1. */
  row: number;
  why: RowProblem;
}

/** Cells as read, before anybody knows which row is the header. */
export interface Grid {
  name: string;
  rows: string[][];
  /** Number of each row in the file, from 1. */
  lines: number[];
  /** Pictures by row number. */
  media: Map<number, SheetMedia[]>;
  lost: RowNote[];
  /** Whether the seller does not see this sheet in the workbook. */
  hidden?: boolean;
}

export interface Sheet {
  name: string;
  header: string[];
  rows: string[][];
  /** Number of each row in the file, from 1. */
  lines: number[];
  /** Pictures of each row; shorter than `rows` where the last ones have none. */
  media: SheetMedia[][];
  /** Rows that could not be read. */
  lost: RowNote[];
  /** Pictures that lie over no row of products, such as a logo above the header. */
  outside: number;
  /** Whether the seller does not see this sheet in the workbook. */
  hidden: boolean;
}

export interface SheetFile {
  /** Sheets with at least one row; never empty. */
  sheets: Sheet[];
  /** Index of the sheet whose columns are understood best. */
  best: number;
  /** How the text was read; null for workbooks, which say it themselves. */
  encoding: TextEncoding | null;
  /** Pictures of the workbook that no cell and no drawing of a sheet shows, such as those of page headers and comments. */
  elsewhere: number;
}

/** A product's picture that is known by its address. */
export interface AddressedPicture {
  productKey: string;
  title: string;
  itemId: string | null;
  /** https address; empty for a picture that lies in the sheet. */
  url: string;
}

export interface SheetPicture extends AddressedPicture {
  /** Number of its row in the file, from 1. */
  row: number;
  /** The picture that lies in the sheet, or beside it. */
  embedded: SheetMedia | null;
}

export interface SheetPictures {
  pictures: SheetPicture[];
  /** Rows that give no picture, by their number in the file. */
  unusable: RowNote[];
  /** Rows that give pictures, but of which something could not be believed. */
  doubtful: RowNote[];
}

/** Words for people: `surfaces.sheet.problems`. */
export type SheetProblem =
  | 'damaged'
  | 'empty'
  | 'too-large'
  | 'old-format'
  | 'other-format'
  | 'password'
  | 'no-sheet';

/** A file that cannot be read as a spreadsheet. */
export class SheetError extends ProductError {
  override readonly name = 'SheetError';
  static {
    ProductError.register('SheetError', SheetError);
  }
  readonly problem: SheetProblem;
  constructor(message: string, problem: SheetProblem = 'damaged') {
    super(message);
    this.problem = problem;
  }
}

/** Bounds: a catalogue export of a large shop, not a denial of service. */
export const MAX_ROWS = 200_000;
export const MAX_COLUMNS = 1_000;
export const MAX_CELL = 32_767;
