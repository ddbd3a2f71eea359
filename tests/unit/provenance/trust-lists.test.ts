/** Trust lists: whole or not at all, never older, bundled only where asked for, three states of a signer. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { addTrustLists, bundledTrust } from '../../../build/trust-lists.ts';
import { officialList } from '../../../lib/app/packs/official-trust.ts';
import { factOf } from '../../../lib/claims/finding.ts';
import { chosenTrust } from '../../../lib/engine/pool/bundled-trust.ts';
import { readTrustText } from '../../../lib/provenance/c2pa/trust-text.ts';
import { validateCredential } from '../../../lib/provenance/c2pa/validate.ts';
import { judge, mergeCredential, readFile, type TrustList } from '../../../lib/provenance/index.ts';
import { SAMPLES } from '../../samples.ts';

const FOLDER = resolve(SAMPLES, 'provenance/trust');
const here = existsSync(FOLDER);
const pem = (name: string) => readFileSync(resolve(FOLDER, name), 'utf8');

describe.skipIf(!here)('a trust list', () => {
  const signers = here ? pem('c2pa-trust.pem') : '';
  const stamps = here ? pem('c2pa-tsa.pem') : '';

  it('is read with its number of certificates and the date of the newest', () => {
    expect(readTrustText(signers)?.certificates).toBe(signers.split('-----BEGIN').length - 1);
    expect(readTrustText(signers)?.newest).toMatch(/^20\d\d-\d\d-\d\d$/);
  });

  it.each<[string, (text: string) => string]>([
    ['nothing', () => ''],
    ['a page of a hotel network', () => '<html><body>Sign in</body></html>'],
    ['one cut off', (text) => text.slice(0, Math.floor(text.length * 0.6))],
    ['one with a damaged certificate', (text) => text.replace(/\nMII/, '\nAAA')],
    ['one that is far too long', (text) => text + ' '.repeat(3_000_000)],
  ])('is refused where it is %s', (_, change) => {
    expect(readTrustText(change(signers))).toBeNull();
    expect(() => officialList(change(signers), stamps, null)).toThrow('malformed');
    expect(() => officialList(signers, change(stamps), null)).toThrow('malformed');
  });

  it('is refused where it is older than the official one in use, not than a file of the seller', () => {
    const list = officialList(signers, stamps, null);
    expect(list).toMatchObject({ official: true, licence: expect.stringContaining('CC BY 4.0') });
    const newer: TrustList = { ...list, date: '2099-01-01' };
    expect(() => officialList(signers, stamps, newer)).toThrow('older');
    expect(officialList(signers, stamps, list).date).toBe(list.date);
    expect(officialList(signers, stamps, { pem: '', source: 'own', date: '2099-01-01' }).date).toBe(
      list.date,
    );
  });

  it('comes with a package only where the build is told so', () => {
    const files: { contents?: string; relativeDest?: string }[] = [];
    addTrustLists(files, undefined);
    addTrustLists(files, '');
    expect(files).toEqual([]);
    addTrustLists(files, FOLDER);
    expect(files[0]?.relativeDest).toBe('trust/lists.json');
    expect(JSON.parse(bundledTrust(FOLDER))).toMatchObject({ official: true });
    expect(() => bundledTrust(resolve(FOLDER, '..'))).toThrow('TRUST_LISTS');
  });

  it('of the seller comes before a bundled one; of two official ones the newer counts', () => {
    const own: TrustList = { pem: 'own', source: 'own', date: '2020-01-01' };
    const old: TrustList = { pem: 'a', source: 'o', date: '2025-01-01', official: true };
    const young: TrustList = { pem: 'b', source: 'o', date: '2026-01-01', official: true };
    expect(chosenTrust(own, young)).toBe(own);
    expect(chosenTrust(old, young)).toBe(young);
    expect(chosenTrust(young, old)).toBe(young);
    expect(chosenTrust(null, young)).toBe(young);
    expect(chosenTrust(null, null)).toBeNull();
  });
});

describe.skipIf(!here)('the signer of a real file', () => {
  let wasm: Uint8Array<ArrayBuffer>;
  beforeAll(() => {
    wasm = new Uint8Array(readFileSync(new URL(import.meta.resolve('@contentauth/c2pa-wasm/c2pa.wasm'))));
  });
  const state = async (file: string, trust?: TrustList) => {
    const bytes = new Uint8Array(readFileSync(resolve(SAMPLES, 'provenance/real', file)));
    const report = readFile(bytes);
    const validation = await validateCredential(bytes, report.mime, wasm, trust);
    const { findings } = judge(mergeCredential(report, validation), { now: '2026-11-24T00:00:00Z' });
    const finding = findings.find((f) => f.code === 'credential-signer');
    return finding && factOf(finding, 'state');
  };

  it.each([
    ['ChatGPT Image May 30, 2026, 10_31_08 AM.png', 'listed', 'no-list'],
    ['bing-image-creator.jpg', 'unknown', 'no-list'],
    ['flux-api.jpg', 'expired', 'expired'],
    ['galaxy-s25-photo-assist.png', 'unknown', 'no-list'],
  ])('%s: with the official lists %s, without %s', async (file, withLists, without) => {
    const lists = JSON.parse(bundledTrust(FOLDER)) as TrustList;
    expect(await state(file, lists)).toBe(withLists);
    expect(await state(file)).toBe(without);
  });
});
