/**
 * Bundles the official C2PA trust lists into a release: `TRUST_LISTS=DIR npm run zip`. DIR holds the two lists under their
 * official names (`C2PA-TRUST-LIST.pem`, `C2PA-TSA-TRUST-LIST.pem`) or as `c2pa-trust.pem` and `c2pa-tsa.pem`. The
 * repository holds none, and without the variable a package has none.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readTrustText } from '../lib/provenance/c2pa/trust-text.ts';
import { OFFICIAL_TRUST } from '../lib/provenance/tables/official-trust.ts';

const NAMES = [/^(c2pa-trust|c2pa-trust-list)\.pem$/i, /^(c2pa-tsa|c2pa-tsa-trust-list)\.pem$/i];

/** The file `trust/lists.json` of a package. Throws where a list is missing, malformed or damaged. */
export function bundledTrust(folder: string): string {
  const files = readdirSync(folder);
  const lists = NAMES.map((pattern) => {
    const file = files.find((name) => pattern.test(name));
    if (!file) throw new Error(`TRUST_LISTS: no file like ${pattern} in the folder`);
    const pem = readFileSync(resolve(folder, file), 'utf8');
    const read = readTrustText(pem);
    if (!read) throw new Error(`TRUST_LISTS: ${file} is no whole list of certificates`);
    return { pem: pem.trim(), ...read };
  });
  const date = lists.map((list) => list.newest).reduce((a, b) => (Date.parse(a) > Date.parse(b) ? a : b));
  const { source, licence } = OFFICIAL_TRUST;
  const pem = `${lists.map((list) => list.pem).join('\n')}\n`;
  return `${JSON.stringify({ source, licence, date, official: true, pem })}\n`;
}

/** Pushes the lists where the variable names a folder. */
export function addTrustLists(files: object[], folder = process.env.TRUST_LISTS): void {
  if (folder) files.push({ contents: bundledTrust(folder), relativeDest: 'trust/lists.json' });
}
