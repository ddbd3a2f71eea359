/** The one claim of a detail page, and what on that page is another's. */
import { holds } from '../../page/walk.ts';
import type { Header } from '../columns.ts';
import type { FieldEnv } from '../fields.ts';
import type { Labels } from '../hits.ts';
import { type IdMark, idMarks } from '../id-marks.ts';
import { Contents, grow } from './contents.ts';
import type { Block } from './list.ts';
import { nearest } from './near.ts';

/**
 * The one block of a detail page: the whole page, without the parts that show another claim's or another order's number. `wanted`
 * are the numbers that the page's address tells; `orderId` of the result is the order that the page is about.
 */
export function detailBlock(
  labels: Labels,
  headers: Header[],
  root: Element,
  env: FieldEnv,
  wanted: { claimId?: string; orderId?: string },
  dialogs: ReadonlySet<Element>,
): { block: Block; foreign: Element[]; orderId?: string } {
  const all = idMarks(labels, headers, env);
  const sure = all.filter((mark) => !mark.spaced);
  const marks = sure.some((mark) => mark.what === 'claimId' && mark.readable) ? sure : all;
  const claims = marks.filter((mark) => mark.what === 'claimId');
  const own =
    claims.find((mark) => mark.readable && mark.value === wanted.claimId) ??
    claims.find((mark) => mark.readable);
  const orders = marks.filter((mark) => mark.what === 'orderId' && mark.readable);
  const ownOrder = orders.find((mark) => mark.value === wanted.orderId) ?? nearest(orders, own?.element);
  const block: Block = {
    element: root,
    more: [],
    ...(own?.value && { id: { value: own.value, element: own.element, what: 'claimId' as const } }),
  };
  const contents = new Contents(marks, labels, dialogs);
  const kept = [own, ownOrder].flatMap((mark) => mark?.element ?? []);
  const foreign = marks
    .filter((mark) => isForeign(mark, own, ownOrder))
    .map((mark) => grow(mark.element, root, contents))
    .filter((element) => element !== root && !kept.some((part) => holds(element, part)));
  return { block, foreign, ...(ownOrder?.value && { orderId: ownOrder.value }) };
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
