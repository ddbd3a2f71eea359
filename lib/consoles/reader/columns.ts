/** Tables whose cells carry no labels: meaning comes from the header row, by label and never by number (consoles.md §7.1). */

import { parentOf, textOf } from '../page/walk.ts';
import type { Vocabulary } from '../words/vocabulary.ts';
import type { LabelName } from '../words/words.ts';
import { hasPicture, type Labels } from './hits.ts';

export interface Header {
  row: Element;
  /** Per column the labels its head names; two where one column shows two values (`实收/退款金额`). */
  names: LabelName[][];
}

/** Fewest labels that make a row of cells a header. */
const FEWEST = 3;

/** The largest ancestor that shows nothing but the label. */
function cellOf(element: Element): Element {
  let cell = element;
  const { length } = element.textContent ?? '';
  for (let up = parentOf(cell); up && (up.textContent ?? '').trim().length <= length; up = parentOf(up))
    cell = up;
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

/** Longest text of one head. */
const MAX_HEAD = 44;
/** Tables on one page; what has more is not built of tables. */
const MAX_HEADERS = 8;

/** Rows of heads: at least three cells that are labels and nothing else. Rows that repeat the same heads are no heads. */
export function headersOf(labels: Labels, vocabulary: Vocabulary): Header[] {
  const counts = new Map<Element, number>();
  for (const hit of labels.hits) {
    if (hit.match.form !== 'exact' || (hit.run.element.textContent ?? '').length > MAX_HEAD) continue;
    const cell = cellOf(hit.run.element);
    const row = vocabulary.exact(textOf(cell)) ? parentOf(cell) : null;
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
    headers.set(text, { row, names: [...row.children].map((cell) => namesOf(cell, vocabulary)) });
  }
  return [...headers.values()];
}

/** The cells of a block that stand under a header: the first row in it with as many cells as the header has, none a label. */
export function cellsUnder(header: Header, block: Element, labels: Labels): Element[] | undefined {
  if (block.contains(header.row)) {
    const rows = rowsUnder(header).filter((row) => block.contains(row));
    return rows.length === 1 && rows[0] ? [...rows[0].children] : undefined;
  }
  const queue: { element: Element; depth: number }[] = [{ element: block, depth: 0 }];
  for (let entry = queue.shift(); entry; entry = queue.shift()) {
    const { element, depth } = entry;
    if (element.childElementCount === header.names.length && !isHeaderLike(element, labels))
      return [...element.children];
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

/** Rows that follow a header with the same tag and number of cells, from the nearest ancestor that has any. */
export function rowsUnder(header: Header): Element[] {
  const { tagName, childElementCount } = header.row;
  let scope = parentOf(header.row);
  for (let level = 0; scope && level < 6; level++, scope = parentOf(scope)) {
    const rows = [...scope.getElementsByTagName(tagName)].filter(
      (row) =>
        row !== header.row &&
        row.childElementCount === childElementCount &&
        (header.row.compareDocumentPosition(row) & 4) !== 0,
    );
    if (rows.length) return rows;
  }
  return [];
}
