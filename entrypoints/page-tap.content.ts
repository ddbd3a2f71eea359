import { defineContentScript } from 'wxt/utils/define-content-script';
import { listenIn } from '../lib/consoles/tap/listen.ts';

/** Registered at run time for consoles that the seller switched on; listens in the page's own world. */
export default defineContentScript({
  registration: 'runtime',
  matches: [],
  world: 'MAIN',
  runAt: 'document_start',
  allFrames: true,
  main() {
    listenIn(window);
  },
});
