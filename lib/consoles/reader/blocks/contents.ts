/** What each part of a page holds of a claim's numbers and fields, and how far a claim reaches (consoles.md §7.1, rule 5). */
import { parentOf } from '../../page/walk.ts';
import type { LabelName } from '../../words/words.ts';
import { type Labels, valueBeside } from '../hits.ts';
import { type IdMark, partingMarks } from '../id-marks.ts';

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

export const classOf = (element: Element): string => element.getAttribute('class') ?? '';

/** What each element of a page holds: numbers by their word, and telling fields by their word. */
export class Contents {
  private readonly numbers = new Map<Element, Map<string, Set<unknown>>>();
  private readonly fields = new Map<Element, Map<string, Set<string>>>();
  /** How many dialogs each element holds. */
  private readonly around = new Map<Element, number>();

  private readonly dialogs: ReadonlySet<Element>;

  constructor(marks: IdMark[], labels: Labels, dialogs: ReadonlySet<Element>) {
    this.dialogs = dialogs;
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

  /** Whether beside `inner` stands a part that is built like it and shows a word of it again: the next card, without a number yet. */
  isRepeatedBeside(inner: Element): boolean {
    const own = this.fields.get(inner);
    const name = classOf(inner);
    if (!own || (!name && inner.tagName === 'DIV')) return false;
    return [...(parentOf(inner)?.children ?? [])].some(
      (peer) =>
        peer !== inner &&
        peer.tagName === inner.tagName &&
        classOf(peer) === name &&
        !this.numbers.has(peer) &&
        [...(this.fields.get(peer)?.keys() ?? [])].some((word) => own.has(word)),
    );
  }

  isDialog(element: Element): boolean {
    return this.dialogs.has(element);
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
export function grow(start: Element, root: Element, contents: Contents): Element {
  let element = start;
  for (let up = parentOf(element); up && up !== root; up = parentOf(up)) {
    if (contents.isDialog(element) || isMember(element, contents)) break;
    if (contents.isMixed(up) || contents.repeats(element, up) || contents.takesDialog(element, up)) break;
    if (contents.isRepeatedBeside(element)) break;
    element = up;
  }
  return element;
}
