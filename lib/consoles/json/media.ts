/** Pictures and videos in answers, and whose they are: keys and roles say it, a neighbour's role never does. */
import { bestOriginal } from '../../images/originals.ts';
import { httpsUrl, isVideoUrl } from '../page/addresses.ts';
import { type Author, authorOfCode } from '../page/speaker.ts';
import type { PartialEvidence } from '../types.ts';
import { isRecord, type Json, text } from './json.ts';

const MAX_MEDIA = 60;

/** Names under which an entry of a list keeps its address; `thumb…` is not among them: it is another file of the same thing. */
const ADDRESS_KEYS = [
  'url',
  'src',
  'image_url',
  'imageUrl',
  'img_url',
  'imgUrl',
  'originUrl',
  'origin_url',
  'picUrl',
  'pic_url',
  'fileUrl',
  'file_url',
  'secureUrl',
  'content_url',
  'contentUrl',
  'downloadUrl',
  'uri',
];
const VIDEO_KEYS = ['video_url', 'videoUrl', 'play_url', 'playUrl'];

const saysVideo = (entry: Json): boolean =>
  [
    'fileType',
    'file_type',
    'type',
    'mediaType',
    'media_type',
    'content_type',
    'contentType',
    'mime_type',
    'mimeType',
  ].some((key) => /video/i.test(text(entry[key]) ?? ''));

function media(address: unknown, base: string | undefined, video: boolean): PartialEvidence[] {
  const url = httpsUrl(address, base);
  if (!url) return [];
  return video || isVideoUrl(url)
    ? [{ url, kind: 'video' }]
    : [{ url, originalUrl: bestOriginal(url), kind: 'photo' }];
}

/** Pictures and videos from a list of addresses or of objects that hold one (`url`, `src`, …); one text may hold several, parted by commas. */
export function mediaOf(value: unknown, base?: string): PartialEvidence[] {
  return (Array.isArray(value) ? value : [value]).slice(0, MAX_MEDIA).flatMap((entry): PartialEvidence[] => {
    if (typeof entry === 'string')
      return entry.split(/[,;|]\s*(?=https?:|\/\/)/).flatMap((part) => media(part, base, false));
    if (!isRecord(entry)) return [];
    const video = VIDEO_KEYS.map((key) => entry[key]).find((found) => typeof found === 'string');
    if (video) return media(video, base, true);
    if (Array.isArray(entry.urls)) {
      // Douyin numbers its kinds of evidence: 2 is a video.
      const all = saysVideo(entry) || text(entry.type) === '2';
      return entry.urls.slice(0, MAX_MEDIA).flatMap((part) => media(part, base, all));
    }
    return media(
      ADDRESS_KEYS.map((key) => entry[key]).find((found) => typeof found === 'string'),
      base,
      saysVideo(entry),
    );
  });
}

/** Keys under which an object says who it comes from. */
const ROLE_KEY =
  /^(?:(?:owner|operator|operate|user|sender|from|author|submit|submitter|creator|upload|uploader|member)?_?(?:role|identity)(?:_?(?:type|name|code))?|(?:sender|author|user|operator|uploader|submitter)_?type|(?:filed|uploaded|submitted|sent|posted)_?by(?:_?(?:type|role))?|submitter|uploader|operator|operator_?name|author|sender|owner|party)$/i;

/** Keys of parts that are not the buyer's, whatever stands in them. */
const OTHERS_KEY =
  /seller|merchant|vendor|shop|store|platform|official|judge|arbitrat|logistic|courier|express|delivery|warehouse|goods|product|\bitems?\b|item_|sku|ware|avatar|portrait|head_?img|logo|icon|thumb|cover|sample|example|template|banner/i;

export interface Roles {
  /** The platform's numbers for who speaks. */
  codes?: Readonly<Record<string, Author>>;
}

/** Keys that say yes or no to whether the buyer, or the shop's own people, wrote an entry. */
const IS_BUYERS = /^(?:incoming|(?:is_?)?from_?(?:customer|buyer)|is_?(?:customer|buyer))$/i;
const IS_SHOPS =
  /^(?:outgoing|(?:is_?)?from_?(?:agent|seller|merchant|staff|admin)|is_?(?:staff|agent|seller|merchant|admin))$/i;

/** Who an object that stands for a party is: by its role, else by its kind (`sender: { type: "seller" }`). */
function roleOfParty(party: Json, codes: Readonly<Record<string, Author>>): Author | undefined {
  const own = roleOf(party, { codes });
  if (own && own !== 'other') return own;
  return authorOfCode(text(party.type) ?? text(party.kind));
}

/** Who an object comes from: undefined where it does not say, `other` where it names somebody who is not known to be the buyer. */
export function roleOf(object: Json, { codes = {} }: Roles = {}): Author | 'other' | undefined {
  let told: Author | 'other' | undefined;
  for (const [key, value] of Object.entries(object)) {
    if (typeof value === 'boolean') {
      if (IS_BUYERS.test(key)) return value ? 'buyer' : 'other';
      if (IS_SHOPS.test(key) && value) return 'seller';
      continue;
    }
    if (!ROLE_KEY.test(key)) continue;
    if (isRecord(value)) {
      const who = roleOfParty(value, codes);
      if (who) return who;
      told = 'other';
      continue;
    }
    const code = text(value);
    if (code === undefined) continue;
    const who = codes[code] ?? authorOfCode(code);
    if (who) return who;
    told = 'other';
  }
  return told;
}

/**
 * Pictures and videos that are the buyer's, below keys that fit: in one claim's object, without the parts of other parties, without
 * entries that somebody else wrote, and without entries whose author is not known. `skip` names keys that are read elsewhere.
 */
export function buyersMedia(
  root: unknown,
  keys: RegExp,
  roles: Roles & { skip?: RegExp } = {},
): PartialEvidence[] {
  const found = new Map<string, PartialEvidence>();
  const walk = (value: unknown, depth: number): void => {
    if (depth > 12 || found.size >= MAX_MEDIA) return;
    if (Array.isArray(value)) for (const entry of value.slice(0, 500)) walk(entry, depth + 1);
    if (!isRecord(value)) return;
    const role = roleOf(value, roles);
    if (role !== undefined && role !== 'buyer' && depth > 0) return;
    for (const [key, part] of Object.entries(value)) {
      if (roles.skip?.test(key)) continue;
      if (keys.test(key)) {
        const entries = Array.isArray(part) ? part : [part];
        const mine = entries.filter(
          (entry) => !isRecord(entry) || [undefined, 'buyer'].includes(roleOf(entry, roles)),
        );
        for (const entry of mediaOf(mine)) if (!found.has(entry.url)) found.set(entry.url, entry);
      }
      if (!OTHERS_KEY.test(key)) walk(part, depth + 1);
    }
  };
  walk(root, 0);
  return [...found.values()];
}

/** One list after another, each stored address once. */
export function joinMedia(...lists: PartialEvidence[][]): PartialEvidence[] {
  const found = new Map<string, PartialEvidence>();
  for (const entry of lists.flat()) if (!found.has(entry.url)) found.set(entry.url, entry);
  return [...found.values()].slice(0, MAX_MEDIA);
}
