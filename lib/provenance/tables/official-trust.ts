/** Where the official C2PA trust lists are kept, and under what terms. */
export const OFFICIAL_TRUST = {
  source: 'C2PA Trust List (c2pa-org/conformance-public)',
  licence: 'CC BY 4.0, Coalition for Content Provenance and Authenticity',
  /** Asked for at the click that fetches them, and given back. */
  host: 'https://raw.githubusercontent.com/*',
  signers:
    'https://raw.githubusercontent.com/c2pa-org/conformance-public/main/trust-list/C2PA-TRUST-LIST.pem',
  stamps:
    'https://raw.githubusercontent.com/c2pa-org/conformance-public/main/trust-list/C2PA-TSA-TRUST-LIST.pem',
} as const;
