/** Lazada and Daraz: addresses and status words are known, markup is not; labels carry the reading. */
import type { ConsoleDefinition } from '../types.ts';

const COUNTRIES: Record<string, { zone: string; currency: string }> = {
  bd: { zone: 'Asia/Dhaka', currency: 'BDT' },
  pk: { zone: 'Asia/Karachi', currency: 'PKR' },
  lk: { zone: 'Asia/Colombo', currency: 'LKR' },
  np: { zone: 'Asia/Kathmandu', currency: 'NPR' },
  sg: { zone: 'Asia/Singapore', currency: 'SGD' },
  my: { zone: 'Asia/Kuala_Lumpur', currency: 'MYR' },
  ph: { zone: 'Asia/Manila', currency: 'PHP' },
  th: { zone: 'Asia/Bangkok', currency: 'THB' },
  vn: { zone: 'Asia/Ho_Chi_Minh', currency: 'VND' },
  id: { zone: 'Asia/Jakarta', currency: 'IDR' },
};

const SITES = ['com.bd', 'pk', 'lk', 'com.np'].map((tld) => `daraz.${tld}`);
const LAZADA = ['sg', 'com.my', 'com.ph', 'co.th', 'vn', 'co.id'].map((tld) => `lazada.${tld}`);
const countryOf = (host: string) =>
  COUNTRIES[host.split('.').at(-1) ?? ''] ?? { zone: 'Asia/Singapore', currency: 'SGD' };

export const lazada: ConsoleDefinition = {
  id: 'lazada',
  version: '2',
  names: { zh: 'Lazada / Daraz', en: 'Lazada and Daraz' },
  hosts: [...SITES, ...LAZADA].map((site) => `https://sellercenter.${site}/*`),
  cdnHosts: ['https://*.slatic.net/*', 'https://*.lazcdn.com/*', 'https://*.alicdn.com/*'],
  zone: (host) => countryOf(host).zone,
  currency: (host) => countryOf(host).currency,
  pages: [
    { kind: 'list', pattern: /^sellercenter\.(?:daraz|lazada)\.[a-z.]+\/apps\/order\/reverse(?:\?|$|#)/ },
    { kind: 'detail', pattern: /^sellercenter\.(?:daraz|lazada)\.[a-z.]+\/apps\/order\/reverse\/detail/ },
  ],
  dom: {
    labels: {
      claimId: ['Return Order ID', 'Reverse Order ID', 'Return Number'],
      orderId: ['Order Number', 'Trade Order ID'],
      reason: ['Return Reason', 'Buyer Return Reason'],
      status: ['Return Status'],
      evidence: ['Buyer Evidence', 'Customer Images'],
    },
  },
  ids: { claim: /^\d{9,20}$/, order: /^\d{9,20}$/ },
  stages: {
    'Pending Seller Decision': 'waits-for-seller',
    'Pending Daraz Decision': 'platform',
    'Pending Lazada Decision': 'platform',
    'In Dispute': 'platform',
    'Refund Issued': 'paid',
    'Refund Only Request Closed': 'closed-unpaid',
    Rejected: 'closed-unpaid',
  },
  expects: {
    list: ['claimId', 'orderId', 'reason', 'status'],
    detail: ['claimId', 'orderId', 'reason', 'evidence'],
  },
  certainty: 'thin',
};
