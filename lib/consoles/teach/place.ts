/** Places inside a row: how to get from the row to an element and back, by kind of element and position. */
import { parentOf } from '../page/walk.ts';

const childrenOf = (element: Element): Element[] => [
  ...(element.shadowRoot?.children ?? []),
  ...element.children,
];

function sameKindBefore(element: Element, parent: Element): number {
  return childrenOf(parent)
    .filter((child) => child.tagName === element.tagName)
    .indexOf(element);
}

/** Steps from a row down to an element in it (`div:2` = second div); undefined when it is not in the row. */
export function pathTo(row: Element, element: Element): string[] | undefined {
  const steps: string[] = [];
  for (let here: Element | null = element; here !== row; here = parentOf(here)) {
    const parent = here && parentOf(here);
    if (!here || !parent) return undefined;
    steps.unshift(`${here.tagName.toLowerCase()}:${sameKindBefore(here, parent) + 1}`);
  }
  return steps;
}

/** The element at the end of the steps; undefined where the row is built differently. */
export function follow(row: Element, steps: readonly string[]): Element | undefined {
  let here: Element | undefined = row;
  for (const step of steps) {
    const [tag = '', position = '1'] = step.split(':');
    here = childrenOf(here).filter((child) => child.tagName.toLowerCase() === tag)[Number(position) - 1];
    if (!here) return undefined;
  }
  return here;
}

/** Kinds of a row's children, in order: what tells rows from other elements beside them. */
export const kindsOf = (row: Element): string[] =>
  childrenOf(row)
    .slice(0, 60)
    .map((child) => child.tagName.toLowerCase());

/** Share of equal places in two lists of kinds; rows may differ in an optional part. */
export function likeness(one: readonly string[], other: readonly string[]): number {
  const length = Math.max(one.length, other.length);
  if (length === 0) return 1;
  return one.filter((kind, index) => kind === other[index]).length / length;
}

/** From how alike two siblings must be to be rows of one list. */
export const ALIKE = 0.6;

/**
 * The row around an element: the nearest ancestor that has a sibling of the same kind built alike, with text of its own. On a
 * page that shows one claim there is none.
 */
export function rowAround(element: Element): Element | undefined {
  for (let here: Element | null = element; here; here = parentOf(here)) {
    const parent = parentOf(here);
    if (!parent || here.tagName === 'BODY') return undefined;
    const kinds = kindsOf(here);
    const twins = childrenOf(parent).filter(
      (sibling) =>
        sibling !== here &&
        sibling.tagName === here?.tagName &&
        kinds.length > 0 &&
        likeness(kinds, kindsOf(sibling)) >= ALIKE &&
        (sibling.textContent ?? '').trim() !== '',
    );
    if (twins.length && kinds.length >= 2) return here;
  }
  return undefined;
}
