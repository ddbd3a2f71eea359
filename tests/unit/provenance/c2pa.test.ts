/** Credentials: hashes, tampering, what a store declares, and how the validator's codes change a report. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { factOf } from '../../../lib/claims/finding.ts';
import { decodeCbor } from '../../../lib/provenance/c2pa/cbor.ts';
import { declares, isEditorial } from '../../../lib/provenance/c2pa/declares.ts';
import { sha256 } from '../../../lib/provenance/c2pa/sha256.ts';
import type { Action, Ingredient, Manifest } from '../../../lib/provenance/c2pa/store.ts';
import {
  type CredentialValidation,
  judge,
  mergeCredential,
  readFile,
} from '../../../lib/provenance/index.ts';
import { hasSamples, SAMPLES } from '../../samples.ts';
import { jpeg, xmp, xmpSegment } from './files.ts';

const NOW = '2026-11-24T00:00:00Z';
const sample = (file: string) => new Uint8Array(readFileSync(resolve(SAMPLES, 'provenance', file)));
const c2pa = (bytes: Uint8Array) => readFile(bytes).traces.find((t) => t.id === 'c2pa')?.values;

describe('sha256', () => {
  it('agrees with the platform for all lengths around a block, in pieces and whole', () => {
    const data = Uint8Array.from({ length: 300 }, (_, i) => (i * 37) & 255);
    for (let n = 0; n <= 300; n++) {
      const wanted = new Uint8Array(createHash('sha256').update(data.subarray(0, n)).digest());
      expect(sha256([data.subarray(0, n)])).toEqual(wanted);
      expect(sha256([data.subarray(0, n >> 1), new Uint8Array(0), data.subarray(n >> 1, n)])).toEqual(wanted);
    }
  });
});

describe('cbor', () => {
  const hex = (s: string) => decodeCbor(Uint8Array.from(s.match(/../g)!.map((h) => Number.parseInt(h, 16))));
  it('reads the kinds that C2PA uses (RFC 8949 appendix A)', () => {
    expect(hex('1903e8')).toBe(1000);
    expect(hex('3903e7')).toBe(-1000);
    expect(hex('f5')).toBe(true);
    expect(hex('fb3ff199999999999a')).toBe(1.1);
    expect(hex('c074323031332d30332d32315432303a30343a30305a')).toBe('2013-03-21T20:04:00Z');
    expect(hex('826161a161626163')).toEqual(['a', { b: 'c' }]);
    expect(hex('5f42010243030405ff')).toEqual(Uint8Array.from([1, 2, 3, 4, 5]));
    expect(hex('7f657374726561646d696e67ff')).toBe('streaming');
    expect(hex('bf61610161629f0203ffff')).toEqual({ a: 1, b: [2, 3] });
  });

  it('gives undefined for damaged bytes', () => {
    for (const bad of ['ff', '5820', '8201', '1c', 'a1ff', '9b001fffffffffffff'])
      expect(hex(bad), bad).toBeUndefined();
  });
});

const action = (name: string, sourceType = '', agent = ''): Action => ({
  action: name,
  sourceType,
  agent,
  when: '',
  description: '',
});

function manifest(label: string, actions: Action[], ingredients: Ingredient[] = []): Manifest {
  return {
    label,
    box: { type: 'c2ma', label, hashed: new Uint8Array(0), start: 0, content: [], children: [] },
    claim: {},
    generator: '',
    actions,
    ingredients,
    assertions: [],
    aiAssertion: '',
    signature: { organisation: '', commonName: '', signedAt: '', certificates: 0 },
    thumbnail: null,
  };
}

const from = (relationship: string, label: string): Ingredient => ({
  relationship,
  title: '',
  manifest: label,
  sourceType: '',
});
const of = (...manifests: Manifest[]) => declares({ manifests, unread: [] });
const TRAINED = 'trainedAlgorithmicMedia';

describe('what a store declares', () => {
  it('knows made, AI-edited, edited and captured apart', () => {
    expect(of(manifest('a', [action('c2pa.created', TRAINED)]))).toMatchObject({
      generated: true,
      aiEdited: false,
      edited: false,
    });
    expect(of(manifest('a', [action('c2pa.edited', TRAINED)]))).toMatchObject({
      generated: false,
      aiEdited: true,
      edited: true,
    });
    expect(of(manifest('a', [action('c2pa.created', 'digitalCapture')]))).toEqual({
      generated: false,
      aiEdited: false,
      edited: false,
      captured: true,
    });
    expect(of(manifest('a', [action('c2pa.created')]))).toEqual({
      generated: false,
      aiEdited: false,
      edited: false,
      captured: false,
    });
  });

  it('reads agents where no source type is given, and only then', () => {
    expect(of(manifest('a', [action('c2pa.created', '', 'Image Creator from Designer')])).generated).toBe(
      true,
    );
    expect(of(manifest('a', [action('c2pa.edited', '', 'Adobe Firefly')])).aiEdited).toBe(true);
    expect(of(manifest('a', [action('c2pa.created', 'digitalCapture', 'Pixel Studio')])).generated).toBe(
      false,
    );
    expect(of(manifest('a', [action('c2pa.edited', '', 'Adobe Photoshop 26.0')])).aiEdited).toBe(false);
  });

  it('looks at ingredients by what they are to the picture', () => {
    const ai = manifest('ai', [action('c2pa.created', TRAINED)]);
    const opened = (relationship: string) =>
      manifest('top', [action('c2pa.opened')], [from(relationship, 'ai')]);
    expect(of(ai, opened('parentOf')).generated).toBe(true);
    expect(of(ai, opened('componentOf'))).toMatchObject({ generated: false, aiEdited: true });
    expect(of(ai, opened('inputTo'))).toMatchObject({ generated: false, aiEdited: false });
  });

  it('lets no ingredient that is the same picture hide that it was generated', () => {
    const ai = manifest('ai', [action('c2pa.created', TRAINED)]);
    // Named twice: once as a component, once as the parent.
    const twice = manifest(
      'top',
      [action('c2pa.opened')],
      [from('componentOf', 'ai'), from('parentOf', 'ai')],
    );
    expect(of(ai, twice).generated).toBe(true);
    // The only component of a manifest that does nothing to it.
    const passed = manifest('top', [action('c2pa.converted')], [from('componentOf', 'ai')]);
    expect(of(ai, passed).generated).toBe(true);
    const placed = manifest('top', [action('c2pa.placed')], [from('componentOf', 'ai')]);
    expect(of(ai, placed)).toMatchObject({ generated: false, aiEdited: true });
  });

  it('is not caught in a loop of ingredients', () => {
    const loop = manifest('a', [action('c2pa.opened')], [from('parentOf', 'a')]);
    expect(of(loop).generated).toBe(false);
  });

  it('groups actions as the conformance rubric does', () => {
    for (const a of [
      'c2pa.created',
      'c2pa.opened',
      'c2pa.converted',
      'c2pa.watermarked.unbound',
      'c2pa.resized.proportional',
    ]) {
      expect(isEditorial(a), a).toBe(false);
    }
    for (const a of ['c2pa.soft-binding', 'c2pa.orientation', 'c2pa.published', 'com.maker.saved'])
      expect(isEditorial(a), a).toBe(false);
    for (const a of ['c2pa.edited', 'c2pa.cropped', 'c2pa.color_adjustments', 'c2pa.placed'])
      expect(isEditorial(a), a).toBe(true);
  });
});

describe.skipIf(!hasSamples)('binding to the bytes', () => {
  /** Files with each kind of hard binding, and a byte of their pixels. */
  it.each([
    ['real/firefly-text-to-image.png', 0.9, 'dataHash'],
    ['real/flux-api.jpg', 0.9, 'dataHash'],
    ['real/bing-image-creator.jpg', 0.9, 'boxesHash'],
    ['real/c2pa-heic.heic', 0.95, 'bmffHash'],
    ['real/c2pa-plain-created.avif', 0.9, 'bmffHash'],
  ])('%s: one changed byte breaks it', (file, where, kind) => {
    const bytes = sample(file);
    expect(c2pa(bytes)).toMatchObject({ integrity: 'ok', checkedBy: 'hashes' });
    bytes[Math.floor(bytes.length * where)]! ^= 1;
    expect(c2pa(bytes)).toMatchObject({ integrity: 'broken' });
    expect(c2pa(bytes)!.codes).toContain(`assertion.${kind}.mismatch`);
    const { findings } = judge(readFile(bytes), { now: NOW });
    expect(findings.find((f) => f.code === 'credential-broken')).toMatchObject({
      strength: 'strong',
      facts: { changedAfterSigning: true, command: 'c2patool --detailed FILE' },
    });
  });

  it('a changed assertion breaks it too, and bytes appended after the end are seen', () => {
    const bytes = sample('real/flux-api.jpg');
    const text = Buffer.from(bytes.buffer).indexOf('trainedAlgorithmicMedia');
    bytes[text]! ^= 32;
    expect(c2pa(bytes)!.codes).toContain('assertion.hashedURI.mismatch');
    const longer = new Uint8Array([...sample('real/flux-api.jpg'), 1, 2, 3]);
    expect(c2pa(longer)).toMatchObject({ integrity: 'broken' });
  });

  it('an unverified signature is "not checked", never clean', () => {
    const { checks } = judge(readFile(sample('real/c2pa-heic.heic')), { now: NOW });
    expect(checks.find((c) => c.name === 'content-credential')!.result).toEqual({
      state: 'not-checked',
      reason: 'signature-not-verified',
    });
  });
});

const validated = (more: Partial<CredentialValidation>): CredentialValidation => ({
  state: 'validated',
  why: '',
  success: ['claimSignature.validated', 'assertion.dataHash.match'],
  informational: [],
  failure: [],
  trustedBy: null,
  activeManifest: 'urn:x',
  signer: 'Maker',
  signerName: 'Camera',
  signedAt: '2026-10-01T00:00:00Z',
  generator: 'Camera 1.0',
  actions: ['c2pa.created'],
  digitalSourceType: ['digitalCapture'],
  agents: [],
  says: { generated: false, aiEdited: false, edited: false, captured: true },
  ...more,
});

describe('the validator merged', () => {
  const empty = readFile(jpeg());
  const merged = (more: Partial<CredentialValidation>) => mergeCredential(empty, validated(more));
  const codes = (more: Partial<CredentialValidation>) =>
    judge(merged(more), { now: NOW }).findings.map((f) => f.code);

  it('lets a camera speak for the buyer only with a trusted, intact, unedited credential', () => {
    const trusted = {
      success: ['claimSignature.validated', 'assertion.dataHash.match', 'signingCredential.trusted'],
    };
    expect(codes(trusted)).toContain('camera-credential-valid');
    expect(codes({})).not.toContain('camera-credential-valid');
    expect(
      codes({ ...trusted, says: { generated: false, aiEdited: false, edited: true, captured: true } }),
    ).not.toContain('camera-credential-valid');
  });

  it('takes an expired or untrusted certificate for what it is', () => {
    const t = (failure: string[]) =>
      merged({ failure, trustedBy: { source: 's', date: 'd' } }).traces.find((x) => x.id === 'c2pa')!.values;
    expect(t(['signingCredential.expired'])).toMatchObject({ integrity: 'ok', identity: 'expired' });
    expect(t(['signingCredential.untrusted'])).toMatchObject({ integrity: 'ok', identity: 'untrusted' });
    expect(codes({ failure: ['signingCredential.expired'] })).not.toContain('credential-broken');
  });

  it('calls a mismatch broken, also that of the signature', () => {
    expect(codes({ success: [], failure: ['claimSignature.mismatch'] })).toContain('credential-broken');
    const hard = { success: ['claimSignature.validated'], failure: ['assertion.dataHash.mismatch'] };
    expect(codes(hard)).toContain('credential-broken');
  });

  it('does not call a capture broken whose bytes fit, though the validator dislikes its exclusions', () => {
    expect(codes({ failure: ['assertion.dataHash.mismatch', 'signingCredential.untrusted'] })).toEqual([
      'credential-signer',
    ]);
  });

  it('keeps three states of the signer apart', () => {
    const state = (more: Partial<CredentialValidation>) =>
      merged(more).traces.find((t) => t.id === 'c2pa')!.values;
    const listed = ['claimSignature.validated', 'assertion.dataHash.match', 'signingCredential.trusted'];
    expect(state({ success: listed })).toMatchObject({ signerState: 'listed', trusted: true });
    expect(state({ failure: ['signingCredential.untrusted'] })).toMatchObject({ signerState: 'unknown' });
    expect(state({ failure: ['signingCredential.expired'] })).toMatchObject({ signerState: 'unknown' });
    for (const bad of ['signingCredential.revoked', 'claimSignature.mismatch', 'signingCredential.invalid']) {
      expect(state({ success: listed, failure: [bad] }), bad).toMatchObject({
        signerState: 'not-valid',
        trusted: false,
      });
    }
  });

  it('takes a verified time stamp as the latest possible time of the picture', () => {
    const stamped = {
      success: [
        'claimSignature.validated',
        'assertion.dataHash.match',
        'timeStamp.validated',
        'timeStamp.trusted',
      ],
    };
    const times = (more: Partial<CredentialValidation>, orderedAt: string, deliveredAt: string) =>
      judge(merged(more), { now: NOW, orderedAt, deliveredAt })
        .findings.filter((f) => f.code !== 'credential-signer')
        .map((f) => `${f.code} ${f.strength}`);
    const [before, after] = ['2026-09-01T00:00:00Z', '2026-10-05T00:00:00Z'];
    expect(times(stamped, after, after)).toEqual(['captured-before-order contradiction']);
    expect(times(stamped, before, after)).toEqual(['captured-before-delivery contradiction']);
    expect(times(stamped, before, before)).toEqual([]);
    expect(times({}, after, after)).toEqual([]);
  });

  it('keeps what it cannot read as unreadable', () => {
    const report = mergeCredential(empty, validated({ state: 'unreadable', why: 'prerelease' }));
    expect(report.unreadable).toContainEqual({ place: 'c2pa', why: 'validator: prerelease' });
  });
});

describe('a credential elsewhere', () => {
  const ns = 'xmlns:dcterms="http://purl.org/dc/terms/"';
  const found = (value: string) => {
    const answer = judge(readFile(jpeg([xmpSegment(xmp(`${ns} dcterms:provenance="${value}"`))])), {
      now: NOW,
    });
    return [answer.report.ai, ...answer.findings.map((f) => `${f.code} ${f.strength} ${factOf(f, 'sign')}`)];
  };
  it('is context when it is an address, a hint when the file said it was inside', () => {
    expect(found('https://cai-manifests.adobe.com/x')).toEqual([
      'none',
      'label-removed context credential-elsewhere',
    ]);
    expect(found('self#jumbf=/c2pa/urn:uuid:1')).toEqual(['none', 'label-removed moderate credential-gone']);
  });
});
