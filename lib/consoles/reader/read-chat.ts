/** A conversation with one buyer: who sent which picture, and which claim or order the conversation is about. */
import { bestOriginal } from '../../images/originals.ts';
import { addressSays } from '../page/addresses.ts';
import { picturesIn, type ShownPicture } from '../page/pictures.ts';
import { type Author, sideOf, speakerOf } from '../page/speaker.ts';
import { holds, parentOf, type Run } from '../page/walk.ts';
import { classWords, isNobodys } from '../page/zones.ts';
import type { ConsoleDefinition, EvidenceAnchor, PartialEvidence, ReadContext } from '../types.ts';
import { vocabularyFor } from '../words/vocabulary.ts';
import { idMarks } from './blocks.ts';
import type { FieldEnv } from './fields.ts';
import { type Hit, hitsOf, labelsOf } from './hits.ts';
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

/** Whether an element is part of what the two sides wrote to each other. */
function isInMessages(element: Element, messages: ReadonlySet<Element>): boolean {
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
      if (isGoodsCard(up) || isUploader(up) || isNobodys(up)) return [];
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
