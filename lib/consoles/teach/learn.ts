/** From what a seller pointed at to a reader: words beside the value first, its place in the row second. */

import { holds, parentOf, runsIn, textOf } from '../page/walk.ts';
import { siteId } from '../platforms/site.ts';
import { clean } from '../words/text.ts';
import type { LabelName } from '../words/words.ts';
import { ALIKE, kindsOf, likeness, pathTo, rowAround } from './place.ts';
import { pathPatternOf, shapeOf, type TaughtField, type TaughtReader } from './spec.ts';

/** One thing that the seller pointed at: the element that shows the value (for evidence, one of the pictures). */
export interface Pointed {
  name: LabelName;
  element: Element;
}

export interface Lesson {
  url: URL;
  /** Console the page belongs to; undefined for a site that no file knows. */
  console?: string;
  /** ISO instant. */
  at: string;
  /** Version of the reader that this one replaces. */
  replaces?: number;
  pointed: Pointed[];
}

/** Why nothing could be learned. */
export type NotLearned = 'no-claim-number' | 'not-in-one-row';

/** The token of a text that is most like a number of a claim or an order. */
export function numberIn(text: string): string | undefined {
  const tokens = text.split(/[^A-Za-z0-9_-]+/).filter((token) => /\d{3,}/.test(token) && token.length <= 40);
  return tokens.sort((a, b) => b.replace(/\D/g, '').length - a.replace(/\D/g, '').length)[0];
}

/** Words that can be a label: short, with letters, without figures. */
function labelText(text: string): string | undefined {
  const kept = clean(text).replace(/[\s:：]+$/, '');
  return kept.length >= 2 && kept.length <= 30 && /\p{L}/u.test(kept) && !/\d{2,}/.test(kept)
    ? kept
    : undefined;
}

/** The head of the column that a cell stands in, for rows of a table. */
function columnHead(element: Element, row: Element): string | undefined {
  let cell = element;
  while (parentOf(cell) && parentOf(cell) !== row) cell = parentOf(cell) as Element;
  const index = [...row.children].indexOf(cell);
  if (index < 0 || row.children.length < 3) return undefined;
  let scope = parentOf(row);
  for (let level = 0; scope && level < 4; level++, scope = parentOf(scope)) {
    for (const head of scope.querySelectorAll('tr, [role="row"], div')) {
      if (head === row || head.contains(row) || head.children.length !== row.children.length) continue;
      const isHead =
        head.querySelector(':scope > th, :scope > [role="columnheader"]') !== null ||
        (head.tagName === row.tagName &&
          (head.compareDocumentPosition(row) & 4) !== 0 &&
          !/\d{4,}/.test(textOf(head)));
      const text = isHead && head.children[index] && labelText(textOf(head.children[index]));
      if (text) return text;
    }
  }
  return undefined;
}

/** Words that may introduce a value, likeliest first: at the beginning of its own text, over its column, just before it. */
function labelsFor(element: Element, row: Element, isPicture: boolean): string[] {
  const found: (string | undefined)[] = [];
  const [own] = runsIn(element);
  if (!isPicture && own) found.push(labelText(/^([^:：]{2,30})[:：]\s*\S/.exec(own.text)?.[1] ?? ''));
  found.push(columnHead(element, row));
  let node: Node = element;
  for (let holder: Element | null = element, level = 0; holder && level < 5; level++) {
    let near = '';
    for (let before = node.previousSibling; before && !near; before = before.previousSibling) {
      if (before.nodeType === 1) near = textOf(before as Element);
      if (before.nodeType === 3) near = clean((before as Text).data);
    }
    if (near) found.push(labelText(near));
    if (near || holder === row) break;
    node = holder;
    holder = parentOf(holder);
  }
  return found.filter((label) => label !== undefined);
}

/** Whether the words introduce something in most rows: what only one row says is a value. */
function isCommon(label: string, row: Element): boolean {
  const rows = [...(parentOf(row)?.children ?? [])].filter(
    (sibling) => sibling.tagName === row.tagName && likeness(kindsOf(row), kindsOf(sibling)) >= ALIKE,
  );
  const saying = rows.filter((sibling) =>
    runsIn(sibling).some((run) => labelText(run.text.split(/[:：]/)[0] ?? '') === label),
  );
  return saying.length * 2 >= rows.length;
}

/** For a picture, the part of the row that holds all pictures beside it. */
function galleryOf(picture: Element, row: Element): Element {
  let gallery = parentOf(picture) ?? picture;
  for (let up: Element | null = gallery; up && up !== row && holds(row, up); up = parentOf(up)) {
    if (clean(up.textContent ?? '')) break;
    gallery = up;
  }
  return gallery;
}

/** Learns a reader; the words of a label are only kept when they differ from row to row as little as a label does. */
export function learn(lesson: Lesson): TaughtReader | NotLearned {
  const claim = lesson.pointed.find((entry) => entry.name === 'claimId');
  const number = claim && numberIn(textOf(claim.element));
  if (!claim || !number) return 'no-claim-number';
  const { ownerDocument } = claim.element;
  const row = rowAround(claim.element);
  const inRow = (element: Element): boolean => row !== undefined && holds(row, element);
  const single = row === undefined || !lesson.pointed.every((entry) => inRow(entry.element));
  const body = ownerDocument.body;
  if (
    single &&
    row &&
    lesson.pointed.length > 1 &&
    lesson.pointed.filter((entry) => inRow(entry.element)).length > 1
  ) {
    const outside = lesson.pointed.filter((entry) => !inRow(entry.element));
    if (outside.length < lesson.pointed.length / 2) return 'not-in-one-row';
  }
  const scope = single ? body : (row ?? body);
  const fields = lesson.pointed.flatMap(({ name, element }): TaughtField[] => {
    const isPicture = name === 'evidence';
    const target = isPicture ? galleryOf(element, scope) : element;
    const path = pathTo(scope, target);
    if (!path || path.length > 40) return [];
    const label = labelsFor(target, scope, isPicture).find(
      (words) => single || !row || words === columnHead(target, row) || isCommon(words, row),
    );
    return [{ name, path, ...(label && { label }) }];
  });
  const order = lesson.pointed.find((entry) => entry.name === 'orderId');
  const orderNumber = order && numberIn(textOf(order.element));
  return {
    schema: 'claimlens-reader/1',
    console: lesson.console ?? siteId(lesson.url.hostname),
    host: lesson.url.hostname,
    path: pathPatternOf(lesson.url.pathname),
    page: single ? 'detail' : 'list',
    version: (lesson.replaces ?? 0) + 1,
    taughtAt: lesson.at,
    claimShape: shapeOf(number),
    ...(orderNumber && { orderShape: shapeOf(orderNumber) }),
    ...(!single && row && { row: { tag: row.tagName.toLowerCase(), children: kindsOf(row) } }),
    fields,
  };
}
