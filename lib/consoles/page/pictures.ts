/** Pictures and videos as a page shows them: lazy, responsive and background ones by their real address, each object once. */
import { stableAddress } from '../../claims/unite.ts';
import { bestOriginal } from '../../images/originals.ts';
import { addressSays, httpsUrl, isPictureFile, isVideoUrl } from './addresses.ts';
import { isOutOfSight, OWN_TAG, parentOf, queryAll } from './walk.ts';

export interface ShownPicture {
  url: string;
  /** A larger address that the page itself names for the picture. */
  larger?: string;
  kind: 'photo' | 'video';
  element: Element;
}

/** Attributes in which pages keep the address of a picture that is not loaded yet, surest first. */
const LAZY = [
  'data-src',
  'data-original',
  'data-lazy-src',
  'data-lazy',
  'data-url',
  'data-ks-lazyload',
  'data-actualsrc',
  'data-echo',
  'data-image',
  'data-img',
  'data-bg',
  'data-background',
  'data-background-image',
];
/** Attributes in which pages keep the large form of a picture that they show small. */
const LARGE = [
  'data-original',
  'data-origin',
  'data-origin-src',
  'data-large',
  'data-full',
  'data-zoom',
  'data-preview',
  'data-preview-src',
];

/** The widest entry of a `srcset`. */
function fromSrcset(text: string | null | undefined, base: string): string | undefined {
  const entries = (text ?? '').split(/,\s+/).map((part) => part.trim().split(/\s+/));
  const sorted = entries.sort((a, b) => Number.parseFloat(b[1] ?? '0') - Number.parseFloat(a[1] ?? '0'));
  return httpsUrl(sorted[0]?.[0], base);
}

const isReal = (url: string | undefined): url is string =>
  url !== undefined && addressSays(url) !== 'artwork';

/** The name of a file without its ending and its size. */
const stemOf = (url: string): string =>
  /([^/]*)$/.exec(url.replace(/[?#].*$/, ''))?.[1]?.replace(/(?:[._-]?\d+x\d+|[._-]\d+w|@\dx)?\.\w+$/, '') ??
  '';

/** Addresses an element names for its picture, the one to be believed first; stand-ins are left out. */
function imageUrls(image: Element, base: string): string[] {
  const attribute = (name: string): string | undefined => httpsUrl(image.getAttribute(name), base);
  const sources = (
    image.parentElement?.tagName === 'PICTURE' ? [...image.parentElement.querySelectorAll('source')] : []
  )
    .map((source) => fromSrcset(source.getAttribute('srcset') ?? source.getAttribute('data-srcset'), base))
    .filter(isReal);
  const own = [attribute('src'), fromSrcset(image.getAttribute('srcset'), base)].filter(isReal);
  // What a browser shows is the source; the image's own address is another form of it, or a stand-in.
  const isForm = own.some((url) => sources.some((source) => stemOf(source) === stemOf(url)));
  return [
    ...LAZY.map(attribute),
    fromSrcset(image.getAttribute('data-srcset'), base),
    ...(isForm ? own : []),
    ...sources,
    ...own,
  ].filter(isReal);
}

/** The address in a style: `url(…)`, also within `image-set(…)` or a custom property. */
function styleUrl(style: string, base: string): string | undefined {
  const match = /(?:background(?:-image)?|--[\w-]+)\s*:[^;]*?url\(\s*(['"]?)(.*?)\1\s*\)/i.exec(style);
  return httpsUrl(match?.[2], base);
}

function backgroundUrl(element: Element, base: string): string | undefined {
  const lazy = ['data-bg', 'data-background', 'data-background-image', 'data-src']
    .map((name) => httpsUrl(element.getAttribute(name)?.replace(/^url\(['"]?|['"]?\)$/g, ''), base))
    .find(isReal);
  return lazy ?? styleUrl(element.getAttribute('style') ?? '', base);
}

/** A larger form: an attribute of the picture, or the link around it when that leads to a picture itself. */
function largerUrl(element: Element, base: string): string | undefined {
  const named = LARGE.map((name) => httpsUrl(element.getAttribute(name), base)).find(isReal);
  if (named) return named;
  const href = httpsUrl(element.closest('a[href]')?.getAttribute('href'), base);
  return href && isPictureFile(new URL(href).pathname) ? href : undefined;
}

const pixels = (text: string | null | undefined): number => Number.parseFloat(text ?? '') || 0;

/** A picture that is known to be tiny in both directions is an icon. Unknown sizes (not loaded yet) are not tiny. */
function isTiny(element: Element): boolean {
  const { naturalWidth = 0, naturalHeight = 0 } = element as HTMLImageElement;
  if (naturalWidth > 0 && naturalWidth < 40 && naturalHeight > 0 && naturalHeight < 40) return true;
  const style = element.getAttribute('style') ?? '';
  const width =
    pixels(element.getAttribute('width')) || pixels(/(?:^|;)\s*width\s*:\s*([\d.]+)px/i.exec(style)?.[1]);
  const height =
    pixels(element.getAttribute('height')) || pixels(/(?:^|;)\s*height\s*:\s*([\d.]+)px/i.exec(style)?.[1]);
  return width > 0 && width < 32 && height > 0 && height < 32;
}

const ORNAMENT =
  /avatar|portrait|头像|頭像|\bicon\b|emoji|emotion|sticker|表情|贴纸|\blogo\b|badge|favicon|qr-?code|二维码/i;
/** How far up an element may be dressed as an avatar or an icon. */
const ORNAMENT_LEVELS = 3;

/** Avatars, icons, emoji and stickers by what their elements are called. */
function isOrnament(element: Element): boolean {
  let up: Element | null = element;
  for (let level = 0; up && level < ORNAMENT_LEVELS; level++, up = parentOf(up)) {
    const words = `${up.getAttribute('class') ?? ''} ${level === 0 ? `${up.getAttribute('alt') ?? ''} ${up.getAttribute('aria-label') ?? ''}` : ''}`;
    if (ORNAMENT.test(words.replace(/[_]/g, ' '))) return true;
    if (up.childElementCount > 1) break;
  }
  return false;
}

/** One name for a stored object: its original without what signs the address. */
export const objectOf = (picture: Pick<ShownPicture, 'url' | 'larger'>): string =>
  stableAddress(bestOriginal(picture.larger ?? picture.url));

const SELECTOR =
  'img, video, image, [style*="url"], [data-bg], [data-background], [data-background-image], [data-lazy-bg]';

/** Every picture and video below an element that is no artwork of the site, in document order, each stored object once. */
export function picturesIn(root: Element, base: string): ShownPicture[] {
  const found = new Map<string, ShownPicture>();
  const add = (url: string | undefined, kind: 'photo' | 'video', element: Element): void => {
    if (!isReal(url)) return;
    const larger = kind === 'photo' ? largerUrl(element, base) : undefined;
    const picture = { url, kind, element, ...(larger && larger !== url && { larger }) };
    const key = objectOf(picture);
    if (!found.has(key) && !found.has(stableAddress(bestOriginal(url)))) found.set(key, picture);
  };
  for (const element of [...(root.matches(SELECTOR) ? [root] : []), ...queryAll(root, SELECTOR)]) {
    if (element.closest(OWN_TAG) || element.closest('noscript, template')) continue;
    if (isOrnament(element) || isTiny(element) || isOutOfSight(element)) continue;
    if (element.tagName === 'IMG') add(imageUrls(element, base)[0], 'photo', element);
    else if (element.tagName === 'VIDEO') {
      const source = element.getAttribute('src') ?? element.querySelector('source')?.getAttribute('src');
      add(httpsUrl(source ?? element.getAttribute('data-src'), base), 'video', element);
    } else if (element.tagName.toLowerCase() === 'image') {
      add(
        httpsUrl(element.getAttribute('href') ?? element.getAttribute('xlink:href'), base),
        'photo',
        element,
      );
    } else {
      const url = backgroundUrl(element, base);
      add(url, url && isVideoUrl(url) ? 'video' : 'photo', element);
    }
  }
  return [...found.values()];
}
