/** Getting the stored object behind a shown picture: few tries, no cookies, bytes and their circumstances kept. */
import { UnavailablePhotoError } from './errors.ts';
import { FETCH_TIMEOUT_MS, MAX_PHOTO_BYTES, MAX_TRIES, MAX_VIDEO_BYTES, VIDEO_TIMEOUT_MS } from './limits.ts';
import { sniff } from './sniff.ts';

export interface Fetched {
  bytes: Uint8Array;
  mime: string;
  usedUrl: string;
  status: number;
  headers: Record<string, string>;
  tries: { url: string; outcome: string }[];
}

export interface FetchRules {
  /** Whether the seller has granted the host of this address. */
  allowed(url: string): Promise<boolean>;
  signal?: AbortSignal;
  /** Replaceable for tests. */
  fetch?: typeof fetch;
}

/** Headers that matter as evidence of what the server said. */
const KEPT_HEADERS = [
  'content-type',
  'content-length',
  'last-modified',
  'etag',
  'date',
  'x-oss-hash-crc64ecma',
  'content-md5',
];

/**
 * Addresses inside the seller's own network: a page must not make the extension knock there.
 * Covers literal private, loopback, link-local and unspecified addresses and names without a public suffix.
 */
export function isPrivateHost(hostname: string): boolean {
  // A trailing dot names the same host.
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '')
    .toLowerCase();
  if (host === 'localhost' || /\.(localhost|local|internal|lan|intranet|corp|home|home\.arpa)$/.test(host))
    return true;
  if (host.includes(':')) return true; // no CDN is addressed by a literal IPv6 address
  if (/^[\d.]+$/.test(host) || /^0x[\da-fx.]*$/.test(host)) return true; // nor by a literal IPv4 address in any notation
  return !host.includes('.');
}

function problemOf(status: number): UnavailablePhotoError {
  if (status === 404 || status === 410) return new UnavailablePhotoError('not-found', status);
  if (status === 401 || status === 403) return new UnavailablePhotoError('refused', status);
  return new UnavailablePhotoError('server-error', status);
}

function retryAfter(response: Response): number | null {
  const value = response.headers.get('retry-after');
  if (!value) return null;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, 3_600_000) : null;
}

/** What has come of one body: a video that broke off goes on from here. */
interface Body {
  chunks: Uint8Array[];
  size: number;
  /** The answer that it began with: what the server said of the whole. */
  first: Response | null;
}

async function readInto(body: Body, response: Response, limit: number, clock: Clock): Promise<void> {
  const reader = response.body?.getReader();
  if (!reader) return;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    clock.heard();
    body.size += value.length;
    if (body.size > limit) {
      await reader.cancel();
      throw new UnavailablePhotoError('too-many-bytes', response.status);
    }
    body.chunks.push(value);
  }
}

function joined({ chunks, size }: Body): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** How long is waited: `heard` says that something came. */
interface Clock {
  signal: AbortSignal;
  heard(): void;
  stop(): void;
}

/** A photo has its time as a whole; a video, which may take minutes on a slow line, only may not fall silent for as long. */
function clockFor(kind: 'photo' | 'video'): Clock {
  if (kind === 'photo') return { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS), heard() {}, stop() {} };
  const silence = new AbortController();
  const wait = () => setTimeout(() => silence.abort(), FETCH_TIMEOUT_MS);
  let timer = wait();
  return {
    signal: AbortSignal.any([silence.signal, AbortSignal.timeout(VIDEO_TIMEOUT_MS)]),
    heard() {
      clearTimeout(timer);
      timer = wait();
    },
    stop: () => clearTimeout(timer),
  };
}

/** What names this very version of the object (RFC 9110 13.1.5); null where the server gives none, and so nothing can be added to it. */
function versionOf(response: Response | null): string | null {
  const etag = response?.headers.get('etag');
  return etag && !etag.startsWith('W/') ? etag : (response?.headers.get('last-modified') ?? null);
}

/** Asks for the object, or for what is missing of it, and reads on into `body`. */
async function receive(
  url: string,
  rules: FetchRules,
  kind: 'photo' | 'video',
  body: Body,
  clock: Clock,
): Promise<void> {
  const version = versionOf(body.first);
  const more: Record<string, string> =
    body.size > 0 && version ? { range: `bytes=${body.size}-`, 'if-range': version } : {};
  const response = await (rules.fetch ?? fetch)(url, {
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
    // A stored object has one address: a redirect could lead anywhere, and its target would be asked before it can be checked.
    redirect: 'error',
    // Asking for the stored formats: without it CDNs answer with a fresh AVIF or WebP (consoles.md §5.4).
    headers: { accept: kind === 'photo' ? 'image/jpeg,image/png,image/*;q=0.5' : 'video/*', ...more },
    signal: rules.signal ? AbortSignal.any([clock.signal, rules.signal]) : clock.signal,
  });
  if (response.url && response.url !== url) {
    const end = new URL(response.url);
    if (end.protocol !== 'https:' || isPrivateHost(end.hostname) || !(await rules.allowed(response.url))) {
      throw new UnavailablePhotoError('host-not-granted', response.status);
    }
  }
  if (response.status === 429)
    throw new UnavailablePhotoError('too-many-requests', 429, retryAfter(response));
  if (!response.ok) throw problemOf(response.status);
  const goesOn =
    body.size > 0 &&
    response.status === 206 &&
    response.headers.get('content-range')?.startsWith(`bytes ${body.size}-`) === true &&
    versionOf(response) === version;
  // Any other answer is the whole once more, perhaps of another version: nothing of the old is kept.
  if (!goesOn) {
    if (response.status === 206 && body.size > 0)
      throw new UnavailablePhotoError('cut-short', response.status);
    Object.assign(body, { chunks: [], size: 0, first: response });
  }
  await readInto(body, response, kind === 'photo' ? MAX_PHOTO_BYTES : MAX_VIDEO_BYTES, clock);
}

/** Whether fewer bytes came than the server had announced. */
function isShort({ first, size }: Body): boolean {
  const declared = Number(first?.headers.get('content-length'));
  return declared > size && !first?.headers.get('content-encoding');
}

/** A video that broke off is asked for the rest so often. */
const GO_ON = 3;

/** All of a body, in as many pieces as it takes. */
async function receiveAll(url: string, rules: FetchRules, kind: 'photo' | 'video'): Promise<Body> {
  const body: Body = { chunks: [], size: 0, first: null };
  for (let more = kind === 'video' ? GO_ON : 0; ; more--) {
    const clock = clockFor(kind);
    const before = body.size;
    try {
      await receive(url, rules, kind, body, clock);
      if (!isShort(body)) return body;
    } catch (error) {
      if (error instanceof UnavailablePhotoError || rules.signal?.aborted) throw error;
      const mayGoOn = more > 0 && body.size > before && versionOf(body.first);
      if (!mayGoOn) throw new UnavailablePhotoError(clock.signal.aborted ? 'timed-out' : 'network');
      continue;
    } finally {
      clock.stop();
    }
    if (more <= 0 || body.size <= before || !versionOf(body.first))
      throw new UnavailablePhotoError(body.size ? 'cut-short' : 'empty', body.first?.status);
  }
}

async function once(url: string, rules: FetchRules, kind: 'photo' | 'video'): Promise<Fetched> {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'https:') throw new UnavailablePhotoError('not-https');
  if (isPrivateHost(parsed.hostname)) throw new UnavailablePhotoError('private-address');
  if (!(await rules.allowed(url))) throw new UnavailablePhotoError('host-not-granted');
  const body = await receiveAll(url, rules, kind);
  const { status = 0, headers: said } = body.first ?? {};
  if (body.size === 0) throw new UnavailablePhotoError('empty', status);
  const bytes = joined(body);
  const { mime, kind: sniffedKind } = sniff(bytes);
  if (sniffedKind !== (kind === 'photo' ? 'image' : 'video'))
    throw new UnavailablePhotoError('not-an-image', status);
  const headers: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = said?.get(name);
    if (value) headers[name] = value.slice(0, 300);
  }
  return { bytes, mime, usedUrl: url, status, headers, tries: [] };
}

/**
 * Asks the candidate addresses in order, at most MAX_TRIES, and returns the first that is a picture (or video).
 * A later candidate is asked only when an earlier one failed. Throws UnavailablePhotoError of the last try,
 * with every try's outcome in `tries`.
 */
export async function fetchOriginal(
  candidates: string[],
  kind: 'photo' | 'video',
  rules: FetchRules,
): Promise<Fetched> {
  const tries: { url: string; outcome: string }[] = [];
  let last = new UnavailablePhotoError('network');
  for (const url of candidates.slice(0, MAX_TRIES)) {
    try {
      const fetched = await once(url, rules, kind);
      return { ...fetched, tries: [...tries, { url, outcome: 'ok' }] };
    } catch (error) {
      if (!(error instanceof UnavailablePhotoError)) throw error;
      tries.push({ url, outcome: error.message });
      last = error;
      // A host that asks for patience is not asked for a second form of the same picture.
      if (error.problem === 'too-many-requests') break;
    }
  }
  throw Object.assign(last, { tries });
}
