/** Cells of one worksheet (ECMA-376 part 1, 18.3): text as shown, formulas beside it. One bad cell is an empty one. */
import { attribute, plainText, tags } from '../markup.ts';
import { MAX_COLUMNS, MAX_ROWS } from '../model.ts';

export interface Cell {
  /** From 0. */
  row: number;
  column: number;
  text: string;
  formula: string;
  /** Index of the cell's rich value, from 1, as pictures placed in cells have; 0 without one. */
  rich: number;
}

export interface Range {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

export interface Worksheet {
  cells: Cell[];
  merged: Range[];
  /** Cell reference and relation id, or an address of its own. */
  links: { range: Range; id: string | null }[];
  drawing: string | null;
  /** Heights of rows that have their own, in EMU. */
  heights: Map<number, number>;
  /** Height of all others, in EMU. */
  defaultHeight: number;
}

/** A point in EMU (ECMA-376 part 1, 20.1.2.1). */
const EMU_PER_POINT = 12_700;

/** `B12` as column and row from 0; null when it is none. */
export function cellAt(reference: string): { row: number; column: number } | null {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/i.exec(reference.trim());
  if (!match) return null;
  let column = 0;
  for (const letter of (match[1] ?? '').toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return { row: Number(match[2]) - 1, column: column - 1 };
}

function rangeOf(reference: string): Range | null {
  const [from, to] = reference.split(':').map(cellAt);
  if (!from) return null;
  const end = to ?? from;
  return { top: from.row, left: from.column, bottom: end.row, right: end.column };
}

/** Numbers as typed; those of more than 15 digits keep their exponent, so that nobody takes them for exact. */
function numberText(value: string): string {
  const text = value.trim();
  const number = Number(text);
  if (text === '' || !Number.isFinite(number)) return '';
  if (Math.abs(number) >= 1e15) return number.toExponential();
  return String(number);
}

/** Text of a string item: its runs joined, phonetic readings left out. */
export function stringText(xml: string): string {
  let text = '';
  let from = -1;
  let phonetic = false;
  for (const { name, kind, start, end } of tags(xml)) {
    if (name === 'rph') phonetic = kind === 'open';
    if (name !== 't') continue;
    if (kind === 'open') from = end;
    else if (kind === 'close' && from >= 0) {
      if (!phonetic) text += plainText(xml.slice(from, start));
      from = -1;
    }
  }
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** All string items of `sharedStrings.xml`, in order. */
export function sharedStrings(xml: string): string[] {
  const out: string[] = [];
  let from = -1;
  for (const { name, kind, start, end } of tags(xml)) {
    if (name !== 'si') continue;
    if (kind === 'empty') out.push('');
    else if (kind === 'open') from = end;
    else if (from >= 0) {
      out.push(stringText(xml.slice(from, start)));
      from = -1;
    }
  }
  return out;
}

/** The worksheet's cells and what lies over them. Never throws; what cannot be understood is left empty. */
export function worksheet(xml: string, strings: string[]): Worksheet {
  const sheet: Worksheet = {
    cells: [],
    merged: [],
    links: [],
    drawing: null,
    heights: new Map(),
    defaultHeight: 15 * EMU_PER_POINT,
  };
  let row = -1;
  let column = -1;
  let cell: Cell | null = null;
  let type = '';
  let value = '';
  let from = 0;
  const finish = (): void => {
    if (!cell) return;
    if (type === 's') cell.text = strings[Number(value)] ?? '';
    else if (type === 'b') cell.text = /^(1|true)$/i.test(value.trim()) ? 'TRUE' : 'FALSE';
    else if (type === 'str' || type === 'd') cell.text = plainText(value);
    else if (type === '' || type === 'n') cell.text = numberText(value);
    if (cell.row <= MAX_ROWS && cell.column < MAX_COLUMNS && (cell.text || cell.formula || cell.rich))
      sheet.cells.push(cell);
    cell = null;
  };
  for (const { name, attributes, kind, start, end } of tags(xml)) {
    if (name === 'c') {
      finish();
      if (kind === 'close') continue;
      // References may be left out: a cell then follows the one before it.
      const at = cellAt(attribute(attributes, 'r') ?? '');
      column = at ? at.column : column + 1;
      cell = {
        row: at ? at.row : row,
        column,
        text: '',
        formula: '',
        rich: Number(attribute(attributes, 'vm')) || 0,
      };
      type = attribute(attributes, 't') ?? '';
      value = '';
      if (kind === 'empty') finish();
    } else if (name === 'row') {
      finish();
      if (kind === 'close') continue;
      row = attribute(attributes, 'r') ? Number(attribute(attributes, 'r')) - 1 : row + 1;
      column = -1;
      const height = Number(attribute(attributes, 'ht'));
      if (height > 0) sheet.heights.set(row, height * EMU_PER_POINT);
    } else if (cell && (name === 'v' || name === 'f' || name === 'is')) {
      if (kind === 'open') from = end;
      else if (kind === 'close') {
        const inner = xml.slice(from, start);
        if (name === 'v') value = inner;
        else if (name === 'f') cell.formula = plainText(inner);
        else cell.text = stringText(inner);
      }
    } else if (name === 'mergecell') {
      const range = rangeOf(attribute(attributes, 'ref') ?? '');
      if (range) sheet.merged.push(range);
    } else if (name === 'hyperlink') {
      const range = rangeOf(attribute(attributes, 'ref') ?? '');
      if (range) sheet.links.push({ range, id: attribute(attributes, 'id') });
    } else if (name === 'drawing' && kind !== 'close') sheet.drawing = attribute(attributes, 'id');
    else if (name === 'sheetformatpr') {
      const height = Number(attribute(attributes, 'defaultRowHeight'));
      if (height > 0) sheet.defaultHeight = height * EMU_PER_POINT;
    }
  }
  finish();
  return sheet;
}
