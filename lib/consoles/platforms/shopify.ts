/** Shopify: returns live in the order page and carry no buyer photos of their own; those come through return apps or by mail. */
import type { ConsoleDefinition } from '../types.ts';

export const shopify: ConsoleDefinition = {
  id: 'shopify',
  version: '7',
  names: { zh: 'Shopify', en: 'Shopify' },
  hosts: ['https://admin.shopify.com/*'],
  cdnHosts: ['https://cdn.shopify.com/*'],
  zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  currency: 'USD',
  dayFirst: false,
  pages: [
    { kind: 'list', pattern: /^admin\.shopify\.com\/store\/[^/]+\/(?:returns|payments\/disputes)(?:\?|$|#)/ },
    {
      kind: 'detail',
      pattern: /^admin\.shopify\.com\/store\/[^/]+\/(?:orders\/\d+|payments\/disputes\/\d+)/,
    },
  ],
  shop: (_root, context) => /^\/store\/([a-z0-9-]{1,80})\//.exec(context.url.pathname)?.[1],
  dom: {
    labels: {
      claimId: ['Return', 'Return ID', 'Dispute ID'],
      orderId: ['Order'],
      reason: ['Return reason', 'Dispute reason'],
      description: ['Customer note', 'Note from customer'],
      deadlineAt: ['Evidence due', 'Respond by'],
    },
  },
  // A return is named after its order: #1001-R1.
  ids: { claim: /^(?:\d{3,12}-R\d{1,3}|\d{6,20})$/, order: /^\d{3,12}$/ },
  stages: {
    REQUESTED: 'waits-for-seller',
    Requested: 'waits-for-seller',
    OPEN: 'returned',
    DECLINED: 'closed-unpaid',
    CLOSED: 'closed-unpaid',
  },
  expects: { list: ['claimId', 'status'], detail: ['orderId', 'reason'] },
  certainty: 'thin',
};
