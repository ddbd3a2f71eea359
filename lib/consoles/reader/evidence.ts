/** Which pictures of a claim are the buyer's evidence, which are not, and of which the page does not tell (consoles.md §5.3). */
import { parseTime } from '../../claims/time.ts';
import { bestOriginal } from '../../images/originals.ts';
import { addressSays } from '../page/addresses.ts';
import { objectOf, picturesIn, type ShownPicture } from '../page/pictures.ts';
import { buyerPictures, type LogEntry } from '../page/rounds.ts';
import { type Author, authorOf, captionSays, speakerOf } from '../page/speaker.ts';
import { holds, parentOf, runsIn, textOf } from '../page/walk.ts';
import { isBoilerplate } from '../page/zones.ts';
import type { EvidenceAnchor, PartialEvidence, ReadContext } from '../types.ts';
import type { Vocabulary } from '../words/vocabulary.ts';
import { UNSAID_OWNER } from '../words/words.ts';
import { isRemovable } from './form-context.ts';
import { namesOwner, type Owner, ownerOfHeading } from './heading-owner.ts';
import type { Hit, Labels } from './hits.ts';
import { isGoodsCard, isHeading, isUploader, sectionOf } from './sections.ts';

interface Owned {
  picture: ShownPicture;
  owner: Owner;
  round?: number;
}

function readLog(
  log: Element,
  pictures: ShownPicture[],
  context: ReadContext,
  buyers: string[],
): { entries: LogEntry<ShownPicture>[]; unknown: ShownPicture[] } {
  const entries = new Map<Element, LogEntry<ShownPicture>>();
  const unknown: ShownPicture[] = [];
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
    const spoken = speakerOf(picture.element, log, buyers);
    if (spoken) entryFor(spoken.element, spoken.author).pictures.push(picture);
    else unknown.push(picture);
  }
  // Entries without pictures still count: a refusal parts two rounds.
  const [withPictures] = entries.keys();
  for (const sibling of withPictures?.parentElement?.children ?? []) {
    const first = runsIn(sibling).find((run) => authorOf(run.text));
    const author = first && authorOf(first.text);
    if (author) entryFor(sibling, author);
  }
  return { entries: [...entries.values()], unknown };
}

/** What the nearest words before a picture within its section say it is; undefined where there are none. */
function wordsBefore(picture: ShownPicture, section: Element, vocabulary: Vocabulary): Owner | undefined {
  let told: Owner | undefined;
  for (const run of runsIn(section)) {
    if ((run.first.compareDocumentPosition(picture.element) & 4) === 0) break;
    const match = vocabulary.match(run.text);
    if (match && match.form !== 'spaced') {
      if (match.name === 'evidence') told = UNSAID_OWNER.has(match.word) ? 'unknown' : 'buyer';
      else told = match.name === 'otherEvidence' || match.name === 'product' ? 'other' : 'unknown';
    } else if (isHeading(run.element) && run.text.length <= 40) told = 'unknown';
  }
  return told;
}

const GOODS_ALT =
  /^(?:product|item|listing|goods|商品|宝贝|主图|產品|产品)(?:'s)?\s*(?:image|photo|picture|thumbnail|主?图片?|圖片?|缩略图)?\s*\d*$/i;

/** Captions that say nothing of what a picture shows: counts, names and sizes of files, dates, what a click does. */
const PLAIN_CAPTION =
  /^(?:[\d\s:：./年月日\-T+Z×x,()（）#]+|.{1,60}\.(?:jpe?g|png|webp|gif|heic|mp4|mov)|[\d.,]+\s?[kmg]b|(?:photo|image|picture|video|file|图片|照片|视频|附件|图|圖片|影片)\s*\d*|(?:点击)?(?:查看|预览|放大|下载|查看大图|查看原图|下载原图|保存)|(?:click to )?(?:view|preview|enlarge|zoom|download|open)(?: \w+)?|(?:共|全部)?\s*\d+\s*(?:张|个|張|個|photos?|images?|files?))$/i;

/** What a picture's own caption says: its attributes, and the texts of the part that shows this picture alone. */
function captionOwner(
  picture: ShownPicture,
  section: Element,
  buyers: string[],
  named: boolean,
): Owner | undefined {
  const { element } = picture;
  const attributes = ['alt', 'title', 'aria-label'].map((name) => element.getAttribute(name) ?? '');
  const showsMore = (up: Element): boolean => up.querySelectorAll('img, video, [style*="url"]').length > 1;
  let part = element;
  for (let up = parentOf(part); part !== section && up && up !== section && !showsMore(up); up = parentOf(up))
    part = up;
  const texts = [...attributes, ...(part === element ? [] : runsIn(part).map((run) => run.text))];
  const told = new Set(texts.flatMap((text) => captionSays(text, buyers) ?? []));
  if (told.has('seller') || told.has('platform')) return told.has('buyer') ? 'unknown' : 'other';
  if (told.has('unsure') || attributes.some((text) => GOODS_ALT.test(text.trim()))) return 'unknown';
  if (told.has('buyer')) return 'buyer';
  // Under a heading that names nobody, a picture's own words may be of anything (`Item in our catalog`).
  return !named && part !== element && runsIn(part).some(({ text }) => !PLAIN_CAPTION.test(text))
    ? 'unknown'
    : undefined;
}

/** Whose a picture in an evidence section is: the section's own, unless something nearer to the picture says otherwise. */
function ownerIn(
  picture: ShownPicture,
  section: Element,
  vocabulary: Vocabulary,
  buyers: string[],
  named: boolean,
): Owner {
  const says = addressSays(picture.url);
  if (says === 'listing') return 'other';
  for (let up: Element | null = picture.element; up; up = parentOf(up)) {
    if (isUploader(up) || isGoodsCard(up) || isBoilerplate(up)) return 'other';
    if (up === section) break;
  }
  const caption = captionOwner(picture, section, buyers, named);
  if (caption && caption !== 'buyer') return caption;
  if (isRemovable(picture.element)) return 'unknown';
  if (section.querySelector('input[type="file"]')) return says === 'buyer' ? 'buyer' : 'unknown';
  const spoken = speakerOf(picture.element, section, buyers);
  if (spoken) return spoken.author === 'buyer' ? 'buyer' : 'other';
  return wordsBefore(picture, section, vocabulary) ?? 'buyer';
}

export interface EvidenceFound {
  evidence: PartialEvidence[];
  anchors: EvidenceAnchor[];
  /** Pictures that may be the buyer's, but whose owner the page does not establish: no evidence until the seller says so. */
  unowned: EvidenceAnchor[];
  /** Stored objects of pictures that are established to be somebody else's. */
  refused: Set<string>;
  /** Sections under evidence labels, so that the rest of the reader does not look for goods pictures in them. */
  sections: Element[];
}

interface EvidencePlaces {
  /** Labels of the claim, outside its logs. */
  hits: Hit[];
  logs: Element[];
  /** Table cells under an evidence head, and places that the seller taught. */
  cells: Element[];
  /** Cells under a head that may mean the pictures of the goods. */
  unsaid: Element[];
  /** Names that the page gives the buyer. */
  buyers: string[];
  /** What shows the claim's number. */
  number: Element | undefined;
  /** Whether a part of the page is another claim's or nobody's. */
  isForeign(element: Element): boolean;
}

interface EvidenceTools {
  labels: Labels;
  vocabulary: Vocabulary;
  context: ReadContext;
}

/**
 * The buyer's pictures in one claim's block: those in an evidence section, and from the log those of entries that the buyer wrote.
 * An address that only a buyer's upload has counts where nothing around it speaks against it.
 */
export function evidenceIn(block: Element, places: EvidencePlaces, tools: EvidenceTools): EvidenceFound {
  const { hits, logs, cells, unsaid, buyers, isForeign } = places;
  const { labels, vocabulary, context } = tools;
  const base = context.url.href;
  const inLog = (element: Element): boolean => logs.some((log) => holds(log, element));
  const owned = new Map<string, Owned>();
  const tell = (picture: ShownPicture, owner: Owner, round?: number): void => {
    if (isForeign(picture.element)) return;
    const key = objectOf(picture);
    const known = owned.get(key);
    // Somebody else's stays somebody else's; an owner wins over none.
    if (known && (known.owner === 'other' || owner === 'unknown' || known.owner === owner)) return;
    owned.set(key, { picture: known?.picture ?? picture, owner, ...(round && { round }) });
  };

  for (const log of logs) {
    const { entries, unknown } = readLog(log, picturesIn(log, base), context, buyers);
    for (const entry of entries)
      if (entry.author !== 'buyer') for (const picture of entry.pictures) tell(picture, 'other');
    for (const { picture, round } of buyerPictures(entries)) tell(picture, 'buyer', round);
    for (const picture of unknown)
      tell(picture, addressSays(picture.url) === 'listing' ? 'other' : 'unknown');
  }
  const sections: Element[] = [...cells, ...unsaid];
  for (const cell of sections)
    for (const picture of picturesIn(cell, base)) {
      const inside = ownerIn(picture, cell, vocabulary, buyers, true);
      tell(picture, unsaid.includes(cell) && inside === 'buyer' ? 'unknown' : inside);
    }
  for (const hit of hits) {
    if ((hit.name !== 'evidence' && hit.name !== 'otherEvidence') || inLog(hit.run.element)) continue;
    const label = ownerOfHeading(hit, block, places);
    const named = namesOwner(hit.match.word);
    for (const part of sectionOf(hit, labels, vocabulary, 'pictures')) {
      if (inLog(part)) continue;
      sections.push(part);
      for (const picture of picturesIn(part, base)) {
        const inside = ownerIn(picture, part, vocabulary, buyers, named);
        tell(picture, label === 'buyer' || inside === 'other' ? inside : label);
      }
    }
  }
  for (const picture of picturesIn(block, base)) {
    const says = addressSays(picture.url);
    if (says !== 'buyer' && says !== 'upload') continue;
    const around = aroundOf(picture, block, buyers, vocabulary);
    tell(picture, around ?? (says === 'buyer' ? 'buyer' : 'unknown'));
  }
  return { ...gathered(owned), sections };
}

/** What stands around a picture outside every section; undefined where nothing says anything. */
function aroundOf(
  picture: ShownPicture,
  block: Element,
  buyers: string[],
  vocabulary: Vocabulary,
): Owner | undefined {
  for (let up: Element | null = picture.element; up && up !== block; up = parentOf(up))
    if (isUploader(up) || isGoodsCard(up) || isBoilerplate(up)) return 'other';
  const spoken = speakerOf(picture.element, block, buyers);
  // The heading of a section heads that section alone, which was read already.
  if (spoken?.head && vocabulary.exact(spoken.head)) return undefined;
  return spoken && (spoken.author === 'buyer' ? 'buyer' : 'other');
}

const MAX_PICTURES = 60;

function gathered(owned: Map<string, Owned>): Omit<EvidenceFound, 'sections'> {
  const of = (owner: Owner): Owned[] =>
    [...owned.values()].filter((entry) => entry.owner === owner).slice(0, MAX_PICTURES);
  const buyers = of('buyer');
  return {
    evidence: buyers.map(({ picture, round }) => ({
      url: picture.url,
      originalUrl: bestOriginal(picture.larger ?? picture.url),
      kind: picture.kind,
      ...(round && { round }),
    })),
    anchors: buyers.map(({ picture }) => ({ url: picture.url, element: picture.element })),
    unowned: of('unknown').map(({ picture }) => ({ url: picture.url, element: picture.element })),
    refused: new Set([...owned].flatMap(([key, { owner }]) => (owner === 'other' ? [key] : []))),
  };
}
