/** The claims of a list: one claim = the largest part of the page that holds one claim's numbers and nothing of another's. */
import { holds, parentOf } from '../../page/walk.ts';
import { cellsOf, type Header, rowsUnder } from '../columns.ts';
import { type FieldEnv, idIn } from '../fields.ts';
import type { Hit, Labels } from '../hits.ts';
import { type IdMark, type IdName, idMarks } from '../id-marks.ts';
import { Contents, classOf, grow } from './contents.ts';

export interface Block {
  element: Element;
  /** Further elements of the same claim: rows that follow without a number of their own. */
  more: Element[];
  id?: { value: string; element: Element; what: 'claimId' | 'orderId' };
}

/** The part of every readable number of one kind, each part once. */
function partsOf(marks: IdMark[], what: IdName, spaced: boolean, root: Element, contents: Contents): Block[] {
  const blocks = new Map<Element, Block>();
  for (const mark of marks) {
    if (mark.what !== what || !mark.readable || mark.value === undefined || mark.spaced !== spaced) continue;
    const element = grow(mark.element, root, contents);
    const id = { value: mark.value, element: mark.element, what };
    if (!blocks.has(element)) blocks.set(element, { element, more: [], id });
  }
  // A part within another one of the same claim is told there.
  return [...blocks.values()].filter(
    (block) => ![...blocks.keys()].some((other) => other !== block.element && holds(other, block.element)),
  );
}

/** Whether two rows are built alike: as many cells, and the same class. */
const builtAlike = (one: Element, other: Element): boolean =>
  one.childElementCount === other.childElementCount && classOf(one) === classOf(other);

/** The row over the first claim's, where it is no head of the table: claims of such a table may begin with a row of their own. */
function rowOver(blocks: Block[]): Element | null {
  const rows = blocks.map(({ element }) => element).filter((row) => row.tagName === 'TR');
  const [first] = rows;
  const over = first?.previousElementSibling ?? null;
  return over?.tagName === 'TR' && !over.querySelector('th') ? over : null;
}

/**
 * Table rows of one claim that carry no number of their own follow the row that does. Where a row stands over the first claim's,
 * rows built like it may be the heads of the claims below them.
 */
function withFollowers(blocks: Block[], contents: Contents, cells?: number): Block[] {
  const starts = new Set(blocks.map((block) => block.element));
  const over = rowOver(blocks);
  for (const block of blocks) {
    for (
      let next = block.element.nextElementSibling;
      next && !starts.has(next);
      next = next.nextElementSibling
    ) {
      if (next.tagName !== 'TR') continue;
      // A row with a number nobody could read, or built like a claim's own row, is another claim's.
      if (contents.holdsNumber(next) || next.childElementCount === cells) break;
      if (over && builtAlike(over, next)) break;
      block.more.push(next);
    }
  }
  return blocks;
}

/** Rows of a table that has a column for the number. */
function columnBlocks(headers: Header[], env: FieldEnv, contents: Contents): Block[] {
  for (const what of ['claimId', 'orderId'] as const) {
    for (const header of headers) {
      const column = header.names.findIndex((names) => names.includes(what));
      const shape = what === 'claimId' ? env.ids.claim : env.ids.order;
      const blocks = rowsUnder(header).flatMap((row): Block[] => {
        const cell = cellsOf(row)[column];
        const value = cell && idIn(cell.textContent ?? '', shape);
        return cell && value ? [{ element: row, more: [], id: { value, element: cell, what } }] : [];
      });
      if (blocks.length) return withFollowers(blocks, contents, header.row.childElementCount);
    }
  }
  return [];
}

/** Parts that show an order's number and what only claims have, outside every claim found: claims without a number yet. */
function orderBlocks(
  known: Block[],
  marks: IdMark[],
  labels: Labels,
  root: Element,
  contents: Contents,
): Block[] {
  return partsOf(marks, 'orderId', false, root, contents).filter(
    ({ element }) =>
      !known.some(
        (block) =>
          holds(element, block.element) ||
          [block.element, ...block.more].some((part) => holds(part, element)),
      ) &&
      labels.hits.some(
        ({ name, match, run }) =>
          (name === 'reason' || name === 'kind' || name === 'amount') &&
          match.form !== 'spaced' &&
          holds(element, run.element),
      ),
  );
}

/**
 * The blocks of a list page without any knowledge of its structure: by claim numbers, else by a number's column, else by order
 * numbers. A number behind a mere space (`订单编号 123`) may be a buyer's own words, so it counts only where nothing better does.
 */
export function listBlocks(
  labels: Labels,
  headers: Header[],
  root: Element,
  env: FieldEnv,
  dialogs: ReadonlySet<Element>,
): Block[] {
  const all = idMarks(labels, headers, env);
  for (const spaced of [false, true]) {
    const marks = spaced ? all : all.filter((mark) => !mark.spaced);
    const contents = new Contents(marks, labels, dialogs);
    const claims = partsOf(marks, 'claimId', spaced, root, contents);
    const columns = columnBlocks(headers, env, contents);
    const inColumns = columns.length
      ? claims.filter(
          ({ element }) => !columns.some((row) => holds(element, row.element) || holds(row.element, element)),
        )
      : claims;
    if (columns.length) return [...columns, ...inColumns];
    if (claims.length) {
      const found = withFollowers(claims, contents);
      return inOrder([...found, ...orderBlocks(found, marks, labels, root, contents)]);
    }
    const orders = partsOf(marks, 'orderId', spaced, root, contents);
    const spacedClaims = all.some((mark) => mark.what === 'claimId' && mark.spaced && mark.readable);
    if (orders.length && (spaced || !spacedClaims)) return withFollowers(orders, contents);
  }
  return [];
}

const inOrder = (blocks: Block[]): Block[] =>
  blocks.sort((a, b) => ((a.element.compareDocumentPosition(b.element) & 4) !== 0 ? -1 : 1));

/** Which block each hit stands in; hits outside every block are left out. */
export function hitsByBlock(blocks: Block[], hits: Hit[]): Map<Block, Hit[]> {
  const owner = new Map<Element, Block>();
  for (const block of blocks) for (const element of [block.element, ...block.more]) owner.set(element, block);
  const found = new Map<Block, Hit[]>(blocks.map((block) => [block, []]));
  for (const hit of hits) {
    for (let up: Element | null = hit.run.element; up; up = parentOf(up)) {
      const block = owner.get(up);
      if (!block) continue;
      found.get(block)?.push(hit);
      break;
    }
  }
  return found;
}
