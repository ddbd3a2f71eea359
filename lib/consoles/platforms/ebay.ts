/** eBay: addresses are certain, markup was never seen; rows link to the item, so the number is taken from the row itself. */

import { at, compact, find, isRecord, listAt, mediaOf, shapedId, text, timeOf } from '../json/json.ts';
import { authorOfCode } from '../page/speaker.ts';
import type { ConsoleDefinition } from '../types.ts';

const CLAIM = /^\d{10}$/;
const ORDER = /^\d{2}-\d{5}-\d{5}$/;
const SITES: Record<string, { zone: string; currency: string }> = {
  com: { zone: 'America/Los_Angeles', currency: 'USD' },
  'co.uk': { zone: 'Europe/London', currency: 'GBP' },
  de: { zone: 'Europe/Berlin', currency: 'EUR' },
  fr: { zone: 'Europe/Paris', currency: 'EUR' },
  it: { zone: 'Europe/Rome', currency: 'EUR' },
  es: { zone: 'Europe/Madrid', currency: 'EUR' },
  ca: { zone: 'America/Toronto', currency: 'CAD' },
  'com.au': { zone: 'Australia/Sydney', currency: 'AUD' },
};

const siteOf = (host: string) => SITES[host.replace(/^www\.ebay\./, '')] ?? SITES.com!;

export const ebay: ConsoleDefinition = {
  id: 'ebay',
  version: '1',
  names: { zh: 'eBay', en: 'eBay' },
  hosts: Object.keys(SITES).map((site) => `https://www.ebay.${site}/*`),
  cdnHosts: ['https://*.ebayimg.com/*', 'https://*.ebaystatic.com/*'],
  zone: (host) => siteOf(host).zone,
  currency: (host) => siteOf(host).currency,
  dayFirst: (host) => !host.endsWith('ebay.com'),
  pages: [
    { kind: 'detail', pattern: /^www\.ebay\.[a-z.]+\/rt\/ReturnDetails/i, claimIdParam: 'returnId' },
    { kind: 'list', pattern: /^www\.ebay\.[a-z.]+\/sh\/ord\/returns?(?:\?|$|#)/ },
  ],
  tap: {
    paths: [/post-order\/v\d\/return/, /returnId=/],
    parse(json, context) {
      const claimId = shapedId(find(json, 'returnId'), CLAIM);
      if (!claimId) return [];
      const creation = find(json, 'creationInfo');
      const files = listAt(find(json, 'files'), '').filter(
        (file) => authorOfCode(text(file.submitter) ?? '') === 'buyer',
      );
      return [
        compact({
          claimId,
          orderId: shapedId(find(json, 'orderId'), ORDER),
          reason: isRecord(creation) ? text(creation.reason) : undefined,
          description: isRecord(creation)
            ? text(at(creation, 'comments.content') ?? creation.comments, 4_000)
            : undefined,
          deadlineAt: timeOf(
            at(find(json, 'sellerResponseDue'), 'respondByDate.value') ??
              at(find(json, 'sellerResponseDue'), 'respondByDate'),
            context,
          ),
          evidence: files.flatMap((file) => mediaOf(file.secureUrl ?? file.url)),
        }),
      ];
    },
  },
  dom: {
    labels: {
      claimId: ['Return ID', 'Return #', 'Return number'],
      reason: ['Reason for return', 'Return reason'],
      description: ['Buyer comments', "Buyer's comments", 'Comments'],
      evidence: ['Buyer photos', 'Photos from buyer', 'Buyer uploaded'],
      deadlineAt: ['Respond by', 'Action due'],
    },
  },
  ids: { claim: CLAIM, order: ORDER },
  expects: { list: ['claimId', 'orderId', 'reason'], detail: ['claimId', 'orderId', 'reason', 'evidence'] },
  certainty: 'thin',
};
