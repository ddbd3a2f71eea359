/** Where the engine lives: an offscreen document in Chromium, a frame of the background page in Firefox. */
import { backgroundIsPage, browser, chromium } from './browser.ts';

const ENGINE_PAGE = '/engine.html';
let opening: Promise<void> | undefined;

async function hasOffscreen(): Promise<boolean> {
  const contexts = await chromium.runtime?.getContexts?.({ contextTypes: ['OFFSCREEN_DOCUMENT'] });
  return (contexts?.length ?? 0) > 0;
}

async function open(): Promise<void> {
  if (backgroundIsPage()) {
    if (document.querySelector('iframe[data-engine]')) return;
    const frame = document.createElement('iframe');
    frame.dataset.engine = 'yes';
    frame.src = browser.runtime.getURL(ENGINE_PAGE);
    document.body.append(frame);
    return;
  }
  if (await hasOffscreen()) return;
  await chromium.offscreen?.createDocument({
    url: ENGINE_PAGE,
    reasons: ['WORKERS', 'BLOBS'],
    justification: 'Decodes and compares evidence photos in workers, on this machine.',
  });
}

/** Makes sure that exactly one engine is running. Safe to call at any time and from parallel events. */
export async function ensureEngine(): Promise<void> {
  opening ??= open().finally(() => {
    opening = undefined;
  });
  await opening;
}

/** Ends the engine to free its memory. */
export async function closeEngine(): Promise<void> {
  if (backgroundIsPage()) document.querySelector('iframe[data-engine]')?.remove();
  else if (await hasOffscreen()) await chromium.offscreen?.closeDocument();
}
