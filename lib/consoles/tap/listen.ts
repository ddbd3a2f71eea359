/**
 * Runs in the page's own world and only listens: it hands a copy of each answer that may be about claims to the reader.
 * Nothing is changed, delayed or asked for; a failure of its own is swallowed here so that the page never sees it.
 */
import { LONG_INTEGER } from '../../claims/ids.ts';
import {
  AGAIN,
  encodeAnswer,
  isBeforePage,
  MAX_ANSWER,
  MAX_KEPT,
  MAYBE_CLAIMS,
  MEET_ASK_EVENT,
  MEET_EVENT,
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
  const { document, CustomEvent, URL: Address } = page;
  // Taken before the page can put its own in their place and watch who calls.
  const dispatch = document.dispatchEvent.bind(document);
  const listenTo = page.EventTarget.prototype.addEventListener;
  /** The event that the reader named; nothing is emitted before, and nothing under a name that the page could know. */
  let name: string | undefined;
  const emit = (detail: string): void => {
    if (name !== undefined) dispatch(new CustomEvent(name, { detail }));
  };
  const pass = (answer: PassedAnswer): void => {
    if (!answer.text || answer.text.length > MAX_ANSWER) return;
    const detail = encodeAnswer(answer);
    kept.push(detail);
    if (kept.length > MAX_KEPT) kept.shift();
    emit(detail);
  };
  const absolute = (address: string): string => new Address(address, page.location.href).href;

  const originalFetch = page.fetch;
  const { send: originalSend } = page.XMLHttpRequest.prototype;
  const { toString: originalToString } = page.Function.prototype;

  async function readAnswer(response: Response, body: unknown): Promise<void> {
    const url = absolute(response.url || '');
    if (!MAYBE_CLAIMS.test(url) || !response.ok || !TEXTUAL.test(response.headers.get('content-type') ?? ''))
      return;
    if (Number(response.headers.get('content-length') ?? 0) > MAX_ANSWER) return;
    pass({ url: withRequest(url, body), text: await response.clone().text() });
  }

  // Proxies keep names, lengths and properties; what they print as is that of the function behind them.
  const behind = new WeakMap<object, object>();
  const disguise = <F extends object>(original: F, apply: NonNullable<ProxyHandler<F>['apply']>): F => {
    const proxy = new Proxy(original, {
      apply(target, self, args) {
        try {
          return apply(target, self, args);
        } catch (error) {
          throw withoutOwnFrames(error);
        }
      },
    });
    behind.set(proxy, original);
    return proxy;
  };

  page.fetch = disguise(originalFetch, (target, self, args) => {
    const answer = Reflect.apply(target as typeof fetch, self, args) as Promise<Response>;
    const body = ownValue(args[1], 'body');
    // Ours is the first to hear of a failure, so the page finds it as it would be without us.
    answer.then((response) => readAnswer(response, body), withoutOwnFrames).catch(() => undefined);
    return answer;
  });
  page.XMLHttpRequest.prototype.send = disguise(originalSend, (target, self: XMLHttpRequest, args) => {
    const read = (): void => {
      try {
        const url = absolute(self.responseURL);
        if (!MAYBE_CLAIMS.test(url) || self.status >= 400) return;
        const asked = withRequest(url, args[0]);
        if (self.responseType === '' || self.responseType === 'text')
          pass({ url: asked, text: self.responseText });
        else if (self.responseType === 'json' && self.response)
          pass({ url: asked, text: textOfParsed(self.response) });
      } catch {
        // An answer that cannot be read is not emitted.
      }
    };
    if (self instanceof page.XMLHttpRequest) Reflect.apply(listenTo, self, ['load', read]);
    return Reflect.apply(target as typeof originalSend, self, args);
  });
  page.Function.prototype.toString = disguise(originalToString, (target, self, args) =>
    Reflect.apply(target as typeof originalToString, behind.get(self as object) ?? self, args),
  );

  const meet = (event: Event): void => {
    const { detail } = event as CustomEvent<unknown>;
    if (name !== undefined || typeof detail !== 'string' || !isBeforePage(document)) return;
    name = detail;
    const again = (): void => {
      for (const one of kept) emit(one);
    };
    document.addEventListener(name + AGAIN, again);
    again();
  };
  document.addEventListener(MEET_EVENT, meet);
  if (isBeforePage(document)) dispatch(new CustomEvent(MEET_ASK_EVENT));
  return () => {
    page.fetch = originalFetch;
    page.XMLHttpRequest.prototype.send = originalSend;
    page.Function.prototype.toString = originalToString;
    document.removeEventListener(MEET_EVENT, meet);
  };
}

/** A member's value without calling a getter of the page's, which would tell it that somebody looked. */
const ownValue = (holder: unknown, name: string): unknown =>
  typeof holder === 'object' && holder !== null
    ? Object.getOwnPropertyDescriptor(holder, name)?.value
    : undefined;

/** An error whose stack does not name the extension's own files; the error itself is the page's. */
function withoutOwnFrames(error: unknown): unknown {
  try {
    const own = error as { stack?: unknown };
    if (typeof own.stack === 'string' && own.stack.includes('-extension://'))
      own.stack = own.stack
        .split('\n')
        .filter((line) => !line.includes('-extension://'))
        .join('\n');
  } catch {
    // A frozen error stays as it is.
  }
  return error;
}
