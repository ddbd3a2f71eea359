/** Where labels stand on a page, and what stands beside them (consoles.md §7.1). */
import { parseCountdown } from '../../claims/countdown.ts';
import { linesOf, OWN_TAG, parentOf, type Run, textOf } from '../page/walk.ts';
import { clean, fold } from '../words/text.ts';
import { afterLabel, type LabelMatch, type Vocabulary } from '../words/vocabulary.ts';
import type { LabelName } from '../words/words.ts';

/** Labels are short; what is longer is a value that happens to begin with one. */
const LONGEST_INLINE = 1_200;
/** How far up a label's value may stand beside one of its ancestors. */
const CLIMB = 4;

export interface Hit {
  name: LabelName;
  match: LabelMatch;
  run: Run;
  /** The value in the same run, where there is one. */
  inline?: string;
}

/** The labels of a page with what is needed to tell labels from values quickly. */
export interface Labels {
  hits: Hit[];
  /** Elements that hold labels of the page's own structure, and so are no value of another label. */
  holders: WeakSet<Element>;
  /** Elements whose own text begins with a label. */
  begins: WeakSet<Element>;
}

/** Whatever a buyer can write stands beside these labels: nothing in it is a label. */
export const BUYERS_OWN: ReadonlySet<LabelName> = new Set<LabelName>(['buyer', 'description', 'reason']);

const NEXT_LABEL = /[\s|｜,，;；]+([^\s:：|｜,，;；]{2,20})[:：]/g;

/** The labels of a run: the one it begins with, and further ones in the same text (`服务单号：… 订单号：…`). */
export function hitsOf(run: Run, vocabulary: Vocabulary): Hit[] {
  const first = hitOf(run, vocabulary);
  if (!first) return [];
  if (first.inline === undefined || first.match.form !== 'colon' || BUYERS_OWN.has(first.name))
    return [first];
  for (const next of first.inline.matchAll(NEXT_LABEL)) {
    if (!next[1] || !vocabulary.exact(next[1])) continue;
    const rest = first.inline.slice(next.index).replace(/^[\s|｜,，;；]+/, '');
    return [
      { ...first, inline: first.inline.slice(0, next.index).trim() },
      ...hitsOf({ ...run, text: rest }, vocabulary),
    ];
  }
  return [first];
}

/** The label at the beginning of a run, with what follows it. */
function hitOf(run: Run, vocabulary: Vocabulary): Hit | undefined {
  if (run.text.length > LONGEST_INLINE) return undefined;
  const match = vocabulary.match(run.text);
  if (!match) return undefined;
  if (match.form === 'exact') return { name: match.name, match, run };
  const inline = afterLabel(run.text, match.word);
  return inline
    ? { name: match.name, match, run, inline }
    : { name: match.name, match: { ...match, form: 'exact' }, run };
}

const MAYBE_COUNTDOWN = /\d\s*(?:天|日|时|小时|分|秒|[dhm]\b)|\d:\d\d:\d\d|已超时|已逾期/;

/** A countdown needs no label: its units, and the words for what happens at zero, tell what it is. */
export function countdownHit(run: Run): Hit[] {
  if (run.text.length > 160 || !MAYBE_COUNTDOWN.test(run.text)) return [];
  const found = parseCountdown(run.text);
  if (!found) return [];
  // One unit alone (`7天`) may be the length of anything.
  const alone = /^[\d\s:天日小时分钟秒dhms]+$/.test(run.text) && /\d\D+\d/.test(run.text);
  if (!alone && found.effect === 'unknown' && !/剩|left|remain/i.test(run.text)) return [];
  const around =
    found.effect === 'unknown' && run.element.parentElement ? textOf(run.element.parentElement) : '';
  const isShort = around !== '' && around.length <= 160;
  // A time of day may stand in an element of its own beside its date.
  const isClock = /^\d{1,2}:\d{2}:\d{2}$/.test(run.text);
  if (isShort && (!parseCountdown(around) || (isClock && around === run.text))) return [];
  if (isClock && !isShort) return [];
  const inline = isShort ? around : run.text;
  const match = { name: 'deadlineAt', word: '', form: 'spaced', weak: true } as const;
  return [{ name: 'deadlineAt', match, run, inline }];
}

const BARE_KIND =
  /^(?:(?:已发货|未发货|已收货|未收货)?仅退款|退货退款|退款退货|(?:已收货|未收货)退款|换货|补寄|维修)$/;

/** The kind of a claim needs no label in a list: its words mean nothing else there. */
export function kindHit(run: Run): Hit[] {
  if (run.text.length > 8 || !BARE_KIND.test(run.text)) return [];
  const match = { name: 'kind', word: '', form: 'spaced', weak: true } as const;
  return [{ name: 'kind', match, run, inline: run.text }];
}

/**
 * Gathers hits, and marks the elements that hold page structure: one strong label standing alone, or two with their values.
 * One text, whatever it says, may be a buyer's own words and counts once.
 */
export function labelsOf(hits: Hit[]): Labels {
  const holders = new WeakSet<Element>();
  const one = new WeakSet<Element>();
  const begins = new WeakSet<Element>();
  const texts = new Set<Text>();
  for (const hit of hits) {
    if (hit.match.form !== 'spaced') begins.add(hit.run.element);
    if (hit.match.weak || hit.match.form === 'spaced' || texts.has(hit.run.first)) continue;
    texts.add(hit.run.first);
    const alone = hit.match.form === 'exact';
    for (let up: Element | null = hit.run.element; up && !holders.has(up); up = parentOf(up)) {
      if (alone || one.has(up)) holders.add(up);
      else one.add(up);
    }
  }
  return { hits, holders, begins };
}

/** A value as found: its text, the element that shows it, and what stands right behind a value that is a bare text. */
export interface Value {
  text: string;
  element: Element;
  behind?: Node | null;
}

const SHOWS_PICTURE = 'img, video, [style*="url"], [data-bg], [data-background], [data-background-image]';

export const hasPicture = (element: Element): boolean =>
  element.matches(SHOWS_PICTURE) || element.querySelector(SHOWS_PICTURE) !== null;

/** Stars, icons and copy buttons between a label and its value. */
const INLINE = new Set(['SPAN', 'A', 'B', 'SMALL', 'LABEL']);
const DECORATION = new Set(['I', 'SVG', 'EM', 'BUTTON', 'INPUT', 'HR', 'SUP']);

export function isDecoration(element: Element): boolean {
  if (DECORATION.has(element.tagName.toUpperCase())) return true;
  // A block with icons in it is a place that waits for its content: a skeleton.
  return INLINE.has(element.tagName) && element.querySelector('svg, i') !== null;
}

type Beside = ({ kind: 'value' } & Value) | { kind: 'none' | 'pending' | 'label' };

/** What follows a node among its siblings. `pending`: a place that the page fills in later (an empty element, a bare comment). */
function beside(node: Node, labels: Labels): Beside {
  let waiting = false;
  for (let next = node.nextSibling; next; next = next.nextSibling) {
    if (next.nodeType === 8) waiting = true;
    if (next.nodeType === 3 && clean((next as Text).data) && next.parentElement) {
      const text = clean((next as Text).data).replace(/^[:：]\s*/, '');
      if (!text) continue;
      return { kind: 'value', element: next.parentElement, text, behind: next.nextSibling };
    }
    if (next.nodeType !== 1) continue;
    const element = next as Element;
    if (element.tagName.toLowerCase() === OWN_TAG) continue;
    if (labels.holders.has(element)) return { kind: waiting ? 'pending' : 'label' };
    const text = textOf(element);
    if (/^[:：]$/.test(text)) continue;
    if (!text && !hasPicture(element)) {
      if (!isDecoration(element)) return { kind: 'pending' };
      continue;
    }
    return { kind: 'value', element, text: text.replace(/^[:：]\s*/, '') };
  }
  return { kind: waiting ? 'pending' : 'none' };
}

/** Whether an element shows the label and nothing else (a count behind it is no value). */
export function showsOnly(element: Element, word: string): boolean {
  const text = fold(textOf(element)).replace(
    /[\s:]*[([]?\s*(?:共?\s*\d{1,2}\s*(?:张|個|个|photos?|pics?|files?)?)?(?:\s*\/\s*\d{1,2})?\s*[)\]]?$/,
    '',
  );
  return text.length <= word.length + 3 && text.replace(/[\s:*?]+$/, '') === word;
}

/** The element that shows the first text below one. */
function firstHolder(element: Element): Element {
  let first = element;
  for (let child = first.firstElementChild; child; child = first.firstElementChild) {
    if ([...first.childNodes].some((node) => node.nodeType === 3 && clean((node as Text).data))) break;
    first = child;
  }
  return first;
}

/**
 * The value of a label: the rest of its run, the next text or element beside it, or beside an ancestor that holds nothing but
 * the label. Undefined when there is none, when another label stands there, or when the page has not filled it in yet.
 */
export function valueBeside(hit: Hit, labels: Labels): Value | undefined {
  if (hit.inline !== undefined)
    return { text: hit.inline, element: hit.run.element, behind: hit.run.last.nextSibling };
  let node: Node = hit.run.last;
  let holder: Element | null = hit.run.element;
  for (let level = 0; level <= CLIMB && holder; level++) {
    const found = beside(node, labels);
    if (found.kind === 'value') {
      // Another label's text is no value, except where a buyer may write what looks like one.
      const labelled = labels.begins.has(found.element) || labels.begins.has(firstHolder(found.element));
      if (labelled && !BUYERS_OWN.has(hit.name)) return undefined;
      const { kind: _kind, ...value } = found;
      return value;
    }
    if (found.kind !== 'none' || !showsOnly(holder, hit.match.word)) return undefined;
    node = holder;
    holder = parentOf(holder);
  }
  return undefined;
}

/** A sum beside its label, one line per element; a bare text goes on in the element right behind it, where that shows digits. */
export function sumBeside({ text, element, behind }: Value): string {
  if (behind === undefined) return linesOf(element).replace(/^[:：]\s*/, '');
  const next = behind?.nodeType === 1 ? textOf(behind as Element) : '';
  return /^[.,]?\d/.test(next) ? `${text}\n${next}` : text;
}
