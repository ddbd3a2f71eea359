/** Getting the stored object behind a shown picture: few tries, no cookies, bytes and their circumstances kept. */
import type { KeptParts } from '../store/rows.ts';
import { UnavailablePhotoError } from './errors.ts';
import { MAX_TRIES } from './limits.ts';
import { isPrivateHost } from './private-host.ts';
import { type FetchRules, receiveObject } from './receive.ts';
import { sniff } from './sniff.ts';

export interface Fetched {
  bytes: Uint8Array;
  mime: string;
  usedUrl: string;
  status: number;
  headers: Record<string, string>;
  tries: { url: string; outcome: string }[];
  /** Set where only parts of it were kept: `bytes` are those, one after the other. */
  parts?: KeptParts;
}

async function once(url: string, rules: FetchRules, kind: 'photo' | 'video'): Promise<Fetched> {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'https:') throw new UnavailablePhotoError('not-https');
  if (isPrivateHost(parsed.hostname)) throw new UnavailablePhotoError('private-address');
  if (!(await rules.allowed(url))) throw new UnavailablePhotoError('host-not-granted');
  const { bytes, said, parts } = await receiveObject(url, rules, kind);
  const { mime, kind: sniffedKind } = sniff(bytes);
  if (sniffedKind !== (kind === 'photo' ? 'image' : 'video'))
    throw new UnavailablePhotoError('not-an-image', said.status);
  const { status, headers } = said;
  return { bytes, mime, usedUrl: url, status, headers, tries: [], ...(parts && { parts }) };
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
