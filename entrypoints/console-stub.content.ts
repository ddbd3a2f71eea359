import { defineContentScript } from 'wxt/utils/define-content-script';
import { watchForClaims } from '../lib/consoles/idle-watch.ts';
import { askForReader } from '../lib/platform/ask-for-reader.ts';

/** Registered at run time for consoles that the seller switched on: brings the reader in on pages that may hold claims. */
export default defineContentScript({
  registration: 'runtime',
  matches: [],
  runAt: 'document_start',
  allFrames: true,
  main(ctx) {
    ctx.onInvalidated(watchForClaims(window, () => void askForReader()));
  },
});
