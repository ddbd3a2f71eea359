/** Etsy: help requests arrive in Messages, cases under Community & Help; neither path nor markup was seen, labels carry the reading. */
import type { ConsoleDefinition } from '../types.ts';

export const etsy: ConsoleDefinition = {
  id: 'etsy',
  version: '7',
  names: { zh: 'Etsy', en: 'Etsy' },
  hosts: ['https://www.etsy.com/*'],
  cdnHosts: ['https://*.etsystatic.com/*'],
  zone: 'America/New_York',
  currency: 'USD',
  dayFirst: false,
  pages: [
    { kind: 'detail', pattern: /^www\.etsy\.com\/(?:your\/)?(?:cases|help\/cases)\/(?<claimId>\d{5,15})/ },
    { kind: 'list', pattern: /^www\.etsy\.com\/(?:your\/)?(?:cases|help\/cases)(?:\/?(?:\?|$|#))/ },
  ],
  dom: {
    labels: {
      claimId: ['Case #', 'Case ID', 'Case number'],
      orderId: ['Order #', 'Order number'],
      appliedAt: ['Opened on', 'Date opened'],
      description: ['Details'],
      evidence: ['Photos', 'Attachments'],
    },
  },
  ids: { claim: /^\d{5,15}$/, order: /^\d{8,15}$/ },
  expects: { list: ['claimId', 'orderId', 'reason'], detail: ['claimId', 'orderId', 'reason'] },
  certainty: 'thin',
};
