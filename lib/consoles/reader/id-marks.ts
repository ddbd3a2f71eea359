/** Labels of claim and order numbers, with or without a number that can be read beside them. */
import { holds } from '../page/walk.ts';
import type { Header } from './columns.ts';
import { type FieldEnv, idIn } from './fields.ts';
import { type Hit, type Labels, valueBeside } from './hits.ts';

export type IdName = 'claimId' | 'orderId';

/** A label of a claim's or an order's number, whether or not a number can be read beside it. */
export interface IdMark {
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
export function partingMarks(marks: IdMark[]): IdMark[] {
  const count = (word: string, inline: boolean): number =>
    marks.filter((mark) => mark.word === word && mark.inline === inline).length;
  return marks.filter(
    (mark) =>
      !isValueOfAnother(mark) &&
      !(mark.inline && !mark.spaced && count(mark.word, false) > count(mark.word, true)),
  );
}
