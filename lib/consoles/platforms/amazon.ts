/** Amazon Seller Central: addresses are certain, markup was never seen; labels carry the reading. */
import type { ConsoleDefinition } from '../types.ts';

const SITES: Record<string, { zone: string; currency: string }> = {
  com: { zone: 'America/Los_Angeles', currency: 'USD' },
  ca: { zone: 'America/Toronto', currency: 'CAD' },
  'com.mx': { zone: 'America/Mexico_City', currency: 'MXN' },
  'co.uk': { zone: 'Europe/London', currency: 'GBP' },
  de: { zone: 'Europe/Berlin', currency: 'EUR' },
  fr: { zone: 'Europe/Paris', currency: 'EUR' },
  it: { zone: 'Europe/Rome', currency: 'EUR' },
  es: { zone: 'Europe/Madrid', currency: 'EUR' },
  'co.jp': { zone: 'Asia/Tokyo', currency: 'JPY' },
  'com.au': { zone: 'Australia/Sydney', currency: 'AUD' },
  'com.br': { zone: 'America/Sao_Paulo', currency: 'BRL' },
  nl: { zone: 'Europe/Amsterdam', currency: 'EUR' },
  'com.be': { zone: 'Europe/Brussels', currency: 'EUR' },
  ie: { zone: 'Europe/Dublin', currency: 'EUR' },
  se: { zone: 'Europe/Stockholm', currency: 'SEK' },
  pl: { zone: 'Europe/Warsaw', currency: 'PLN' },
  'com.tr': { zone: 'Europe/Istanbul', currency: 'TRY' },
  in: { zone: 'Asia/Kolkata', currency: 'INR' },
  sg: { zone: 'Asia/Singapore', currency: 'SGD' },
  ae: { zone: 'Asia/Dubai', currency: 'AED' },
  sa: { zone: 'Asia/Riyadh', currency: 'SAR' },
  eg: { zone: 'Africa/Cairo', currency: 'EGP' },
  'co.za': { zone: 'Africa/Johannesburg', currency: 'ZAR' },
};

const siteOf = (host: string) =>
  host.includes('europe')
    ? { zone: 'Europe/London', currency: 'EUR' }
    : (SITES[host.replace(/^sellercentral\.amazon\./, '')] ?? SITES.com!);

export const amazon: ConsoleDefinition = {
  id: 'amazon',
  version: '7',
  names: { zh: '亚马逊', en: 'Amazon' },
  hosts: [
    ...Object.keys(SITES).map((site) => `https://sellercentral.amazon.${site}/*`),
    'https://sellercentral-europe.amazon.com/*',
  ],
  cdnHosts: ['https://*.media-amazon.com/*', 'https://*.ssl-images-amazon.com/*'],
  zone: (host) => siteOf(host).zone,
  currency: (host) => siteOf(host).currency,
  dayFirst: (host) =>
    /\.ca$/.test(host) ? 'unknown' : !/amazon\.com$/.test(host) || host.includes('europe'),
  pages: [
    // The older list, and the newer pages of the same section (`/returns/manage…`, `/returns-management/…`).
    {
      kind: 'list',
      pattern:
        /^sellercentral[a-z-]*\.amazon\.[a-z.]+\/(?:gp\/)?returns(?:-management)?(?:\/(?:list|manage|requests|overview)|\/?(?:\?|$|#))/,
    },
  ],
  dom: {
    labels: {
      claimId: ['RMA ID', 'RMA', 'Return request ID'],
      description: ['Buyer comment', 'Buyer comments', 'Customer comments'],
      appliedAt: ['Return request date', 'Request date'],
      itemId: ['ASIN'],
      sku: ['SKU', 'MSKU', 'Seller SKU'],
    },
  },
  ids: { claim: /^[A-Za-z0-9]{6,14}RRMA$/, order: /^\d{3}-\d{7}-\d{7}$/ },
  stages: { 'Action required': 'waits-for-seller', 'Authorization required': 'waits-for-seller' },
  expects: { list: ['claimId', 'orderId', 'reason', 'appliedAt'], detail: ['claimId', 'orderId', 'reason'] },
  certainty: 'thin',
};
