/** Pictures on a page: their address, and whether the address alone tells what they are (consoles.md §5.3). */
import { OWN_TAG, queryAll } from './walk.ts';

export interface ShownPicture {
  url: string;
  /** A larger address that the page itself links to from the picture. */
  larger?: string;
  kind: 'photo' | 'video';
  element: Element;
}

const MAX_URL = 4_096;

/** A page-supplied address as https, or undefined: `//host/…` and `http:` become https, every other scheme is refused. */
export function httpsUrl(text: unknown, base?: string): string | undefined {
  if (typeof text !== 'string' || !text || text.length > MAX_URL) return undefined;
  try {
    const url = new URL(text.trim().replace(/^\/\//, 'https://'), base);
    if (url.protocol === 'http:') url.protocol = 'https:';
    if (url.protocol !== 'https:' || url.username || url.password) return undefined;
    // The page's own spelling is kept where possible: a signature may cover it.
    return /^https:\/\//.test(text.trim()) ? text.trim() : url.href;
  } catch {
    return undefined;
  }
}

const PICTURE_FILE = /\.(?:jpe?g|png|webp|gif|bmp|heic|avif)(?:[_!~.@?#]|$)/i;
const VIDEO_FILE = /\.(?:mp4|mov|m3u8|webm)(?:[?#]|$)/i;

export const isVideoUrl = (url: string): boolean => VIDEO_FILE.test(url);
export const looksLikePicture = (url: string): boolean => PICTURE_FILE.test(url) || IMAGE_HOST.test(url);

const IMAGE_HOST =
  /^https:\/\/[^/]*(?:alicdn|taobaocdn|tbcdn|aliexpress-media|pddpic|pddugc|yangkeduo|ecombdimg|byteimg|360buyimg|xhscdn|qimg\.xiaohongshu|ci\.xiaohongshu|qpic\.cn|mmecimage|tencent-cloud|eckwai|yximgs|kwimgs|kwcdn|media-amazon|ssl-images-amazon|ebayimg|etsystatic|cdn\.shopify|susercontent|cf\.shopee|slatic|lazcdn|tiktokcdn|mlstatic)/i;

/** Paths that only a buyer's upload has. */
const EVIDENCE_ADDRESS =
  /chat-pic-mall-user|refund_platform|-xiaomi\.|aftersale-sign|douyin-user-image-file|\/shaidan\/|review-image/i;

/** Avatars, artwork of the site, and vector drawings: never a buyer's photo. */
const ARTWORK =
  /\/\/avatar[^/]*\.pddpic|qlogo\.cn|\/\/wwc\.alicdn\.com|-tps-|mms-static|\/\/gw\.alicdn\.com|\.svg(?:[?#]|$)|\/(?:icon|sprite|logo|emoji)s?[-_/.]/i;

/** Buyer uploads whose name says where else they were made for: goods pictures of the listing. */
const LISTING_ADDRESS = /item_pic|-tblite\.|-cib\.|mms-material-img|\/arkgoods\//i;

export type AddressSays = 'evidence' | 'listing' | 'artwork' | 'nothing';

/** What an address says by itself. */
export function addressSays(url: string): AddressSays {
  if (ARTWORK.test(url)) return 'artwork';
  if (EVIDENCE_ADDRESS.test(url)) return 'evidence';
  return LISTING_ADDRESS.test(url) ? 'listing' : 'nothing';
}

const LAZY = ['data-src', 'data-original', 'data-lazy-src', 'data-url', 'data-ks-lazyload'];

/** The widest entry of a `srcset`. */
function fromSrcset(text: string | null, base: string): string | undefined {
  const entries = (text ?? '').split(/,\s+/).map((part) => part.trim().split(/\s+/));
  const sorted = entries.sort((a, b) => Number.parseFloat(b[1] ?? '0') - Number.parseFloat(a[1] ?? '0'));
  return httpsUrl(sorted[0]?.[0], base);
}

function imageUrl(image: Element, base: string): string | undefined {
  const shown = httpsUrl(image.getAttribute('src'), base);
  const lazy = LAZY.map((name) => httpsUrl(image.getAttribute(name), base)).find(Boolean);
  // While a picture waits to be loaded its `src` is a placeholder of the site.
  if (lazy && (!shown || addressSays(shown) === 'artwork')) return lazy;
  return shown ?? fromSrcset(image.getAttribute('srcset'), base);
}

function backgroundUrl(element: Element, base: string): string | undefined {
  const match = /background(?:-image)?\s*:[^;]*url\((['"]?)(.*?)\1\)/i.exec(
    element.getAttribute('style') ?? '',
  );
  return httpsUrl(match?.[2], base);
}

/** The address of a link around the picture, when it leads to a picture itself. */
function linkedPicture(element: Element, base: string): string | undefined {
  const href = httpsUrl(element.closest('a[href]')?.getAttribute('href'), base);
  return href && PICTURE_FILE.test(new URL(href).pathname) ? href : undefined;
}

/** A picture that is known to be tiny in both directions is an icon. Unknown sizes (not loaded yet) are not tiny. */
function isTiny(element: Element): boolean {
  const { naturalWidth = 0, naturalHeight = 0 } = element as HTMLImageElement;
  return naturalWidth > 0 && naturalWidth < 40 && naturalHeight > 0 && naturalHeight < 40;
}

/** Every picture and video below an element that is not site artwork, in document order, each address once. */
export function picturesIn(root: Element, base: string): ShownPicture[] {
  const found = new Map<string, ShownPicture>();
  const add = (url: string | undefined, kind: 'photo' | 'video', element: Element): void => {
    if (!url || found.has(url) || addressSays(url) === 'artwork') return;
    const larger = kind === 'photo' ? linkedPicture(element, base) : undefined;
    found.set(url, { url, kind, element, ...(larger && larger !== url && { larger }) });
  };
  const selector = 'img, video, [style*="background"]';
  for (const element of [...(root.matches(selector) ? [root] : []), ...queryAll(root, selector)]) {
    if (element.closest(OWN_TAG)) continue;
    if (element.tagName === 'IMG') {
      if (!isTiny(element)) add(imageUrl(element, base), 'photo', element);
    } else if (element.tagName === 'VIDEO') {
      const source = element.getAttribute('src') ?? element.querySelector('source')?.getAttribute('src');
      add(httpsUrl(source, base), 'video', element);
    } else {
      add(backgroundUrl(element, base), 'photo', element);
    }
  }
  return [...found.values()];
}
