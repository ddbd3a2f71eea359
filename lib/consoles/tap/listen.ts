/**
 * Runs in the page's own world and only listens: it hands a copy of each answer that may be about claims to the reader.
 * Nothing is changed, delayed or asked for; a failure of its own is swallowed here so that the page never sees it.
 */
import { LONG_INTEGER } from '../../claims/ids.ts';
import {
  ANSWER_EVENT,
  ASK_EVENT,
  encodeAnswer,
  MAX_ANSWER,
  MAX_KEPT,
  MAYBE_CLAIMS,
  type PassedAnswer,
  withRequest,
} from './channel.ts';

/** An already parsed answer as text; integers that the parser has rounded are left out, since a wrong number is worse than none. */
function textOfParsed(value: unknown): string {
  return JSON.stringify(value).replace(LONG_INTEGER, (found) => (found.startsWith('"') ? found : 'null'));
}

const TEXTUAL = /json|text\/|javascript/i;

/** Starts listening in a window. Returns the way to stop, which puts everything back as it was. */
export function listenIn(page: Window & typeof globalThis): () => void {
  const kept: string[] = [];
  const { document } = page;
  const pass = (answer: PassedAnswer): void => {
    if (!answer.text || answer.text.length > MAX_ANSWER) return;
    const detail = encodeAnswer(answer);
    kept.push(detail);
    if (kept.length > MAX_KEPT) kept.shift();
    document.dispatchEvent(new page.CustomEvent(ANSWER_EVENT, { detail }));
  };
  const absolute = (address: string): string => new URL(address, page.location.href).href;

  const originalFetch = page.fetch;
  const { send: originalSend } = page.XMLHttpRequest.prototype;

  async function hear(response: Response, body: unknown): Promise<void> {
    const url = absolute(response.url || '');
    if (!MAYBE_CLAIMS.test(url) || !response.ok || !TEXTUAL.test(response.headers.get('content-type') ?? ''))
      return;
    if (Number(response.headers.get('content-length') ?? 0) > MAX_ANSWER) return;
    pass({ url: withRequest(url, body), text: await response.clone().text() });
  }

  // A proxy keeps the function's name, length and native look for pages that check them.
  page.fetch = new Proxy(originalFetch, {
    apply(target, self, args) {
      const answer = Reflect.apply(target, self, args) as Promise<Response>;
      const body: unknown = (args[1] as RequestInit | undefined)?.body;
      answer.then((response) => hear(response, body)).catch(() => undefined);
      return answer;
    },
  });
  page.XMLHttpRequest.prototype.send = new Proxy(originalSend, {
    apply(target, self: XMLHttpRequest, args) {
      self.addEventListener('load', () => {
        try {
          const url = absolute(self.responseURL);
          if (!MAYBE_CLAIMS.test(url) || self.status >= 400) return;
          const asked = withRequest(url, args[0]);
          if (self.responseType === '' || self.responseType === 'text')
            pass({ url: asked, text: self.responseText });
          else if (self.responseType === 'json' && self.response)
            pass({ url: asked, text: textOfParsed(self.response) });
        } catch {
          // An answer that cannot be read is one that is not told.
        }
      });
      return Reflect.apply(target, self, args);
    },
  });
  const tellAgain = (): void => {
    for (const detail of kept) document.dispatchEvent(new page.CustomEvent(ANSWER_EVENT, { detail }));
  };
  document.addEventListener(ASK_EVENT, tellAgain);
  return () => {
    page.fetch = originalFetch;
    page.XMLHttpRequest.prototype.send = originalSend;
    document.removeEventListener(ASK_EVENT, tellAgain);
  };
}
