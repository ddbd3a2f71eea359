/** Tables whose cells carry no labels: meaning comes from the header row, by label and never by number (consoles.md §7.1). */

import { parentOf, textOf } from '../page/walk.ts';
import type { Vocabulary } from '../words/vocabulary.ts';
import type { LabelName } from '../words/words.ts';
import { hasPicture, type Labels } from './hits.ts';

export interface Header {
  row: Element;
  /** Per column the labels its head names; two where one column shows two values (`实收/退款金额`). */
  names: LabelName[][];
  /** Columns of pictures whose head does not say of what, in a table that has a column for the goods: theirs or the buyer's. */
  unsaid: ReadonlySet<number>;
}

/** Fields that only a claim has: a table without any of them lists goods, and its pictures are those of the goods. */
const CLAIMS_OWN: ReadonlySet<LabelName> = new Set<LabelName>([
  'claimId',
  'orderId',
  'buyer',
  'amount',
  'kind',
  'reason',
  'description',
  'appliedAt',
  'deadlineAt',
]);
const OF_GOODS: ReadonlySet<LabelName> = new Set<LabelName>(['product', 'itemId', 'sku', 'quantity']);

/** The names of a head, with the pictures of a table of goods as what they are. */
function placedNames(names: LabelName[][]): LabelName[][] {
  const all = names.flat();
  if (all.some((name) => CLAIMS_OWN.has(name)) || !all.some((name) => OF_GOODS.has(name))) return names;
  return names.map((own) => own.map((name) => (name === 'evidence' ? 'product' : name)));
}

/** Fewest labels that make a row of cells a header. */
const FEWEST = 3;

/** Heads that fit pictures of the goods as well as the buyer's. */
const PLAIN_PICTURES =
  /^(?:images?|pictures?|图片|圖片|画像|bilder|immagini|imágenes|imagens|hình ảnh|รูปภาพ)$/i;

const unsaidColumns = (cells: Element[], names: LabelName[][]): Set<number> =>
  new Set(
    names.flat().some((name) => OF_GOODS.has(name))
      ? cells.flatMap((cell, column) => (PLAIN_PICTURES.test(textOf(cell)) ? column : []))
      : [],
  );

const lengthOf = (element: Element): number => (element.textContent ?? '').trim().length;

/** The largest ancestor that shows nothing but the label. */
function cellOf(element: Element): Element {
  let cell = element;
  const length = lengthOf(element);
  for (let up = parentOf(cell); up && lengthOf(up) <= length; up = parentOf(up)) cell = up;
  return cell;
}

function namesOf(cell: Element, vocabulary: Vocabulary): LabelName[] {
  const text = textOf(cell);
  const whole = vocabulary.exact(text);
  if (whole) return [whole.name];
  return text.length > 40
    ? []
    : text.split(/[/|、,， ]+/).flatMap((part) => vocabulary.exact(part)?.name ?? []);
}

/** Longest text of one head that is looked at. */
const MAX_HEAD = 80;
/** Tables on one page; what has more is not built of tables. */
const MAX_HEADERS = 8;

/** Rows of heads: at least three cells that are labels and nothing else. Rows that repeat the same heads are no heads. */
export function headersOf(labels: Labels, vocabulary: Vocabulary): Header[] {
  const counts = new Map<Element, number>();
  for (const hit of labels.hits) {
    if (hit.match.form !== 'exact') continue;
    const cell = cellOf(hit.run.element);
    // No label is longer: more of a large element need not be looked at.
    const row = vocabulary.exact(textOf(cell, MAX_HEAD)) ? parentOf(cell) : null;
    if (row && row.childElementCount >= FEWEST) counts.set(row, (counts.get(row) ?? 0) + 1);
  }
  const headers = new Map<string, Header>();
  for (const [row, count] of counts) {
    if (headers.size >= MAX_HEADERS) break;
    const semantic = row.querySelector(':scope > th, :scope > [role="columnheader"]') !== null;
    const text = row.textContent ?? '';
    if (count < (semantic ? 2 : FEWEST) || headers.has(text)) continue;
    // Labels that take turns with values are a claim, not the head of a table.
    if (!semantic && (hasPicture(row) || count * 5 < row.childElementCount * 3)) continue;
    const cells = cellsOf(row);
    const names = placedNames(cells.map((cell) => namesOf(cell, vocabulary)));
    headers.set(text, { row, names, unsaid: unsaidColumns(cells, names) });
  }
  return [...headers.values()];
}

/** Widest cell that is believed. */
const MAX_SPAN = 50;

/** One cell per column: a cell that spans several stands at each of them. */
export const cellsOf = (row: Element): Element[] =>
  [...row.children].flatMap((cell) => {
    const span = Number(cell.getAttribute('colspan'));
    return Array<Element>(span > 1 ? Math.min(span, MAX_SPAN) : 1).fill(cell);
  });

/** A cell with the names of its column; one that spans columns of different names has none. */
export interface Placed {
  cell: Element;
  names: LabelName[];
  /** Its pictures may be those of the goods: the head does not say, and the cell of the goods shows none. */
  unsaid?: true;
}

function placed(header: Header, row: Element): Placed[] {
  const cells = cellsOf(row);
  const goodsShown = cells.some(
    (cell, column) => header.names[column]?.includes('product') && hasPicture(cell),
  );
  return [...row.children].map((cell): Placed => {
    const own = header.names.filter((_, column) => cells[column] === cell);
    const [first = []] = own;
    const unsaid = !goodsShown && header.unsaid.has(cells.indexOf(cell));
    return {
      cell,
      names: own.every((names) => names.join() === first.join()) ? first : [],
      ...(unsaid && { unsaid }),
    };
  });
}

/** Whether a row may stand under a header: a table's row only under a head of its own table, or of one that is kept apart from it. */
function fits(header: Header, row: Element): boolean {
  if (cellsOf(row).length !== header.names.length) return false;
  if (header.row.tagName !== 'TR') return true;
  if (row.tagName !== 'TR') return false;
  const [own, heads] = [row.closest('table'), header.row.closest('table')];
  return own === heads || own?.querySelector('th') === null;
}

/** The cells of a block that stand under a header: the first row in it with as many columns as the header has, none a label. */
export function cellsUnder(header: Header, block: Element, labels: Labels): Placed[] | undefined {
  if (block.contains(header.row)) {
    const rows = rowsUnder(header).filter((row) => block.contains(row));
    return rows.length === 1 && rows[0] ? placed(header, rows[0]) : undefined;
  }
  const queue: { element: Element; depth: number }[] = [{ element: block, depth: 0 }];
  for (let entry = queue.shift(); entry; entry = queue.shift()) {
    const { element, depth } = entry;
    if (fits(header, element) && !isHeaderLike(element, labels)) return placed(header, element);
    if (depth < 6) for (const child of element.children) queue.push({ element: child, depth: depth + 1 });
  }
  return undefined;
}

function isHeaderLike(row: Element, labels: Labels): boolean {
  let heads = 0;
  for (const cell of row.children)
    if (labels.holders.has(cell) && (cell.textContent ?? '').length < 16) heads += 1;
  return heads >= FEWEST;
}

/** Rows that follow a header with the same tag and number of columns, from the nearest ancestor that has any. */
export function rowsUnder(header: Header): Element[] {
  const { tagName } = header.row;
  let scope = parentOf(header.row);
  for (let level = 0; scope && level < 6; level++, scope = parentOf(scope)) {
    const rows = [...scope.getElementsByTagName(tagName)].filter(
      (row) => row !== header.row && fits(header, row) && (header.row.compareDocumentPosition(row) & 4) !== 0,
    );
    if (rows.length) return rows;
  }
  return [];
}
