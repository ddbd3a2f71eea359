/** Getting the stored object behind a shown picture: few tries, no cookies, bytes and their circumstances kept. */
import { UnavailablePhotoError } from './errors.ts';
import { FETCH_TIMEOUT_MS, MAX_PHOTO_BYTES, MAX_TRIES, MAX_VIDEO_BYTES } from './limits.ts';
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

async function readBounded(response: Response, limit: number): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  if (!reader) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) {
      await reader.cancel();
      throw new UnavailablePhotoError('too-many-bytes', response.status);
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

async function once(url: string, rules: FetchRules, kind: 'photo' | 'video'): Promise<Fetched> {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'https:') throw new UnavailablePhotoError('not-https');
  if (isPrivateHost(parsed.hostname)) throw new UnavailablePhotoError('private-address');
  if (!(await rules.allowed(url))) throw new UnavailablePhotoError('host-not-granted');
  const timeout = AbortSignal.timeout(FETCH_TIMEOUT_MS);
  try {
    const response = await (rules.fetch ?? fetch)(url, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      // A stored object has one address: a redirect could lead anywhere, and its target would be asked before it can be checked.
      redirect: 'error',
      // Asking for the stored formats: without it CDNs answer with a fresh AVIF or WebP (consoles.md §5.4).
      headers: { accept: kind === 'photo' ? 'image/jpeg,image/png,image/*;q=0.5' : 'video/*' },
      signal: rules.signal ? AbortSignal.any([timeout, rules.signal]) : timeout,
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
    const bytes = await readBounded(response, kind === 'photo' ? MAX_PHOTO_BYTES : MAX_VIDEO_BYTES);
    if (bytes.length === 0) throw new UnavailablePhotoError('empty', response.status);
    const declared = Number(response.headers.get('content-length'));
    if (declared > bytes.length && !response.headers.get('content-encoding')) {
      throw new UnavailablePhotoError('cut-short', response.status);
    }
    const { mime, kind: sniffedKind } = sniff(bytes);
    if (sniffedKind !== (kind === 'photo' ? 'image' : 'video'))
      throw new UnavailablePhotoError('not-an-image', response.status);
    const headers: Record<string, string> = {};
    for (const name of KEPT_HEADERS) {
      const value = response.headers.get(name);
      if (value) headers[name] = value.slice(0, 300);
    }
    return { bytes, mime, usedUrl: url, status: response.status, headers, tries: [] };
  } catch (error) {
    if (error instanceof UnavailablePhotoError) throw error;
    if (timeout.aborted) throw new UnavailablePhotoError('timed-out');
    if (rules.signal?.aborted) throw error;
    throw new UnavailablePhotoError('network');
  }
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
