/** A conversation with one buyer: who sent which picture, and which claim or order the conversation is about. */
import { bestOriginal } from '../../images/originals.ts';
import { addressSays } from '../page/addresses.ts';
import { picturesIn, type ShownPicture } from '../page/pictures.ts';
import { type Author, sideOf, speakerOf } from '../page/speaker.ts';
import { holds, parentOf, type Run, textOf } from '../page/walk.ts';
import { classWords, isBoilerplate } from '../page/zones.ts';
import type { ConsoleDefinition, EvidenceAnchor, PartialEvidence, ReadContext } from '../types.ts';
import { vocabularyFor } from '../words/vocabulary.ts';
import type { FieldEnv } from './fields.ts';
import { type Hit, hitsOf, labelsOf } from './hits.ts';
import { idMarks } from './id-marks.ts';
import { isGoodsCard, isUploader } from './sections.ts';

export interface ChatMessagePicture {
  picture: ShownPicture;
  /** Undefined where the page does not tell which side sent it. */
  author: Author | undefined;
}

export interface ChatResult {
  /** Pictures of the conversation in the order of the page, each with its side. */
  pictures: ChatMessagePicture[];
  /** Numbers that the page shows beside the conversation, never those within it: a buyer can write any number. */
  claimIds: string[];
  orderIds: string[];
  /** Where the badge of the claim stands: the number that was found first. */
  anchor?: Element;
}

const CHAT_WORDS = new Set([
  'chat',
  'message',
  'messages',
  'msg',
  'msgs',
  'bubble',
  'bubbles',
  'conversation',
  'talk',
  'dialogue',
]);
const PANEL_WORDS = new Set([
  'order',
  'orders',
  'panel',
  'side',
  'sidebar',
  'aside',
  'aftersale',
  'refund',
  'info',
  'detail',
]);

const MESSAGE_WORDS = new Set(['message', 'msg', 'bubble']);
const PART_WORDS = /^(?:item|content|body|bubble|row|cell|li|left|right|card|wrap|text)$/;

/** Whether an element is one message by its own class: a card with an order in it is still what somebody sent. */
const isMessage = (element: Element): boolean => {
  const words = classWords(element);
  return words.some((word) => MESSAGE_WORDS.has(word)) && words.some((word) => PART_WORDS.test(word));
};

function isWithinMessage(element: Element): boolean {
  for (let up: Element | null = element; up; up = parentOf(up)) if (isMessage(up)) return true;
  return false;
}

/** Whether an element is part of what the two sides wrote to each other. */
function isInMessages(element: Element, messages: ReadonlySet<Element>): boolean {
  if (isWithinMessage(element)) return true;
  for (let up: Element | null = element; up; up = parentOf(up)) {
    if (messages.has(up) || sideOf(up)) return true;
    const words = classWords(up);
    if (words.some((word) => PANEL_WORDS.has(word))) return false;
    if (
      words.some((word) => CHAT_WORDS.has(word)) &&
      words.some((word) => /^(?:list|item|content|text|body|bubble|msg|message)s?$/.test(word))
    )
      return true;
  }
  return false;
}

const QUOTE_WORDS = new Set([
  'quote',
  'quoted',
  'quotes',
  'reply',
  'replied',
  'refer',
  'reference',
  'cite',
  'cited',
  'forward',
  'forwarded',
]);

/** Whether an element repeats what somebody else said before: nothing in it is the speaker's own. */
const isQuote = (element: Element): boolean =>
  element.tagName === 'BLOCKQUOTE' ||
  (classWords(element).some((word) => QUOTE_WORDS.has(word)) && !isMessage(element)) ||
  /^(?:引用|回复|回覆)[:：\s]/.test(element.getAttribute('aria-label') ?? '');

/** A card with a price, a number of pieces or an order's number: goods or an order that was sent, not a photo. */
const CARD_TEXT =
  /[¥￥$€£]\s?\d|订单(?:编)?号|訂單|共\s?\d+\s?件|\border (?:id|no|number|#)|规格|已售|库存|立即购买|查看(?:订单|商品)/i;

/** Longest text of a card; what is longer is the whole conversation. */
const MAX_CARD = 160;

function isCard(element: Element): boolean {
  const text = textOf(element);
  return (
    text.length <= MAX_CARD &&
    CARD_TEXT.test(text) &&
    element.querySelectorAll('img, video').length === 1 &&
    (isMessage(element) ||
      classWords(element).some((word) => /card|order|goods|product|item|link|share/.test(word)))
  );
}

/** The smallest part that holds all pictures with a side: what stands in it is the conversation. */
function commonPart(elements: Element[]): Element | undefined {
  let [common]: (Element | null | undefined)[] = elements;
  for (const element of elements) while (common && !holds(common, element)) common = parentOf(common);
  return elements.length > 1 ? (common ?? undefined) : undefined;
}

/** Reads a chat page; `runs` are its texts. Pictures of goods cards, uploaders, notices and artwork are not messages. */
export function readChat(
  body: Element,
  runs: Run[],
  definition: ConsoleDefinition,
  context: ReadContext,
  env: FieldEnv,
): ChatResult {
  const vocabulary = vocabularyFor(definition);
  const pictures = picturesIn(body, context.url.href).flatMap((picture): ChatMessagePicture[] => {
    if (addressSays(picture.url) === 'listing') return [];
    for (let up: Element | null = picture.element; up && up !== body; up = parentOf(up))
      if (isGoodsCard(up) || isUploader(up) || isBoilerplate(up) || isQuote(up) || isCard(up)) return [];
    const author =
      speakerOf(picture.element, body)?.author ??
      (addressSays(picture.url) === 'buyer' ? 'buyer' : undefined);
    const inside = author !== undefined || isInMessages(picture.element, new Set());
    return inside ? [{ picture, author }] : [];
  });
  const common = commonPart(pictures.map(({ picture }) => picture.element));
  const messages = new Set(common && common !== body ? [common] : []);
  const hits: Hit[] = runs.flatMap((run) => hitsOf(run, vocabulary));
  const marks = idMarks(labelsOf(hits), [], env).filter(
    (mark) => mark.readable && !isInMessages(mark.element, messages),
  );
  const of = (what: 'claimId' | 'orderId'): string[] => [
    ...new Set(marks.filter((mark) => mark.what === what).flatMap((mark) => mark.value ?? [])),
  ];
  const [first] = marks;
  return {
    pictures,
    claimIds: of('claimId'),
    orderIds: of('orderId'),
    ...(first && { anchor: first.element }),
  };
}

/** Evidence from the pictures that one side sent, with the elements that show them. */
export function sentBy(
  author: Author | undefined,
  pictures: ChatMessagePicture[],
): { evidence: PartialEvidence[]; anchors: EvidenceAnchor[] } {
  const own = pictures.filter((entry) => entry.author === author).slice(0, 60);
  return {
    evidence: own.map(({ picture }) => ({
      url: picture.url,
      originalUrl: bestOriginal(picture.larger ?? picture.url),
      kind: picture.kind,
    })),
    anchors: own.map(({ picture }) => ({ url: picture.url, element: picture.element })),
  };
}
