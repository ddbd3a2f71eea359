/** The narrow way from the page's own world to the isolated script: one event each way, texts only, everything bounded. */

/**
 * How the two sides meet before the page has run anything: the reader names an event that only the two know, and from then
 * on both are silent to the page. Whichever side comes second asks.
 */
export const MEET_EVENT = 'claimlens-meet';
export const MEET_ASK_EVENT = 'claimlens-meet-ask';

/** True as long as no script of the page can have listened: none has been parsed yet. */
export const isBeforePage = (document: Document): boolean => document.scripts.length === 0;

/** Under the name that was met by, with this behind it: asks for what was kept before. */
export const AGAIN = '-again';

/** The scripts of one extension in one frame share their world, which the page has no part in: the name is kept there. */
interface World {
  claimlensTap?: string;
}

/**
 * The extension's side: answers arrive at `onAnswer` under a name that the page never learns. The first script in a frame meets
 * the tap, later ones listen under the same name and receive again what was kept. In a page that has run already (the
 * extension was switched on or updated) there is no safe meeting, and no answers come until it is loaded again. Returns the
 * way to stop.
 */
export function meetTap(document: Document, onAnswer: (event: Event) => void): () => void {
  const world = (document.defaultView ?? {}) as World;
  const known = world.claimlensTap;
  const name = known ?? `c${crypto.randomUUID().replaceAll('-', '')}`;
  world.claimlensTap = name;
  const announce = (): void => {
    if (isBeforePage(document)) document.dispatchEvent(new CustomEvent(MEET_EVENT, { detail: name }));
  };
  document.addEventListener(name, onAnswer);
  if (known) document.dispatchEvent(new CustomEvent(name + AGAIN));
  else {
    document.addEventListener(MEET_ASK_EVENT, announce);
    announce();
  }
  return () => document.removeEventListener(name, onAnswer);
}

/** Longest answer that is passed on, in characters; a list of 200 claims has about a tenth of it. */
export const MAX_ANSWER = 4_000_000;
/** Answers kept for a reader that comes later. */
export const MAX_KEPT = 20;
const MAX_ADDRESS = 4_096;

/** Addresses that may be about claims, by words in them; which ones really are is for the isolated script to say. */
export const MAYBE_CLAIMS =
  /after.?sale|\bafs\b|\.afs\.|refund|return|reverse|dispute|appeal|claim|\bcases?\b|\/tickets\/\d/i;

/** Fragment under which an answer's address carries the body of its request: some answers leave out the number they were asked for. */
export const REQUEST_MARK = '#claimlens-request=';
/** Longest request body that is handed over, in characters of its encoded form. */
const MAX_REQUEST = 2_000;

/** The address of an answer with its request's body behind it; a body that is no text, or a long one, is left out. */
export function withRequest(url: string, body: unknown): string {
  if (typeof body !== 'string' || !body || body.length > MAX_REQUEST) return url;
  const encoded = encodeURIComponent(body);
  return encoded.length > MAX_REQUEST ? url : `${url.replace(/#.*$/, '')}${REQUEST_MARK}${encoded}`;
}

export interface PassedAnswer {
  url: string;
  text: string;
}

/** What an event from the page carries, or undefined when it is not of the agreed shape. The page may say anything. */
export function answerOf(event: Event): PassedAnswer | undefined {
  const { detail } = event as CustomEvent<unknown>;
  if (typeof detail !== 'string' || detail.length > MAX_ANSWER + MAX_ADDRESS + 1) return undefined;
  const end = detail.indexOf('\n');
  if (end <= 0 || end > MAX_ADDRESS) return undefined;
  const url = detail.slice(0, end);
  return URL.canParse(url) ? { url, text: detail.slice(end + 1) } : undefined;
}

export const encodeAnswer = ({ url, text }: PassedAnswer): string => `${url}\n${text}`;
