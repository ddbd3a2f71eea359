/**
 * Lists in text, separated by comma, semicolon, tab or bar (RFC 4180, as far as programs keep to it). Our own reader, because a
 * broken quote must cost its row alone: general readers take all that follows for one cell.
 */
import { decodeText, guessEncoding, type TextEncoding } from '../../formats/text-encoding.ts';
import { type Grid, MAX_ROWS, type RowNote } from './model.ts';

const SEPARATORS = [',', ';', '\t', '|'];
/** Text looked at to find the separator. */
const SAMPLE = 60_000;
/** A quoted cell may hold line breaks, such as a description; beyond this many it was not meant to be one. */
const MOST_LINES = 2_000;

interface Parsed {
  cells: string[];
  end: number;
  /** Lines that the record takes. */
  lines: number;
  broken: boolean;
}

const lineEnd = (text: string, at: number): number => {
  for (let i = at; i < text.length; i++) if (text[i] === '\n' || text[i] === '\r') return i;
  return text.length;
};

/** Behind the line break at `at`. */
const nextLine = (text: string, at: number): number =>
  text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : Math.min(text.length, at + 1);

/** One record from `from`; `broken` where a quote is not closed, or closed in the middle of a cell. */
function record(text: string, from: number, separator: string): Parsed {
  const cells: string[] = [];
  let at = from;
  let lines = 1;
  for (;;) {
    let cell = '';
    let start = at;
    while (text[start] === ' ' && separator !== ' ') start += 1;
    // Excel's way of keeping digits as text: `="1001"`.
    const formula = text[start] === '=' && text[start + 1] === '"';
    if (text[start] === '"' || formula) {
      at = start + (formula ? 2 : 1);
      for (;;) {
        const quote = text.indexOf('"', at);
        if (quote < 0) return { cells, end: text.length, lines, broken: true };
        cell += text.slice(at, quote);
        at = quote + 1;
        if (text[at] !== '"') break;
        cell += '"';
        at += 1;
        if (cell.length > 4_000_000) return { cells, end: at, lines, broken: true };
      }
      lines += cell.split(/\r\n|\r|\n/).length - 1;
      while (text[at] === ' ') at += 1;
      const closed = at >= text.length || text[at] === separator || text[at] === '\n' || text[at] === '\r';
      if (!closed || lines > MOST_LINES) return { cells, end: at, lines, broken: true };
    } else {
      const begin = at;
      while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at += 1;
      cell = text.slice(begin, at);
    }
    cells.push(cell);
    if (text[at] !== separator) break;
    at += 1;
  }
  return { cells, end: at, lines, broken: false };
}

/** The separator under which most lines have the same number of cells, and many. */
function separatorOf(text: string): string {
  const sample = text.slice(0, SAMPLE);
  let best = { separator: ',', points: 0 };
  for (const separator of SEPARATORS) {
    const counts = new Map<number, number>();
    let records = 0;
    for (let at = 0; at < sample.length && records < 60; records++) {
      const parsed = record(sample, at, separator);
      const end = parsed.broken ? lineEnd(sample, at) : parsed.end;
      const cells = parsed.broken ? 0 : parsed.cells.length;
      if (cells > 1) counts.set(cells, (counts.get(cells) ?? 0) + 1);
      at = nextLine(sample, end);
    }
    const points = Math.max(0, ...[...counts].map(([cells, times]) => Math.min(cells, 12) * times));
    if (points > best.points) best = { separator, points };
  }
  return best.separator;
}

/** The text's cells; a record with a broken quote is lost with its line, and named. */
export function csvGrid(text: string, name: string): Grid {
  const grid: Grid = { name, rows: [], lines: [], media: new Map(), lost: [] };
  const told = /^\uFEFF?sep=(.)\r?\n/i.exec(text);
  const separator = told?.[1] ?? separatorOf(text.replace(/^\uFEFF/, ''));
  let at = told ? told[0].length : text.startsWith('\uFEFF') ? 1 : 0;
  let line = told ? 2 : 1;
  const usual = new Map<number, number>();
  // Behind a lost row: what is left of its cells must not pass for a row of the product above.
  let recovering = false;
  while (at < text.length && grid.rows.length <= MAX_ROWS) {
    const parsed = record(text, at, separator);
    const width = parsed.cells.length;
    // Over several lines and of another width than all before: a lost quote has found the next row's one.
    const strange = parsed.lines > 1 && grid.rows.length > 0 && (usual.get(width) ?? 0) === 0;
    const rest = recovering && grid.rows.length > 0 && (usual.get(width) ?? 0) === 0;
    if (parsed.broken || strange || rest) {
      recovering = true;
      const note: RowNote = { row: line, why: 'broken-quote' };
      grid.lost.push(note);
      at = nextLine(text, lineEnd(text, at));
      line += 1;
      continue;
    }
    recovering = false;
    grid.rows.push(parsed.cells);
    grid.lines.push(line);
    usual.set(width, (usual.get(width) ?? 0) + 1);
    line += parsed.lines;
    at = nextLine(text, parsed.end);
  }
  return grid;
}

/** Bytes of a list in text as cells, and how they were decoded. */
export function csvOf(
  bytes: Uint8Array,
  name: string,
  encoding?: TextEncoding,
): { grid: Grid; encoding: TextEncoding } {
  const used = encoding ?? guessEncoding(bytes);
  return { grid: csvGrid(decodeText(bytes, used), name), encoding: used };
}
