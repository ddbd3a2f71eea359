/** Several tables in one sheet: side by side, or one below the other with a header of its own. Read as one they would mix goods. */
import { guessMapping } from './columns.ts';
import { headerScore, isAddressed, SEARCHED } from './header.ts';
import type { Grid, SheetMedia } from './model.ts';

/** A header names a field of goods and a column of pictures; a row that does less is none in the middle of a sheet. */
const HEADER_SCORE = 7;

/** The tables of a grid, from left to right, each from top to bottom; the grid itself where it is one. */
export const tablesOf = (grid: Grid): Grid[] => sideBySide(grid).flatMap(oneBelowTheOther);

/** Columns `from` to `to` (exclusive) of every row. */
function columns(grid: Grid, from: number, to: number, name: string): Grid {
  const media = new Map<number, SheetMedia[]>();
  for (const [line, list] of grid.media) {
    const own = list
      .filter(({ column }) => column >= from && column < to)
      .map((one) => ({ ...one, column: one.column - from }));
    if (own.length > 0) media.set(line, own);
  }
  return { ...grid, name, rows: grid.rows.map((row) => row.slice(from, to)), media };
}

/** Parts of a header between its empty cells; where there are none, the parts in which it repeats itself. */
function parts(header: string[]): [from: number, to: number][] {
  const out: [number, number][] = [];
  let from = -1;
  for (let at = 0; at <= header.length; at++) {
    if (header[at]) {
      if (from < 0) from = at;
    } else if (from >= 0) {
      out.push([from, at]);
      from = -1;
    }
  }
  const [only] = out;
  if (out.length !== 1 || !only) return out;
  const [begin, end] = only;
  const own = header.slice(begin, end);
  for (let step = 2; step * 2 <= own.length; step++)
    if (own.length % step === 0 && own.every((text, i) => text === own[i % step]))
      return Array.from({ length: own.length / step }, (_, n) => [begin + n * step, begin + (n + 1) * step]);
  return out;
}

function sideBySide(grid: Grid): Grid[] {
  let best = 0;
  let header: string[] = [];
  for (const row of grid.rows.slice(0, SEARCHED)) {
    const points = headerScore(row);
    if (points > best) [best, header] = [points, row.map((cell) => cell.trim())];
  }
  const found = parts(header);
  if (found.length < 2) return [grid];
  const mappings = found.map(([from, to]) => guessMapping(header.slice(from, to)));
  // One table never has two names, or two numbers, of goods beside pictures of their own.
  const whole = (field: 'product' | 'itemId'): boolean =>
    mappings.every((mapping) => mapping[field] !== undefined && mapping.images.length > 0);
  if (!whole('product') && !whole('itemId')) return [grid];
  return found.map(([from, to], n) => {
    const end = found[n + 1]?.[0] ?? Number.POSITIVE_INFINITY;
    return columns(
      grid,
      n === 0 ? 0 : from,
      end === Number.POSITIVE_INFINITY ? Math.max(to, widest(grid)) : end,
      `${grid.name} · ${n + 1}`,
    );
  });
}

const widest = ({ rows }: Grid): number => rows.reduce((most, row) => Math.max(most, row.length), 0);

function oneBelowTheOther(grid: Grid): Grid[] {
  const cuts: number[] = [];
  /** Whether goods were seen since the last header: headers of several rows are one header. */
  let goods = false;
  for (const [i, row] of grid.rows.entries()) {
    if (isAddressed(row) || grid.media.has(grid.lines[i] ?? 0)) {
      goods = true;
      continue;
    }
    if (!goods || headerScore(row) < HEADER_SCORE) continue;
    cuts.push(i);
    goods = false;
  }
  if (cuts.length === 0) return [grid];
  const edges = [0, ...cuts, grid.rows.length];
  return edges.slice(0, -1).map((from, n) => {
    const lines = grid.lines.slice(from, edges[n + 1]);
    const [first, last] = [
      n === 0 ? 0 : (lines[0] ?? 0),
      n === cuts.length ? Number.POSITIVE_INFINITY : (grid.lines[edges[n + 1] ?? 0] ?? 0),
    ];
    const inside = (line: number): boolean => line >= first && line < last;
    return {
      ...grid,
      name: n === 0 ? grid.name : `${grid.name} · ${first}`,
      rows: grid.rows.slice(from, edges[n + 1]),
      lines,
      media: new Map([...grid.media].filter(([line]) => inside(line))),
      lost: grid.lost.filter(({ row }) => inside(row)),
    };
  });
}
