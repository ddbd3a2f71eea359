import { defineContentScript } from 'wxt/utils/define-content-script';
import { PageSession } from '../../lib/consoles/session.ts';
import { ANSWER_EVENT, ASK_EVENT, answerOf } from '../../lib/consoles/tap/channel.ts';
import { setLocale } from '../../lib/i18n/locale.ts';
import { connectConsole } from '../../lib/platform/console-port.ts';
import { bytesFromPage } from './page-bytes.ts';
import { isLocale, PageMarks } from './page-marks.ts';
import { readingMessage } from './reading-message.ts';

/** Registered at run time for consoles that the seller switched on: reads the page, draws marks, and is gone without a trace. */
export default defineContentScript({
  registration: 'runtime',
  matches: [],
  runAt: 'document_start',
  allFrames: true,
  main(ctx) {
    const port = connectConsole();
    const marks = new PageMarks(document, (key) => port.post({ type: 'open-claim', key }));
    let told = '';
    const session = new PageSession({
      document,
      address: () => location.href,
      now: () => Date.now(),
      onRead(result) {
        marks.show(result);
        const { message, gist } = readingMessage(result);
        if (gist === told) return;
        told = gist;
        port.post(message);
      },
    });
    const hear = (event: Event): void => {
      const answer = answerOf(event);
      if (answer) session.hear(answer);
    };
    document.addEventListener(ANSWER_EVENT, hear);
    document.dispatchEvent(new Event(ASK_EVENT));
    port.onMessage((message) => {
      switch (message.type) {
        case 'badges':
          marks.update(message.claims);
          break;
        case 'locale':
          if (isLocale(message.locale)) setLocale(message.locale);
          marks.setOff(message.off);
          break;
        case 'fetch-in-page':
          void bytesFromPage(document, message.url).then((bytes) =>
            port.post({ type: 'page-bytes', evidenceId: message.evidenceId, ...bytes }),
          );
          break;
        default:
      }
    });
    const leave = (): void => {
      document.removeEventListener(ANSWER_EVENT, hear);
      session.stop();
      marks.remove();
    };
    port.onGone(leave);
    ctx.onInvalidated(leave);
    ctx.addEventListener(window, 'wxt:locationchange', () => session.onRoute());
    session.start();
  },
});
