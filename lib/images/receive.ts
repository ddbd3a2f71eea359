/** One object's bytes from a server: bounded in number and time, taken up again where a video broke off, in part where it is too large. */
import { joined } from '../formats/zip-write.ts';
import type { BegunVideo, KeptParts, Said } from '../store/rows.ts';
import { type FetchProblem, UnavailablePhotoError } from './errors.ts';
import {
  FETCH_TIMEOUT_MS,
  MAX_PHOTO_BYTES,
  MAX_VIDEO_BYTES,
  VIDEO_PART_BYTES,
  VIDEO_TIMEOUT_MS,
} from './limits.ts';
import { partsOf } from './parts.ts';
import { isPrivateHost } from './private-host.ts';

/** The beginning of a large video, kept so that its end can be asked for later. */
export interface FirstPart extends BegunVideo {
  bytes: Uint8Array;
}

export interface FetchRules {
  /** Whether the seller has granted the host of this address. */
  allowed(url: string): Promise<boolean>;
  signal?: AbortSignal;
  /** Replaceable for tests. */
  fetch?: typeof fetch;
  /** Whether there is room for so many bytes more; where it is missing there always is. */
  hasRoom?(bytes: number): Promise<boolean>;
  /** What an earlier try has kept of a large video. */
  begun?: FirstPart | null;
  /** Keeps the beginning of a large video before its end is asked for. */
  keepFirst?(first: FirstPart): Promise<void>;
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

/** Room for a small video whose size the server does not say. */
const UNSAID_BYTES = 2 * VIDEO_PART_BYTES;

function problemOf(status: number): UnavailablePhotoError {
  const named: Record<number, FetchProblem> = {
    401: 'refused',
    403: 'refused',
    404: 'not-found',
    410: 'not-found',
  };
  return new UnavailablePhotoError(named[status] ?? 'server-error', status);
}

function retryAfter(response: Response): number | null {
  const value = response.headers.get('retry-after');
  if (!value) return null;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, 3_600_000) : null;
}

/** RFC 9110 13.1.5. */
function versionOf(response: Response): string | null {
  const etag = response.headers.get('etag');
  return etag && !etag.startsWith('W/') ? etag : response.headers.get('last-modified');
}

function saidBy(response: Response): Said {
  const headers: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = response.headers.get(name);
    if (value) headers[name] = value.slice(0, 300);
  }
  return { status: response.status, headers, version: versionOf(response) };
}

/** What has come of one body: a video that broke off goes on from here. */
interface Body {
  chunks: Uint8Array[];
  size: number;
  said: Said | null;
  /** Bytes that the server has announced; null where it has not. */
  total: number | null;
  /** Set where only the beginning is wanted. */
  inPart: KeptParts['why'] | null;
}

const emptyBody = (): Body => ({ chunks: [], size: 0, said: null, total: null, inPart: null });

/** Takes the bytes behind the first part away. */
function cutToPart(body: Body): void {
  body.chunks = [joined(body.chunks).slice(0, VIDEO_PART_BYTES)];
  body.size = body.chunks[0]?.length ?? 0;
}

async function readInto(
  body: Body,
  response: Response,
  kind: 'photo' | 'video',
  clock: Clock,
): Promise<void> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const limit = kind === 'photo' ? MAX_PHOTO_BYTES : MAX_VIDEO_BYTES;
  for (;;) {
    if (body.inPart && body.size >= VIDEO_PART_BYTES) {
      await reader.cancel();
      cutToPart(body);
      return;
    }
    const { done, value } = await reader.read();
    if (done) return;
    clock.heard();
    body.size += value.length;
    if (body.size > limit && kind === 'photo') {
      await reader.cancel();
      throw new UnavailablePhotoError('too-many-bytes', response.status);
    }
    body.chunks.push(value);
    if (body.size > limit) body.inPart ??= 'size';
  }
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

/** Asks once. Throws UnavailablePhotoError for an answer that is no success. */
async function ask(
  url: string,
  rules: FetchRules,
  kind: 'photo' | 'video',
  more: Record<string, string>,
  clock: Clock,
): Promise<Response> {
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
  return response;
}

/** How much of a video is kept, by its announced size and the room that there is. Throws UnavailablePhotoError `no-room`. */
async function wayToKeep(total: number | null, { hasRoom }: FetchRules): Promise<Body['inPart']> {
  const room = async (bytes: number): Promise<boolean> => (await hasRoom?.(bytes)) ?? true;
  const isLarge = total !== null && total > MAX_VIDEO_BYTES;
  if (!isLarge && (await room(total ?? UNSAID_BYTES))) return null;
  if (!(await room(2 * VIDEO_PART_BYTES))) throw new UnavailablePhotoError('no-room');
  return isLarge ? 'size' : 'room';
}

/** Asks for the object, or for what is missing of it, and reads on into `body`. */
async function receive(
  url: string,
  rules: FetchRules,
  kind: 'photo' | 'video',
  body: Body,
  clock: Clock,
): Promise<void> {
  const version = body.said?.version ?? null;
  const more: Record<string, string> =
    body.size > 0 && version ? { range: `bytes=${body.size}-`, 'if-range': version } : {};
  const response = await ask(url, rules, kind, more, clock);
  const goesOn =
    body.size > 0 &&
    response.status === 206 &&
    response.headers.get('content-range')?.startsWith(`bytes ${body.size}-`) === true &&
    versionOf(response) === version;
  // Any other answer is the whole once more, perhaps of another version: nothing of the old is kept.
  if (!goesOn) {
    if (response.status === 206 && body.size > 0)
      throw new UnavailablePhotoError('cut-short', response.status);
    const declared = Number(response.headers.get('content-length'));
    const total = declared > 0 && !response.headers.get('content-encoding') ? declared : null;
    Object.assign(body, { ...emptyBody(), said: saidBy(response), total });
    if (kind === 'video') body.inPart = await wayToKeep(total, rules);
  }
  await readInto(body, response, kind, clock);
}

/** Whether fewer bytes came than were wanted of those that the server had announced. */
const isShort = ({ total, size, inPart }: Body): boolean =>
  total !== null && size < (inPart ? Math.min(VIDEO_PART_BYTES, total) : total);

/** A video that broke off is asked for the rest so often. */
const GO_ON = 3;

/** All of a body that is wanted, in as many pieces as it takes. */
async function receiveAll(url: string, rules: FetchRules, kind: 'photo' | 'video'): Promise<Body> {
  const body = emptyBody();
  for (let more = kind === 'video' ? GO_ON : 0; ; more--) {
    const clock = clockFor(kind);
    const before = body.size;
    try {
      await receive(url, rules, kind, body, clock);
      if (!isShort(body)) return body;
    } catch (error) {
      if (error instanceof UnavailablePhotoError || rules.signal?.aborted) throw error;
      const mayGoOn = more > 0 && body.size > before && body.said?.version;
      if (!mayGoOn) throw new UnavailablePhotoError(clock.signal.aborted ? 'timed-out' : 'network');
      continue;
    } finally {
      clock.stop();
    }
    if (more <= 0 || body.size <= before || !body.said?.version)
      throw new UnavailablePhotoError(body.size ? 'cut-short' : 'empty', body.said?.status);
  }
}

/** Where the bytes of an answer to a range stand (RFC 9110 14.4); null where it does not say or does not know the whole. */
function rangeOf(response: Response): { from: number; to: number; total: number } | null {
  const [, from, last, total] =
    /^bytes (\d+)-(\d+)\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? [];
  return total === undefined ? null : { from: Number(from), to: Number(last) + 1, total: Number(total) };
}

/**
 * The end of a large video whose beginning is there; null where the server gives no later bytes of this version without all before them.
 * Throws UnavailablePhotoError where the line fails.
 */
async function receiveLast(
  { url, total, said, bytes: beginning }: FirstPart,
  rules: FetchRules,
): Promise<{ from: number; total: number; bytes: Uint8Array } | null> {
  const { version } = said;
  if (!version) return null;
  const start = total === null ? null : Math.max(beginning.length, total - VIDEO_PART_BYTES);
  let known: { from: number; total: number } | null = null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let more = GO_ON; ; more--) {
    const clock = clockFor('video');
    const before = size;
    try {
      const from: number | null = known ? known.from + size : start;
      const range = from === null ? `bytes=-${VIDEO_PART_BYTES}` : `bytes=${from}-`;
      const response = await ask(url, rules, 'video', { range, 'if-range': version }, clock);
      const got = rangeOf(response);
      const fits =
        response.status === 206 &&
        versionOf(response) === version &&
        got !== null &&
        got.to === got.total &&
        got.from === (from ?? got.from) &&
        got.from >= beginning.length &&
        got.total === (known?.total ?? total ?? got.total);
      if (!fits) {
        await response.body?.cancel();
        return null;
      }
      known ??= { from: got.from, total: got.total };
      const reader = response.body?.getReader();
      for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
        clock.heard();
        size += next.value.length;
        if (size > VIDEO_PART_BYTES) {
          await reader?.cancel();
          return null;
        }
        chunks.push(next.value);
      }
      if (known.from + size === known.total) return { ...known, bytes: joined(chunks) };
    } catch (error) {
      // A server that has no such range says 416; what else it refuses, it refuses for this range.
      if (error instanceof UnavailablePhotoError && error.problem !== 'too-many-requests') {
        if (error.status >= 400 && error.status < 500) return null;
        throw error;
      }
      if (error instanceof UnavailablePhotoError || rules.signal?.aborted) throw error;
      if (more <= 0 || size <= before)
        throw new UnavailablePhotoError(clock.signal.aborted ? 'timed-out' : 'network');
      continue;
    } finally {
      clock.stop();
    }
    if (more <= 0 || size <= before) throw new UnavailablePhotoError('cut-short');
  }
}

export interface Received {
  bytes: Uint8Array<ArrayBuffer>;
  said: Said;
  /** Set where only parts were kept. */
  parts?: KeptParts;
}

/** An object's bytes, or of a large video its beginning and end. Throws UnavailablePhotoError. */
export async function receiveObject(
  url: string,
  rules: FetchRules,
  kind: 'photo' | 'video',
): Promise<Received> {
  let first = kind === 'video' && rules.begun?.url === url ? rules.begun : null;
  if (!first) {
    const { chunks, said, total, inPart } = await receiveAll(url, rules, kind);
    const bytes = joined(chunks);
    if (!said || bytes.length === 0) throw new UnavailablePhotoError('empty', said?.status);
    if (!inPart) return { bytes, said };
    first = { url, bytes, total, why: inPart, said };
    await rules.keepFirst?.(first);
  }
  const { said, why } = first;
  const pieces = [{ from: 0, bytes: first.bytes }];
  const last = await receiveLast(first, rules);
  if (last) pieces.push(last);
  const parts = partsOf(last?.total ?? first.total, why, pieces);
  return { bytes: joined(pieces.map(({ bytes }) => bytes)), said, parts };
}
