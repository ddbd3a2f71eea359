/** A console that no file knows: any host that the seller grants, read by common labels and by what the seller taught. */

import { sha256Hex } from '../../claims/canonical.ts';
import { parseUnknown } from '../json/json-unknown.ts';
import { GENERIC_ID } from '../reader/fields.ts';
import type { ConsoleDefinition } from '../types.ts';

const CURRENCY_OF_LANGUAGE: [RegExp, string][] = [
  [/\.(?:cn|com\.cn)$/, 'CNY'],
  [/\.(?:vn|com\.vn)$/, 'VND'],
  [/\.(?:br|com\.br)$/, 'BRL'],
  [/\.(?:uk|co\.uk)$/, 'GBP'],
  [/\.jp$/, 'JPY'],
];

/** Longest id that a claim's key takes. */
const LONGEST = 40;

/**
 * Id of the definition for a host: `site-` and the host's own letters. Where that could be another host's id as well (a dash in
 * the name, or a name that is cut), a hash of the whole name stands behind it: `a-b.example` speaks for no claim of
 * `a.b.example`.
 */
export function siteId(hostname: string): string {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  const plain = `site-${host.replaceAll('.', '-')}`;
  if (/^[a-z0-9.]+$/.test(host) && plain.length <= LONGEST) return plain;
  const cut = plain.replace(/[^a-z0-9-]+/g, '-').slice(0, LONGEST - 9);
  return `${cut}-${sha256Hex(new TextEncoder().encode(host)).slice(0, 8)}`;
}

/**
 * A definition for an unknown site. Times without a zone are taken as the browser's own; a bare amount has the currency of the
 * host's country, else US dollars; dates are day first unless the host is American by name.
 */
export function siteConsole(url: URL): ConsoleDefinition {
  const { hostname } = url;
  const chinese = /\.(?:cn|com\.cn)$/.test(hostname);
  return {
    id: siteId(hostname),
    version: '2',
    names: { zh: hostname, en: hostname },
    hosts: [`https://${hostname}/*`],
    cdnHosts: [],
    zone: () => (chinese ? 'Asia/Shanghai' : Intl.DateTimeFormat().resolvedOptions().timeZone),
    currency: CURRENCY_OF_LANGUAGE.find(([pattern]) => pattern.test(hostname))?.[1] ?? 'USD',
    dayFirst: !/\.us$/.test(hostname),
    pages: [],
    unknownSite: true,
    tap: { paths: [/./], parse: (json, context) => parseUnknown(json, context) },
    ids: { claim: GENERIC_ID, order: GENERIC_ID },
    expects: {
      list: ['claimId', 'kind', 'reason', 'amount'],
      detail: ['claimId', 'kind', 'reason', 'amount', 'evidence'],
    },
    certainty: 'thin',
  };
}
