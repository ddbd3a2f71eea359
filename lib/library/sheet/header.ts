/** From cells to a sheet: which row is the header, and which rows below it only explain it. */
import { guessMapping } from './columns.ts';
import { type Grid, MAX_CELL, MAX_COLUMNS, MAX_ROWS, SHEET_FIELDS, type Sheet, SheetError } from './model.ts';

/** Titles, dates and notes that stand above the header in exports. */
export const SEARCHED = 20;

const ADDRESS = /https?:\/\//i;

/** Whether a row holds an address, as goods do and headers do not. */
export const isAddressed = (row: string[]): boolean => row.some((cell) => ADDRESS.test(cell));

/** How much of a header a row is: 3 for each field and 4 for pictures; 0 for a row of goods. */
export function headerScore(row: string[]): number {
  if (isAddressed(row)) return 0;
  const mapping = guessMapping(row);
  const fields = SHEET_FIELDS.filter((field) => mapping[field] !== undefined).length;
  return fields * 3 + (mapping.images.length > 0 ? 4 : 0) + Math.min(mapping.images.length, 9) / 10;
}

/** A second header below the first: machine names, or the same in another language, in the same columns. */
function repeats(row: string[], header: string[]): boolean {
  if (isAddressed(row)) return false;
  const [own, first] = [guessMapping(row), guessMapping(header)];
  const same = SHEET_FIELDS.filter((field) => own[field] !== undefined && own[field] === first[field]).length;
  const images = own.images.filter((column) => first.images.includes(column)).length;
  return same + images >= 2;
}

/** The sheet of a grid. Throws SheetError when it has no row, or is larger than the bounds. */
export function sheetOf(grid: Grid): Sheet {
  if (grid.rows.length > MAX_ROWS) throw new SheetError('too many rows', 'too-large');
  const filled = grid.rows
    .map((row, i) => ({
      row: row.map((cell) => cell.slice(0, MAX_CELL).replaceAll('\0', '')),
      line: grid.lines[i] ?? i + 1,
    }))
    .filter(({ row, line }) => row.some((cell) => cell.trim()) || grid.media.has(line));
  const first = filled[0];
  if (!first) throw new SheetError('empty', 'empty');
  let best = 0;
  let head = -1;
  for (const [i, { row }] of filled.slice(0, SEARCHED).entries()) {
    const points = headerScore(row);
    if (points > best) [best, head] = [points, i];
  }
  // Nothing is known: the first row of several cells is the header, or there is none where it holds an address already.
  if (head < 0)
    head = Math.max(
      0,
      filled.findIndex(({ row }) => row.filter((cell) => cell.trim()).length > 1),
    );
  const top = filled[head] ?? first;
  const headless = best === 0 && isAddressed(top.row);
  const named = headless ? [] : top.row.map((cell) => cell.trim());
  // Cells beyond the header's last one are columns too.
  const width = filled.reduce((most, { row }) => Math.max(most, row.length), 0);
  const header = Array.from(
    { length: Math.max(named.length, Math.min(width, MAX_COLUMNS)) },
    (_, i) => named[i] ?? '',
  );
  if (header.length > MAX_COLUMNS) throw new SheetError('too many columns', 'too-large');
  const below = filled.slice(headless ? head : head + 1);
  const rows = below.filter(({ row }, i) => headless || i >= SEARCHED || !repeats(row, header));
  const shown = new Set(rows.map(({ line }) => line));
  let outside = 0;
  for (const [line, media] of grid.media) if (!shown.has(line)) outside += media.length;
  return {
    name: grid.name,
    header,
    rows: rows.map(({ row }) => row),
    lines: rows.map(({ line }) => line),
    media: rows.map(({ line }) => grid.media.get(line) ?? []),
    lost: grid.lost,
    outside,
    hidden: grid.hidden ?? false,
  };
}
