/** What a heading covers: up to the next heading, label, card, dialog or notice, and never past an empty place (consoles.md §7.1). */

import { OWN_TAG, parentOf, runsIn, textOf } from '../page/walk.ts';
import { arePeers, classWords, introducesBoilerplate, isBoilerplate, isDialog } from '../page/zones.ts';
import { clean } from '../words/text.ts';
import type { Vocabulary } from '../words/vocabulary.ts';
import type { LabelName } from '../words/words.ts';
import { type Hit, hasPicture, isDecoration, type Labels, showsOnly } from './hits.ts';

/** How far up a heading's wrappers are followed while they show nothing but the heading. */
const CLIMB = 4;
const MAX_HEADING = 40;

const HEADING_WORDS = new Set(['title', 'heading', 'caption', 'subtitle', 'header', 'hd', 'tit']);
const HEADING_TAGS = /^(?:H[1-6]|LEGEND|DT|SUMMARY|CAPTION|TH)$/;

/** Rank of a heading element (h1 is 1); 7 for headings without one; undefined for other elements. */
function rankOf(element: Element): number | undefined {
  if (element.getAttribute('role') === 'heading') return Number(element.getAttribute('aria-level') ?? 7) || 7;
  if (/^H[1-6]$/.test(element.tagName)) return Number(element.tagName[1]);
  return HEADING_TAGS.test(element.tagName) ? 7 : undefined;
}

/** Whether an element is a heading by its tag, its role, or its class where it shows a short text and no picture. */
export function isHeading(element: Element): boolean {
  if (rankOf(element) !== undefined) return true;
  if (!classWords(element).some((word) => HEADING_WORDS.has(word))) return false;
  const text = textOf(element);
  return text.length > 0 && text.length <= MAX_HEADING && !hasPicture(element);
}

/** Texts that count or explain the pictures of a section. */
const CAPTION =
  /^(?:[（(]?\s*(?:共|全部)?\s*\d{1,3}\s*(?:张|个|張|個|\/\s*\d{1,3})?\s*(?:图片|凭证|照片|photos?|images?|files?)?\s*[)）]?|.{0,2}点击.{0,12}|查看(?:大图|原图|全部)|放大|下载(?:原图)?|click to .{0,20}|view (?:all|larger)|图片\s*\d*|视频\s*\d*|\+\d{1,2})$/i;

const isCaption = (text: string): boolean => CAPTION.test(clean(text));

/** Signs of a goods card: what stands in it is the shop's own picture. */
const GOODS_WORDS = new Set([
  'goods',
  'good',
  'product',
  'products',
  'commodity',
  'sku',
  'spu',
  'ware',
  'merchandise',
  'offer',
  'listing',
  'auction',
]);
const GOODS_LINK = /\/(?:item|product|goods|listing|offer|itm|dp)\b|goods_?id=|item_?id=|product_?id=/i;

/** Whether an element dresses what is in it as goods. */
export const isGoodsCard = (element: Element): boolean =>
  classWords(element).some((word) => GOODS_WORDS.has(word)) ||
  (element.tagName === 'A' && GOODS_LINK.test(element.getAttribute('href') ?? ''));

/** Price, quantity and variant: what stands beside the picture of goods and not beside a photo of damage. */
const GOODS_TEXT = /(?:^|\s)[x×]\s?\d{1,3}(?:\s|$)|[¥￥$€£]\s?\d|规格|規格|数量|數量|\bqty\b|\bsku\b/i;

/** Elements and dresses of a part that is whole by itself: what stands behind it is another part. */
const CLOSED_TAGS = new Set(['SECTION', 'ARTICLE', 'FIELDSET', 'DETAILS', 'TABLE', 'MAIN', 'BODY']);
/** These too, unless they are the heading's own element: a cell or an item that names what the next one shows. */
const CLOSED_WRAPPERS = new Set(['LI', 'TR', 'TD', 'DL', 'UL']);
const CLOSED_WORDS = new Set(['card', 'section', 'panel', 'block', 'module', 'box', 'collapse']);
const isClosed = (element: Element): boolean =>
  CLOSED_TAGS.has(element.tagName) || classWords(element).some((word) => CLOSED_WORDS.has(word));

const UPLOAD_WORDS = new Set(['upload', 'uploader', 'uploads', 'upfile', 'dropzone', 'filepicker']);

/** Whether an element is where the seller uploads pictures of their own. */
export const isUploader = (element: Element): boolean =>
  element.querySelector(
    ':scope > input[type="file"], :scope > label > input[type="file"], :scope > button + input[type="file"]',
  ) !== null || classWords(element).some((word) => UPLOAD_WORDS.has(word));

/** Which part of a page a heading covers: only its pictures, or whatever stands below it. */
export type Extent = 'pictures' | 'everything';

/** Labels that may stand inside the section of another: a log repeats the fields of the claim, evidence has its own kinds. */
const mayHold = (outer: LabelName, inner: LabelName): boolean =>
  outer === inner || outer === 'elsewhere' || (outer === 'log' && inner !== 'otherEvidence');

/** The label that an element begins with, where it is one and not a word within a sentence. */
function firstLabel(element: Element, vocabulary: Vocabulary): LabelName | undefined {
  const [first] = runsIn(element);
  const match = first && vocabulary.match(first.text);
  return match && match.form !== 'spaced' ? match.name : undefined;
}

/** Whether a picture stands before the first words: a caption behind it says nothing of the whole. */
function beginsWithPicture(element: Element): boolean {
  const [first] = runsIn(element);
  const picture = element.querySelector('img, video');
  return first !== undefined && picture !== null && (picture.compareDocumentPosition(first.first) & 4) !== 0;
}

interface Covering {
  hit: Hit;
  extent: Extent;
  labels: Labels;
  vocabulary: Vocabulary;
  /** Whether the siblings looked at stand beside the heading's own element, not beside a wrapper of it. */
  close: boolean;
  heading: Element;
}

/** Whether an element opens something new after a heading. */
function opens(element: Element, first: boolean, at: Covering): boolean {
  const { hit, vocabulary, heading, close, extent } = at;
  if (isDialog(element) || isBoilerplate(element)) return true;
  const text = textOf(element);
  if (introducesBoilerplate(text) && !beginsWithPicture(element)) return true;
  const label = firstLabel(element, vocabulary);
  if (label && !mayHold(hit.name, label)) return true;
  const rank = rankOf(element) ?? rankOf(element.firstElementChild ?? element);
  const own = rankOf(heading) ?? rankOf(hit.run.element);
  if (rank !== undefined && label !== hit.name && (own === undefined || rank <= own)) return true;
  if (isHeading(element) && rankOf(element) === undefined && label !== hit.name && extent === 'pictures')
    return true;
  if (extent === 'pictures' && (isGoodsCard(element) || (hasPicture(element) && GOODS_TEXT.test(text))))
    return true;
  // Beside a wrapper of the heading stand other parts as well: only pictures and their captions are its own.
  if (extent === 'pictures' && !close && text !== '' && !onlyCaptions(element)) return true;
  if (!arePeers(heading, element) || label === hit.name) return false;
  // Beside the heading's own element its value may be built alike; with words of its own it is the next heading or row.
  if (close && extent === 'everything')
    return first ? false : text.length <= MAX_HEADING && !hasPicture(element);
  if (close)
    return (
      !(first || heading.getAttribute('class') === null) ||
      (text !== '' && !isCaption(text) && !onlyCaptions(element))
    );
  return true;
}

const onlyCaptions = (element: Element): boolean => runsIn(element).every((run) => isCaption(run.text));

/** A figure whose words are its caption: what they say is asked picture by picture. */
const isCaptioned = (element: Element): boolean =>
  element.tagName === 'FIGURE' && element.querySelector(':scope > figcaption') !== null;

/** Whether an element goes on with the pictures that an earlier one began. */
function goesOn(previous: Element, element: Element): boolean {
  if (!hasPicture(previous)) return textOf(previous) !== '' && isCaption(textOf(previous));
  if (!hasPicture(element)) return isCaption(textOf(element));
  return (
    previous.tagName === element.tagName &&
    previous.getAttribute('class') === element.getAttribute('class') &&
    (onlyCaptions(element) || (isCaptioned(previous) && isCaptioned(element)))
  );
}

/** The panel that a tab says it shows (WAI-ARIA: `aria-controls`, or the panel's `aria-labelledby`); undefined for other elements. */
function panelOf(element: Element): Element | undefined {
  const tab = element.closest('[role="tab"]');
  if (!tab) return undefined;
  const panels = [...(tab.getRootNode() as ParentNode).querySelectorAll('[role="tabpanel"]')];
  const named = (panel: Element, attribute: string): string[] =>
    (panel.getAttribute(attribute) ?? '').split(/\s+/).filter(Boolean);
  return panels.find(
    (panel) =>
      named(tab, 'aria-controls').includes(panel.id) || named(panel, 'aria-labelledby').includes(tab.id),
  );
}

/** What follows a node among its siblings, and whether a place for it was there at all (an empty one counts). */
function coveredAfter(node: Node, at: Covering): { covered: Element[]; ended: boolean } {
  const covered: Element[] = [];
  let ended = false;
  let previous: Element | undefined;
  for (let next = node.nextSibling; next; next = next.nextSibling) {
    if (next.nodeType === 8) ended = true;
    if (next.nodeType !== 1) continue;
    const element = next as Element;
    if (element.tagName.toLowerCase() === OWN_TAG) continue;
    const text = textOf(element);
    if (!text && !hasPicture(element) && isDecoration(element)) continue;
    if (opens(element, previous === undefined, at)) return { covered, ended: true };
    if (at.extent === 'pictures' && previous && !goesOn(previous, element)) break;
    ended = true;
    covered.push(element);
    if (!hasPicture(element) && at.extent === 'pictures' && previous && hasPicture(previous)) continue;
    previous = element;
  }
  return { covered, ended };
}

/**
 * The elements that a heading covers, at the first level that has a place for them: an empty place, or one that the page fills in
 * later, is an empty section and not a reason to look further.
 */
export function sectionOf(
  hit: Hit,
  labels: Labels,
  vocabulary: Vocabulary,
  extent: Extent = 'everything',
): Element[] {
  const panel = extent === 'pictures' ? panelOf(hit.run.element) : undefined;
  if (panel) return hasPicture(panel) ? [panel] : [];
  let node: Node = hit.run.last;
  let holder: Element | null = hit.run.element;
  let heading = hit.run.element;
  for (let level = 0; level <= CLIMB && holder; level++) {
    const at = { hit, extent, labels, vocabulary, close: level <= 1, heading };
    const { covered, ended } = coveredAfter(node, at);
    if (covered.length || ended)
      return covered.filter((element) =>
        extent === 'everything' ? textOf(element) || hasPicture(element) : hasPicture(element),
      );
    if (
      isClosed(holder) ||
      (level > 0 && CLOSED_WRAPPERS.has(holder.tagName)) ||
      !showsOnly(holder, hit.match.word)
    )
      return [];
    node = holder;
    heading = holder;
    holder = parentOf(holder);
  }
  return [];
}
