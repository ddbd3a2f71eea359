/** Where the stored object of a shown picture is: at most three addresses to ask, best first, signed ones untouched. */
import { isSigned } from '../claims/unite.ts';
import { CDN_RULES, SHOPIFY_ON_OWN_DOMAIN } from './cdn-rules.ts';

/** Each try is a request that the CDN sees: never more than this many per picture, the shown address included. */
export const MAX_CANDIDATES = 3;

/** One address to ask for, and the Referer it needs (set by the browser's own rules), where one is needed. */
export interface Candidate {
  url: string;
  referer?: string;
}

/** Addresses that only answer with a Referer; everything else is asked without one. */
const REFERERS: { hosts: RegExp; referer: string }[] = [
  { hosts: /^ci\.xiaohongshu\.com$/, referer: 'https://www.xiaohongshu.com/' },
];

/** Xiaohongshu signs in the path (time and hash), so its address stays first even though it has no signature parameter. */
const SIGNED_PATH = /^\/\d{12}\/[0-9a-f]{32}\//;

function rawCandidates(url: URL): string[] {
  const rule = CDN_RULES.find((entry) => entry.hosts.test(url.hostname));
  if (rule) return rule.candidates(url);
  if (/^\/cdn\/shop\//.test(url.pathname)) return SHOPIFY_ON_OWN_DOMAIN(url);
  return [];
}

/**
 * Addresses to try for a picture, best first, the page's own address always last (or alone).
 * A signed address is returned alone and unchanged, byte for byte. No host is ever guessed, except the one documented twin of
 * Xiaohongshu's. Texts that are no https address yield an empty list.
 */
export function originals(shown: string): Candidate[] {
  let url: URL;
  try {
    url = new URL(shown);
  } catch {
    return [];
  }
  if (url.protocol !== 'https:' || shown.length > 4_096) return [];
  if (isSigned(shown)) return [{ url: shown }];
  const found = rawCandidates(url);
  // Where the shown address already is the best one, the rest would only be asked for nothing.
  if (found[0] === url.href && !SIGNED_PATH.test(url.pathname)) return [{ url: shown }];
  const unique = [...new Set([...found.filter((candidate) => candidate !== url.href), shown])];
  const kept = unique.length > MAX_CANDIDATES ? [...unique.slice(0, MAX_CANDIDATES - 1), shown] : unique;
  const ordered = SIGNED_PATH.test(url.pathname)
    ? [shown, ...kept.filter((candidate) => candidate !== shown)]
    : kept;
  return ordered.map((candidate) => {
    const referer = REFERERS.find((entry) => entry.hosts.test(new URL(candidate).hostname))?.referer;
    return referer ? { url: candidate, referer } : { url: candidate };
  });
}

/** The best address of a shown picture: the first one to try. Returns the shown address itself where no rule applies. */
export const bestOriginal = (shown: string): string => originals(shown)[0]?.url ?? shown;
