/** Tables in HTML and in Excel's XML of 2003: what many programs save under the name `.xls`. */
import { attribute, plainText, tags } from './markup.ts';
import { type Grid, MAX_COLUMNS, MAX_ROWS } from './model.ts';

const ROW = /^(tr|row)$/;
const CELL = /^(td|th|cell)$/;

/** Columns and rows that a cell spans, bounded. */
const span = (attributes: string, name: string, more: number): number =>
  Math.min(1_000, Math.max(1, (Number(attribute(attributes, name)) || 0) + more));

/** Every table of the markup, those of 2003 with their sheets' names. A picture or link in a cell adds its address to the text. */
export function htmlGrids(markup: string, name: string): Grid[] {
  const grids: Grid[] = [];
  let sheet = name;
  let grid: Grid | null = null;
  let row: string[] | null = null;
  let cell: { from: number; text: string; added: string[]; column: number; down: number } | null = null;
  /** Cells that reach into later rows: column to text and rows left. */
  const reaching = new Map<number, { text: string; left: number }>();

  const fill = (): void => {
    for (let at = row?.length ?? 0; row && reaching.has(at); at = row.length) {
      const above = reaching.get(at)!;
      row.push(above.text);
      above.left -= 1;
      if (above.left <= 0) reaching.delete(at);
    }
  };
  const endCell = (at: number): void => {
    if (!cell || !row) return;
    const text = plainText(cell.text + markup.slice(cell.from, at))
      .replace(/[^\S\n]+/g, ' ')
      .trim();
    const whole = [text, ...cell.added.filter((address) => !text.includes(address))]
      .filter(Boolean)
      .join(' ');
    row[cell.column] = whole;
    if (cell.down > 1) reaching.set(cell.column, { text: whole, left: cell.down - 1 });
    cell = null;
  };
  const endRow = (at: number): void => {
    endCell(at);
    fill();
    if (grid && row && grid.rows.length <= MAX_ROWS) {
      grid.rows.push(Array.from(row, (text) => text ?? ''));
      grid.lines.push(grid.rows.length);
    }
    row = null;
  };
  for (const tag of tags(markup)) {
    if (tag.name === 'worksheet' && tag.kind === 'open') sheet = attribute(tag.attributes, 'name') ?? name;
    else if (tag.name === 'table' && tag.kind === 'open') {
      // A table in a cell of a table: its cells go on as rows of their own.
      endRow(tag.start);
      reaching.clear();
      grid = { name: sheet, rows: [], lines: [], media: new Map(), lost: [] };
      grids.push(grid);
    } else if (ROW.test(tag.name) && grid) {
      endRow(tag.start);
      const index = Number(attribute(tag.attributes, 'index'));
      while (tag.kind !== 'close' && index <= MAX_ROWS && grid.rows.length + 1 < index) {
        grid.rows.push([]);
        grid.lines.push(grid.rows.length);
      }
      if (tag.kind === 'open') row = [];
    } else if (CELL.test(tag.name) && row) {
      endCell(tag.start);
      if (tag.kind === 'close') continue;
      fill();
      const index = Number(attribute(tag.attributes, 'index'));
      while (index <= MAX_COLUMNS && row.length + 1 < index) row.push('');
      if (row.length >= MAX_COLUMNS) continue;
      const across = Math.max(span(tag.attributes, 'colspan', 0), span(tag.attributes, 'mergeacross', 1));
      const down = Math.max(span(tag.attributes, 'rowspan', 0), span(tag.attributes, 'mergedown', 1));
      const link = attribute(tag.attributes, 'href');
      const column = row.length;
      for (let n = 0; n < across && row.length < MAX_COLUMNS; n++) row.push('');
      cell = { from: tag.end, text: '', added: link ? [link] : [], column, down };
      if (tag.kind === 'empty') endCell(tag.end);
    } else if (cell && tag.kind !== 'close') {
      const address = attribute(tag.attributes, tag.name === 'a' ? 'href' : 'src');
      if (address && (tag.name === 'a' || tag.name === 'img')) cell.added.push(address);
      if (tag.name === 'br') {
        cell.text += `${markup.slice(cell.from, tag.start)}\n`;
        cell.from = tag.end;
      }
    }
  }
  endRow(markup.length);
  return grids.filter(({ rows }) => rows.length > 0);
}
