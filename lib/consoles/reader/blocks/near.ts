/** What stands nearest to a claim's number. */
import { holds, parentOf } from '../../page/walk.ts';
import type { IdMark } from '../id-marks.ts';

/** The mark nearest to an element; none where two with different values are equally near. */
export function nearest(marks: IdMark[], element: Element | undefined): IdMark | undefined {
  const near = (mark: IdMark): number => closeness(element, mark.element);
  const [first, ...rest] = [...marks].sort((a, b) => near(b) - near(a));
  return first && rest.some((other) => near(other) === near(first) && other.value !== first.value)
    ? undefined
    : first;
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
