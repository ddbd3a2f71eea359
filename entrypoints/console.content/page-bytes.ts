/** A picture's bytes from the page's own context, for hosts that refuse the extension; else the displayed pixels; else nothing. */
import { queryAll } from '../../lib/consoles/page/walk.ts';

/** As much as one photo may have; the same limit holds for fetches of the extension itself. */
const MAX_BYTES = 32_000_000;
const TIMEOUT_MS = 20_000;

export interface PageBytes {
  base64: string | null;
  how: 'page' | 'pixels-only';
}

async function base64Of(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

async function fetched(url: string): Promise<string> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(url, { credentials: 'omit', redirect: 'error', signal });
  if (!response.ok) throw new Error(`status ${response.status}`);
  const blob = await response.blob();
  if (blob.size === 0 || blob.size > MAX_BYTES) throw new Error('size');
  return base64Of(blob);
}

/** The pixels of the picture as displayed; throws where the browser keeps them from scripts (other origin). */
async function displayed(document: Document, url: string): Promise<string> {
  const image = queryAll(document, 'img').find((shown) => (shown as HTMLImageElement).src === url) as
    | HTMLImageElement
    | undefined;
  if (!image?.naturalWidth) throw new Error('not displayed');
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  return canvas.toDataURL('image/png').replace(/^[^,]*,/, '');
}

/** Attributes in which a page names its pictures and videos; some load them only when they come into sight. */
const NAMES = ['src', 'srcset', 'href', 'poster', 'data-src', 'data-original', 'data-url', 'style'];
/** What is the same picture for the page: addresses differ in size, signature and scheme. */
const placeOf = (url: string): string => {
  const parsed = URL.parse(url);
  return parsed ? `${parsed.hostname}${parsed.pathname.replace(/[@!~].*$/, '')}` : url;
};

/** Whether the page shows a picture of this address, in whatever size. */
function isShown(document: Document, url: string): boolean {
  const place = placeOf(url);
  return queryAll(
    document,
    'img, source, video, a, [style*="url"], [data-src], [data-original], [data-url]',
  ).some(
    (element) =>
      (element as HTMLImageElement).currentSrc?.includes(place) ||
      NAMES.some((name) => element.getAttribute(name)?.includes(place)),
  );
}

/** Only addresses of pictures that this page shows are asked for, so that the page's context is no open door. */
export async function bytesFromPage(document: Document, url: string): Promise<PageBytes> {
  if (!url.startsWith('https://') || !isShown(document, url)) return { base64: null, how: 'page' };
  try {
    return { base64: await fetched(url), how: 'page' };
  } catch {
    try {
      return { base64: await displayed(document, url), how: 'pixels-only' };
    } catch {
      return { base64: null, how: 'pixels-only' };
    }
  }
}
