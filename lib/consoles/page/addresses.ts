/** Addresses of pictures: as https, and what they tell by themselves (consoles.md §5.3). */

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
/** Whether the path of an address ends like a picture's file. */
export const isPictureFile = (pathname: string): boolean => PICTURE_FILE.test(pathname);

const IMAGE_HOST =
  /^https:\/\/[^/]*(?:alicdn|taobaocdn|tbcdn|aliexpress-media|pddpic|pddugc|yangkeduo|ecombdimg|byteimg|360buyimg|xhscdn|qimg\.xiaohongshu|ci\.xiaohongshu|qpic\.cn|mmecimage|tencent-cloud|eckwai|yximgs|kwimgs|kwcdn|media-amazon|ssl-images-amazon|ebayimg|etsystatic|cdn\.shopify|susercontent|cf\.shopee|slatic|lazcdn|tiktokcdn|mlstatic|wbbasket|ozonru|zdassets|gorgias)/i;

export const looksLikePicture = (url: string): boolean => PICTURE_FILE.test(url) || IMAGE_HOST.test(url);

/** Paths that only a buyer's upload has. */
const BUYERS_ADDRESS = /chat-pic-mall-user/i;

/** Paths of uploads to an after-sale case: the buyer's, and just as well the seller's answer to it. */
const UPLOAD_ADDRESS =
  /refund_platform|-xiaomi\.|aftersale-sign|douyin-user-image-file|\/shaidan\/|review-image|chat-pic-mall/i;

/** Avatars, artwork of the site, and vector drawings: never a buyer's photo. */
const ARTWORK =
  /\/\/avatar[^/]*\.pddpic|qlogo\.cn|\/\/wwc\.alicdn\.com|-tps-|mms-static|\/\/gw\.alicdn\.com|\.svg(?:[?#]|$)|\/(?:icon|sprite|logo|emoji|emotion|sticker|avatar|portrait)s?[-_/.]/i;

/** Pictures that stand in for one that is not there (yet). */
const PLACEHOLDER =
  /(?:^|[-_/.])(?:placeholder|loading|lazy(?:load)?|blank|spacer|skeleton|transparent|empty|pixel|1x1|default[-_]?(?:img|image|pic|photo|avatar)|no[-_]?(?:img|image|pic|photo)|img[-_]?(?:err|error|fail|default)|broken|grey|gray)(?:[-_.\d@]|$)/i;

/** Buyer uploads whose name says where else they were made for: goods pictures of the listing. */
const LISTING_ADDRESS =
  /item_pic|-tblite\.|-cib\.|mms-material-img|\/arkgoods\/|image-kwaishop-product|\/temai\/|\/n\d{1,2}\/(?:s\d+x\d+_)?jfs\/|\/product(?:s|[-_]image)?\//i;

export type AddressSays = 'buyer' | 'upload' | 'listing' | 'artwork' | 'nothing';

/** What an address says by itself. */
export function addressSays(url: string): AddressSays {
  if (ARTWORK.test(url) || isPlaceholder(url)) return 'artwork';
  if (BUYERS_ADDRESS.test(url)) return 'buyer';
  if (UPLOAD_ADDRESS.test(url)) return 'upload';
  return LISTING_ADDRESS.test(url) ? 'listing' : 'nothing';
}

/** Whether an address is that of a stand-in: told by the last part of its path. */
export function isPlaceholder(url: string): boolean {
  const path = url.replace(/[?#].*$/, '');
  return PLACEHOLDER.test(path.slice(path.lastIndexOf('/') + 1));
}
