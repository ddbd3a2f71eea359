/** Which pictures of a claim are the buyer's evidence, and which round brought them (consoles.md §5.3). */
import { parseTime } from '../../claims/time.ts';
import { bestOriginal } from '../../images/originals.ts';
import type { EvidenceAnchor, PartialEvidence, ReadContext } from '../types.ts';
import { clean } from '../words/text.ts';
import type { Vocabulary } from '../words/vocabulary.ts';
import { type Hit, type Labels, sectionOf, valueBeside } from './hits.ts';
import { addressSays, picturesIn, type ShownPicture } from './pictures.ts';
import { holds, parentOf, runsIn, textOf } from './walk.ts';

export type Author = 'buyer' | 'seller' | 'platform';

const AUTHORS: [Author, RegExp][] = [
  ['buyer', /^(?:买家|用户|消费者|顾客|客户(?!服)|buyer|customer|comprador|người mua)/i],
  ['seller', /^(?:商家|卖家|店铺|本店|seller|merchant|you\b|vendedor|người bán)/i],
  [
    'platform',
    /^(?:平台|系统|小二|官方|客服|platform|system|support|ebay|etsy|shopee|amazon|plataforma|hệ thống)/i,
  ],
];

/** Who speaks, when a short text begins with the words for it. */
export function authorOf(text: string): Author | undefined {
  const start = clean(text).slice(0, 40);
  return AUTHORS.find(([, words]) => words.test(start))?.[0];
}

/** A seller's refusal ends a round: what the buyer adds after it belongs to the next one. */
export const REFUSAL = /拒绝|驳回|不同意|refus|reject|declin/i;

/** One entry of a negotiation log, in whatever source. `at` in milliseconds since epoch where the entry has a time. */
export interface LogEntry<T> {
  author?: Author;
  text: string;
  at?: number;
  pictures: T[];
}

/** The buyer's pictures of a log with their rounds: one more than the seller's refusals before them. Without times there is no order, so no round. */
export function buyerPictures<T>(entries: LogEntry<T>[]): { picture: T; round?: number }[] {
  const timed = entries.every((entry) => entry.at !== undefined);
  const ordered = timed ? [...entries].sort((a, b) => (a.at ?? 0) - (b.at ?? 0)) : entries;
  let refusals = 0;
  const found: { picture: T; round?: number }[] = [];
  for (const entry of ordered) {
    if (entry.author === 'seller' && REFUSAL.test(entry.text)) refusals += 1;
    if (entry.author !== 'buyer') continue;
    for (const picture of entry.pictures) found.push(timed ? { picture, round: refusals + 1 } : { picture });
  }
  return found;
}

/** The smallest ancestor of a picture within the log that tells an author, and that author. */
function entryOf(picture: ShownPicture, log: Element): { element: Element; author: Author } | undefined {
  for (let up = parentOf(picture.element); up; up = parentOf(up)) {
    for (const run of runsIn(up)) {
      const author = authorOf(run.text);
      if (author) return { element: up, author };
    }
    if (up === log) return undefined;
  }
  return undefined;
}

function readLog(log: Element, pictures: ShownPicture[], context: ReadContext): LogEntry<ShownPicture>[] {
  const entries = new Map<Element, LogEntry<ShownPicture>>();
  const entryFor = (element: Element, author: Author): LogEntry<ShownPicture> => {
    const known = entries.get(element);
    if (known) return known;
    const text = textOf(element);
    const at = parseTime(text, context)?.at;
    const entry = { author, text, pictures: [], ...(at !== undefined && { at }) };
    entries.set(element, entry);
    return entry;
  };
  for (const picture of pictures) {
    const place = entryOf(picture, log);
    if (place) entryFor(place.element, place.author).pictures.push(picture);
  }
  // Entries without pictures still count: a refusal parts two rounds.
  const [withPictures] = entries.keys();
  for (const sibling of withPictures?.parentElement?.children ?? []) {
    const first = runsIn(sibling).find((run) => authorOf(run.text));
    const author = first && authorOf(first.text);
    if (author) entryFor(sibling, author);
  }
  return [...entries.values()];
}

export interface EvidenceFound {
  evidence: PartialEvidence[];
  anchors: EvidenceAnchor[];
  /** Sections under evidence labels, so that the rest of the reader does not look for goods pictures in them. */
  sections: Element[];
}

/** Parts where the seller uploads pictures of their own. */
const isUploader = (element: Element): boolean => element.querySelector('input[type="file"]') !== null;

/**
 * The buyer's pictures in one claim's block: those under an evidence label, those whose address says so, and from the log
 * those of entries that the buyer wrote. `cells` are table cells under an evidence head.
 */
export function evidenceIn(
  block: Element,
  hits: Hit[],
  logs: Element[],
  cells: Element[],
  tools: { labels: Labels; vocabulary: Vocabulary; context: ReadContext },
): EvidenceFound {
  const { labels, vocabulary, context } = tools;
  const base = context.url.href;
  const inLog = (element: Element): boolean => logs.some((log) => holds(log, element));
  const sections = [...cells];
  for (const hit of hits) {
    if (hit.name !== 'evidence' || inLog(hit.run.element)) continue;
    const value = valueBeside(hit, labels)?.element;
    const parts = value && picturesIn(value, base).length ? [value] : sectionOf(hit, labels, vocabulary);
    sections.push(...parts.filter((part) => !isUploader(part) && !inLog(part)));
  }
  const kept = new Map<string, { picture: ShownPicture; round?: number }>();
  const refused = new Set<string>();
  for (const log of logs) {
    const entries = readLog(log, picturesIn(log, base), context);
    for (const entry of entries) {
      if (entry.author !== 'buyer') for (const picture of entry.pictures) refused.add(picture.url);
    }
    for (const { picture, round } of buyerPictures(entries)) {
      if (!kept.has(picture.url)) kept.set(picture.url, { picture, ...(round && { round }) });
    }
  }
  for (const section of sections) {
    for (const picture of picturesIn(section, base)) {
      if (addressSays(picture.url) !== 'listing' && !kept.has(picture.url))
        kept.set(picture.url, { picture });
    }
  }
  for (const picture of picturesIn(block, base)) {
    if (addressSays(picture.url) === 'evidence' && !kept.has(picture.url) && !refused.has(picture.url)) {
      kept.set(picture.url, { picture });
    }
  }
  const found = [...kept.values()].slice(0, 60);
  return {
    evidence: found.map(({ picture, round }) => ({
      url: picture.url,
      originalUrl: bestOriginal(picture.larger ?? picture.url),
      kind: picture.kind,
      ...(round && { round }),
    })),
    anchors: found.map(({ picture }) => ({ url: picture.url, element: picture.element })),
    sections,
  };
}
