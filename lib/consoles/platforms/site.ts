/** A console that no file knows: any host that the seller grants, read by common labels and by what the seller taught. */

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

/** Id of the definition for a host: `site-` and the host's own letters. */
export const siteId = (host: string): string =>
  `site-${host.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`.slice(0, 40);

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
