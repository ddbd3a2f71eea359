import { defineContentScript } from 'wxt/utils/define-content-script';
import { pageShape } from '../../lib/consoles/page-shape.ts';
import { PageSession, type SessionReading } from '../../lib/consoles/session.ts';
import { answerOf, meetTap } from '../../lib/consoles/tap/channel.ts';
import { parseTaught, type TaughtReader, taughtKey } from '../../lib/consoles/teach/spec.ts';
import { setLocale } from '../../lib/i18n/locale.ts';
import { connectConsole } from '../../lib/platform/console-port.ts';
import { bytesFromPage } from './page-bytes.ts';
import { isLocale, PageMarks } from './page-marks.ts';
import { readingMessage } from './reading-message.ts';
import { TeachBar } from './teach-bar.ts';
import { TextBox } from './text-box.ts';

/** Registered at run time for consoles that the seller switched on: reads the page, draws marks, and is gone without a trace. */
export default defineContentScript({
  registration: 'runtime',
  matches: [],
  runAt: 'document_start',
  allFrames: true,
  main(ctx) {
    const port = connectConsole();
    const marks = new PageMarks(
      document,
      (key) => port.post({ type: 'open-claim', key }),
      (key) => port.post({ type: 'show-pair', key }),
    );
    const box = new TextBox(document, () => Date.now());
    let lastSent = '';
    let latest: SessionReading | undefined;
    let teaching: TeachBar | undefined;
    let taught: TaughtReader[] = [];
    const session = new PageSession({
      document,
      address: () => location.href,
      now: () => Date.now(),
      mainFrame: window === window.top,
      onRead(result) {
        latest = result;
        marks.show(result);
        const { message, gist } = readingMessage(result);
        if (gist === lastSent) return;
        lastSent = gist;
        port.post(message);
      },
    });
    const onAnswer = (event: Event): void => {
      const answer = answerOf(event);
      if (answer) session.onAnswer(answer);
    };
    const stopListening = meetTap(document, onAnswer);
    port.onUnsaved((keys) => marks.setUnsaved(keys));
    port.onMessage((message) => {
      switch (message.type) {
        case 'badges':
          marks.update(message.claims);
          break;
        case 'pair':
          marks.showPair(message);
          break;
        case 'locale':
          if (isLocale(message.locale)) setLocale(message.locale);
          marks.setOff(message.off);
          session.setOff(message.off);
          break;
        case 'fetch-in-page':
          void bytesFromPage(document, message.url).then((bytes) =>
            port.post({ type: 'page-bytes', evidenceId: message.evidenceId, ...bytes }),
          );
          break;
        case 'taught':
          taught = message.readers.map(parseTaught).filter((reader) => reader !== undefined);
          session.setTaught(taught);
          break;
        case 'teach':
          startTeaching();
          break;
        case 'which-box':
          port.post({ type: 'box', id: message.id, at: box.lastFocus() });
          break;
        case 'insert-text':
          port.post({ type: 'inserted', id: message.id, why: box.insert(message.text) });
          break;
        case 'page-shape':
          reportShape();
          break;
        default:
      }
    });
    function startTeaching(): void {
      if (!isMainPart(window)) return;
      teaching?.close();
      teaching = new TeachBar({
        document,
        address: () => location.href,
        latest: () => latest,
        onDone(reader) {
          taught = [reader, ...taught.filter((known) => taughtKey(known) !== taughtKey(reader))];
          session.setTaught(taught);
          port.post({ type: 'taught', reader });
        },
      });
    }
    function reportShape(): void {
      const definition = session.definition();
      const { page = 'unknown', seen = 0, read = 0, missing = [] } = latest?.reading ?? {};
      const facts = { console: definition.id, version: definition.version, page, seen, read, missing };
      port.post({ type: 'page-shape', report: pageShape(document, location.href, facts) });
    }
    const leave = (): void => {
      stopListening();
      session.stop();
      box.stop();
      teaching?.close();
      marks.remove();
    };
    port.onGone(leave);
    ctx.onInvalidated(leave);
    ctx.addEventListener(window, 'wxt:locationchange', () => session.onRoute());
    session.start();
  },
});

/** Of a page and its frames, the one that fills the window: some consoles show their list in a frame of another host. */
function isMainPart(view: Window): boolean {
  if (view.innerWidth < 400 || view.innerHeight < 250) return false;
  const half = (view.innerWidth * view.innerHeight) / 2;
  return ![...view.document.querySelectorAll('iframe')].some(
    (frame) => frame.clientWidth * frame.clientHeight > half,
  );
}
