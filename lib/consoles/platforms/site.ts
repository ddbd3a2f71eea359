/** A console that no file knows: any host that the seller grants, read by common labels and by what the seller taught. */

import { plainHost } from '../../base/hosts.ts';
import { sha256Hex } from '../../claims/canonical.ts';
import { parseUnknown } from '../json/json-unknown.ts';
import { GENERIC_ID } from '../reader/fields.ts';
import type { ConsoleDefinition } from '../types.ts';

interface Land {
  currency: string;
  /** The one zone of the land; absent where it has several. */
  zone?: string;
}

const euro = (zone: string): Land => ({ currency: 'EUR', zone: `Europe/${zone}` });

/** Lands by the last part of their host names (ISO 3166, ISO 4217, tz database). */
const LANDS: Record<string, Land> = {
  ae: { currency: 'AED', zone: 'Asia/Dubai' },
  ar: { currency: 'ARS', zone: 'America/Argentina/Buenos_Aires' },
  at: euro('Vienna'),
  au: { currency: 'AUD' },
  bd: { currency: 'BDT', zone: 'Asia/Dhaka' },
  be: euro('Brussels'),
  br: { currency: 'BRL' },
  ca: { currency: 'CAD' },
  ch: { currency: 'CHF', zone: 'Europe/Zurich' },
  cl: { currency: 'CLP' },
  cn: { currency: 'CNY', zone: 'Asia/Shanghai' },
  de: euro('Berlin'),
  dk: { currency: 'DKK', zone: 'Europe/Copenhagen' },
  es: { currency: 'EUR' },
  fi: euro('Helsinki'),
  fr: euro('Paris'),
  gr: euro('Athens'),
  hk: { currency: 'HKD', zone: 'Asia/Hong_Kong' },
  id: { currency: 'IDR' },
  ie: euro('Dublin'),
  in: { currency: 'INR', zone: 'Asia/Kolkata' },
  it: euro('Rome'),
  jp: { currency: 'JPY', zone: 'Asia/Tokyo' },
  kr: { currency: 'KRW', zone: 'Asia/Seoul' },
  mx: { currency: 'MXN' },
  my: { currency: 'MYR', zone: 'Asia/Kuala_Lumpur' },
  nl: euro('Amsterdam'),
  no: { currency: 'NOK', zone: 'Europe/Oslo' },
  nz: { currency: 'NZD', zone: 'Pacific/Auckland' },
  ph: { currency: 'PHP', zone: 'Asia/Manila' },
  pk: { currency: 'PKR', zone: 'Asia/Karachi' },
  pl: { currency: 'PLN', zone: 'Europe/Warsaw' },
  pt: { currency: 'EUR' },
  ru: { currency: 'RUB' },
  se: { currency: 'SEK', zone: 'Europe/Stockholm' },
  sg: { currency: 'SGD', zone: 'Asia/Singapore' },
  th: { currency: 'THB', zone: 'Asia/Bangkok' },
  tr: { currency: 'TRY', zone: 'Europe/Istanbul' },
  tw: { currency: 'TWD', zone: 'Asia/Taipei' },
  uk: { currency: 'GBP', zone: 'Europe/London' },
  us: { currency: 'USD' },
  vn: { currency: 'VND', zone: 'Asia/Ho_Chi_Minh' },
  za: { currency: 'ZAR', zone: 'Africa/Johannesburg' },
};
/** Lands that write the month first, or both orders. */
const MONTH_FIRST = new Set(['us']);
const BOTH_ORDERS = new Set(['ca', 'ph', 'za']);

/** Longest id that a claim's key takes. */
const LONGEST = 40;

/**
 * Id of the definition for a host: `site-` and the host's own letters. Where that could be another host's id as well (a dash in
 * the name, or a name that is cut), a hash of the whole name stands behind it: `a-b.example` speaks for no claim of
 * `a.b.example`.
 */
export function siteId(hostname: string): string {
  const host = plainHost(hostname);
  const plain = `site-${host.replaceAll('.', '-')}`;
  if (/^[a-z0-9.]+$/.test(host) && plain.length <= LONGEST) return plain;
  const cut = plain.replace(/[^a-z0-9-]+/g, '-').slice(0, LONGEST - 9);
  return `${cut}-${sha256Hex(new TextEncoder().encode(host)).slice(0, 8)}`;
}

/**
 * A definition for an unknown site. Times without a zone are the land's where it has one zone, else the browser's own; a bare amount has the currency of the
 * host's land, and none on a host that names no land, where the page's script may tell it (`currencyOfScript`); nor is the order of
 * day and month known there.
 */
export function siteConsole(url: URL): ConsoleDefinition {
  const hostname = plainHost(url.hostname);
  const name = /[^.]+$/.exec(hostname)?.[0] ?? '';
  const land = LANDS[name];
  return {
    id: siteId(hostname),
    version: '7',
    names: { zh: hostname, en: hostname },
    hosts: [`https://${hostname}/*`],
    cdnHosts: [],
    zone: () => land?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    currency: land?.currency ?? '',
    dayFirst: land && !BOTH_ORDERS.has(name) ? !MONTH_FIRST.has(name) : 'unknown',
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
