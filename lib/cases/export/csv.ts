/** Tables as CSV that a spreadsheet opens as text and numbers, and never as a formula. */

export type Cell = string | number | null | undefined;

/** Characters with which spreadsheets begin a formula or a field trick, also in full width, also behind blanks. */
const FORMULA_START = /^[\s\u200b\ufeff]*[=+\-@|%\t\r\uff1d\uff0b\uff0d\uff20]/;

/** Behind a separator that another locale's spreadsheet splits at, a formula would begin a cell of its own. */
const FORMULA_INSIDE = /([;\t|])(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

/** A text cell that no spreadsheet takes for a formula: an apostrophe in front, as OWASP advises. */
export const inert = (text: string): string => {
  const parted = text.replace(FORMULA_INSIDE, "$1'");
  return FORMULA_START.test(parted) ? `'${parted}` : parted;
};

function field(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const safe = inert(cell.replaceAll('\u0000', ''));
  return /[",\r\n]|^\s|\s$|^'/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180 with a byte order mark (spreadsheets need it for Chinese) and CRLF line ends. */
export const csv = (rows: readonly (readonly Cell[])[]): string =>
  `\ufeff${rows.map((row) => `${row.map(field).join(',')}\r\n`).join('')}`;
