/** One claim = the largest part of the page that holds one claim's numbers and nothing of another's (consoles.md §7.1, rule 5). */
import { holds, parentOf } from '../page/walk.ts';
import { isDialog } from '../page/zones.ts';
import type { LabelName } from '../words/words.ts';
import { type Header, rowsUnder } from './columns.ts';
import { type FieldEnv, idIn } from './fields.ts';
import { type Hit, type Labels, valueBeside } from './hits.ts';

export interface Block {
  element: Element;
  /** Further elements of the same claim: rows that follow without a number of their own. */
  more: Element[];
  id?: { value: string; element: Element; what: 'claimId' | 'orderId' };
}

type IdName = 'claimId' | 'orderId';

/** A label of a claim's or an order's number, whether or not a number can be read beside it. */
interface IdMark {
  what: IdName;
  word: string;
  /** The number as read, else the text that stands there; undefined while the page has not filled it in. */
  value: string | undefined;
  /** True when `value` has the console's own shape. */
  readable: boolean;
  element: Element;
  spaced: boolean;
  /** Label and number in one text: what a buyer could write as well. */
  inline: boolean;
}

/** Fields that a second claim would show again; a part that repeats one with another value is another claim's. */
const TELLING = new Set<LabelName>([
  'amount',
  'reason',
  'kind',
  'status',
  'appliedAt',
  'description',
  'buyer',
  'orderedAt',
]);

/** Labels of search forms name a field without saying anything of a claim. */
function isFormLabel(hit: Hit, forms: readonly Element[]): boolean {
  const { element } = hit.run;
  if (
    element.nextElementSibling?.matches('input, select, textarea') ||
    forms.some((form) => form.contains(element))
  )
    return true;
  return [...(element.parentElement?.children ?? [])].some(
    (child) => child.tagName === 'INPUT' || child.tagName === 'SELECT',
  );
}

/** Every label of a number on a page, in document order; heads of tables and search forms are none. */
export function idMarks(labels: Labels, headers: Header[], env: FieldEnv): IdMark[] {
  const document = labels.hits[0]?.run.element.ownerDocument;
  const forms = document ? [...document.querySelectorAll('form, [role="search"]')] : [];
  return labels.hits.flatMap((hit): IdMark[] => {
    if (hit.name !== 'claimId' && hit.name !== 'orderId') return [];
    if (isFormLabel(hit, forms) || headers.some((header) => holds(header.row, hit.run.element))) return [];
    const shape = hit.name === 'claimId' ? env.ids.claim : env.ids.order;
    const value = valueBeside(hit, labels);
    const text = value && value.text.length <= 120 ? value.text : undefined;
    const id = text && idIn(text, shape);
    const spaced = hit.match.form === 'spaced';
    // Behind a mere space only a number makes a label; a weak word without one is a title.
    if (!id && (spaced ? !/\d{5,}/.test(text ?? '') : hit.match.weak)) return [];
    const element = id && value ? value.element : hit.run.element;
    return [
      {
        what: hit.name,
        word: hit.match.word,
        value: id ?? text,
        readable: id !== undefined,
        element,
        spaced,
        inline: hit.inline !== undefined,
      },
    ];
  });
}

/** A number behind its label in the second half of a pair stands where a value of another label stands: a name, a comment. */
function isValueOfAnother(mark: IdMark): boolean {
  const { element, inline, what } = mark;
  const before = element.previousElementSibling;
  return (
    inline &&
    what === 'orderId' &&
    before !== null &&
    element.parentElement?.childElementCount === 2 &&
    (before.textContent ?? '').trim().length <= 20 &&
    !/\d|[:：]\s*\S/.test(before.textContent ?? '')
  );
}

/** Marks that part claims: where a page prints a label in an element of its own, a text that begins with it is somebody's words. */
function partingMarks(marks: IdMark[]): IdMark[] {
  const count = (word: string, inline: boolean): number =>
    marks.filter((mark) => mark.word === word && mark.inline === inline).length;
  return marks.filter(
    (mark) =>
      !isValueOfAnother(mark) &&
      !(mark.inline && !mark.spaced && count(mark.word, false) > count(mark.word, true)),
  );
}

/** What each element of a page holds: numbers by their word, and telling fields by their word. */
class Contents {
  private readonly numbers = new Map<Element, Map<string, Set<unknown>>>();
  private readonly fields = new Map<Element, Map<string, Set<string>>>();
  /** How many dialogs each element holds. */
  private readonly around = new Map<Element, number>();

  constructor(marks: IdMark[], labels: Labels, dialogs: ReadonlySet<Element>) {
    for (const dialog of dialogs)
      for (let up = parentOf(dialog); up; up = parentOf(up))
        this.around.set(up, (this.around.get(up) ?? 0) + 1);
    for (const mark of partingMarks(marks)) {
      // A number that is not there yet is one of its own: it will be another's.
      const value = mark.value ?? Symbol(mark.word);
      this.add(this.numbers, mark.element, `${mark.what} ${mark.word}`, value);
    }
    for (const hit of labels.hits) {
      if (!TELLING.has(hit.name) || hit.match.form === 'spaced') continue;
      const value = valueBeside(hit, labels)?.text;
      if (value) this.add(this.fields, hit.run.element, hit.match.word, value);
    }
  }

  private add<T>(map: Map<Element, Map<string, Set<T>>>, element: Element, word: string, value: T): void {
    for (let up: Element | null = element; up; up = parentOf(up)) {
      const words = map.get(up) ?? new Map<string, Set<T>>();
      map.set(up, words);
      words.set(word, (words.get(word) ?? new Set<T>()).add(value));
    }
  }

  /** Whether an element shows two numbers of one kind: those of two claims. */
  isMixed(element: Element): boolean {
    for (const values of this.numbers.get(element)?.values() ?? []) if (values.size > 1) return true;
    return false;
  }

  holdsNumber(element: Element): boolean {
    return this.numbers.has(element);
  }

  namesIn(element: Element): number {
    return (this.numbers.get(element)?.size ?? 0) + (this.fields.get(element)?.size ?? 0);
  }

  /** Whether `outer` repeats a field of `inner` with another value. */
  repeats(inner: Element, outer: Element): boolean {
    const own = this.fields.get(inner);
    if (!own) return false;
    const all = this.fields.get(outer);
    return [...own].some(([word, values]) => (all?.get(word)?.size ?? 0) > values.size);
  }

  /** Whether growing from `inner` to `outer` would take in a dialog that lies over the page. */
  takesDialog(inner: Element, outer: Element): boolean {
    return (this.around.get(outer) ?? 0) > (this.around.get(inner) ?? 0);
  }
}

const ROW_ROLES = new Set(['row', 'listitem', 'article']);

/** Elements that are one member of a list by what they are. */
function isMember(element: Element, contents: Contents): boolean {
  if (element.tagName === 'ARTICLE' || ROW_ROLES.has(element.getAttribute('role') ?? ''))
    return contents.namesIn(element) >= 2;
  return element.tagName === 'LI' && contents.namesIn(element) >= 3;
}

/** The largest part around a number that is its claim's alone. */
function grow(start: Element, root: Element, contents: Contents): Element {
  let element = start;
  for (let up = parentOf(element); up && up !== root; up = parentOf(up)) {
    if (isDialog(element) || isMember(element, contents)) break;
    if (contents.isMixed(up) || contents.repeats(element, up) || contents.takesDialog(element, up)) break;
    element = up;
  }
  return element;
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

/** Table rows of one claim that carry no number of their own follow the row that does. */
function withFollowers(blocks: Block[], contents: Contents, cells?: number): Block[] {
  const starts = new Set(blocks.map((block) => block.element));
  for (const block of blocks) {
    if (block.element.tagName !== 'TR') continue;
    for (
      let next = block.element.nextElementSibling;
      next && !starts.has(next);
      next = next.nextElementSibling
    ) {
      if (next.tagName !== 'TR') continue;
      // A row with a number nobody could read, or built like a claim's own row, is another claim's.
      if (contents.holdsNumber(next) || next.childElementCount === cells) break;
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
      if (column < 0) continue;
      const shape = what === 'claimId' ? env.ids.claim : env.ids.order;
      const blocks = rowsUnder(header).flatMap((row): Block[] => {
        const cell = row.children[column];
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

/**
 * The one block of a detail page: the whole page, without the parts that show another claim's or another order's number. `wanted`
 * is the number that the page's address tells.
 */
export function detailBlock(
  labels: Labels,
  headers: Header[],
  root: Element,
  env: FieldEnv,
  wanted: string | undefined,
  dialogs: ReadonlySet<Element>,
): { block: Block; foreign: Element[] } {
  const all = idMarks(labels, headers, env);
  const sure = all.filter((mark) => !mark.spaced);
  const marks = sure.some((mark) => mark.what === 'claimId' && mark.readable) ? sure : all;
  const claims = marks.filter((mark) => mark.what === 'claimId');
  const own =
    claims.find((mark) => mark.readable && mark.value === wanted) ?? claims.find((mark) => mark.readable);
  const ownOrder = nearest(
    marks.filter((mark) => mark.what === 'orderId' && mark.readable),
    own?.element,
  );
  const block: Block = {
    element: root,
    more: [],
    ...(own?.value && { id: { value: own.value, element: own.element, what: 'claimId' as const } }),
  };
  if (!own && !ownOrder) return { block, foreign: [] };
  const contents = new Contents(marks, labels, dialogs);
  const kept = [own, ownOrder].flatMap((mark) => mark?.element ?? []);
  const foreign = marks
    .filter((mark) => isForeign(mark, own, ownOrder))
    .map((mark) => grow(mark.element, root, contents))
    .filter((element) => element !== root && !kept.some((part) => holds(element, part)));
  return { block, foreign };
}

/** Whether a number is another claim's (or its order another one) than the page is about. */
function isForeign(mark: IdMark, own: IdMark | undefined, ownOrder: IdMark | undefined): boolean {
  const mine = mark.what === 'claimId' ? own : ownOrder;
  return (
    mine !== undefined &&
    mark !== mine &&
    mark.word === mine.word &&
    mark.value !== undefined &&
    mark.value !== mine.value
  );
}

function nearest(marks: IdMark[], element: Element | undefined): IdMark | undefined {
  return [...marks].sort((a, b) => closeness(element, b.element) - closeness(element, a.element))[0];
}

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

/** How close a candidate stands to the claim's number: the depth of their nearest common ancestor. */
export function closeness(id: Element | undefined, candidate: Element): number {
  if (!id) return 0;
  let common: Element | null = candidate;
  while (common && !holds(common, id)) common = parentOf(common);
  let depth = 0;
  for (let up = common && parentOf(common); up; up = parentOf(up)) depth += 1;
  return depth;
}
