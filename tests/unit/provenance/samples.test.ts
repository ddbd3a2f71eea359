/** Every sample file gives what its manifest expects and nothing that it forbids. */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { factOf } from '../../../lib/claims/finding.ts';
import { validateCredential } from '../../../lib/provenance/c2pa/validate.ts';
import { type ComparedPreview, judge, mergeCredential, readFile } from '../../../lib/provenance/index.ts';
import type { ProvenanceContext } from '../../../lib/provenance/types.ts';
import { validFinding } from '../../../lib/verdict/validate.ts';
import { comparePreviews } from './decode.ts';
import { check, type Expected, FOLDER, nameOf, type Sample, samples } from './expectations.ts';

const NOW = '2026-11-24T12:00:00Z';

const load = (file: string): Uint8Array => new Uint8Array(readFileSync(resolve(FOLDER, file)));

const compared = new Map<string, Promise<ComparedPreview[] | undefined>>();

/** A file's previews against its picture: decoded once, however many claims the file is put into. */
function previewsOf(file: string, bytes: Uint8Array): Promise<ComparedPreview[] | undefined> {
  const known = compared.get(file) ?? comparePreviews(bytes).catch(() => undefined);
  compared.set(file, known);
  return known;
}

async function answer(sample: Sample, context: ProvenanceContext = { now: NOW }) {
  const bytes = load(sample.file);
  const previews = await previewsOf(sample.file, bytes);
  const given = judge(readFile(bytes, nameOf(sample.file)), context, previews);
  for (const finding of given.findings) validFinding(finding);
  return given;
}

describe.skipIf(samples.length === 0)('samples, without the validator', () => {
  it.each(samples.map((s) => [s.file, s] as const))('%s', async (_, sample) => {
    const { report, findings } = await answer(sample);
    const own = sample.expect.findings.map(({ trustedWithOfficialList: _unused, ...e }) => e as Expected);
    check(sample, report, own);
    // Places and raw values are there for an arbiter.
    for (const f of findings.filter((x) => x.code !== 'photo-unreadable')) {
      expect(factOf(f, 'place'), f.code).toBeTypeOf('string');
      expect(factOf(f, 'command'), f.code).toBeTypeOf('string');
    }
  });

  it('quotes bytes that stand at the offset it gives', () => {
    for (const sample of samples) {
      const bytes = load(sample.file);
      for (const t of readFile(bytes, nameOf(sample.file)).traces) {
        if (t.offset < 0) continue;
        const stood = bytes.subarray(t.offset, t.offset + Math.min(32, t.length));
        const hex = [...stood].map((b) => b.toString(16).padStart(2, '0')).join(' ');
        if (t.hex) expect(t.hex, `${sample.file} ${t.id}`).toBe(hex);
        expect(t.offset + t.length).toBeLessThanOrEqual(bytes.length);
      }
    }
  });

  it.each(samples.flatMap((s) => (s.claimCases ?? []).map((c, i) => [`${s.file} case ${i}`, s, c] as const)))(
    '%s',
    async (_, sample, c) => {
      const { findings } = await answer(sample, {
        now: NOW,
        ...(c.deliveredAt ? { deliveredAt: c.deliveredAt } : {}),
        ...(c.claimedAt ? { appliedAt: c.claimedAt } : {}),
      });
      const codes = findings.map((f) => f.code);
      const against = ['captured-before-delivery', 'captured-before-order', 'captured-after-claim'] as const;
      if (c.expect === 'time.before-delivery') expect(codes).toContain('captured-before-delivery');
      else if (c.expect === 'time.after-claim') expect(codes).toContain('captured-after-claim');
      else for (const code of against) expect(codes).not.toContain(code);
    },
  );

  it('never lets an unedited camera file climb above "no anomaly"', async () => {
    const originals = samples.filter((s) => s.expect.mustNot?.includes('editor.software'));
    expect(originals.length).toBeGreaterThan(2);
    for (const sample of originals) {
      const { findings } = await answer(sample);
      const heavy = findings.filter((f) => !['context', 'supports-claim'].includes(f.strength));
      expect(heavy.map((f) => f.code)).toEqual([]);
    }
  });
});

describe.skipIf(samples.length === 0)('samples, with the validator and the trust lists', () => {
  const signed = samples.filter((s) => s.expect.findings.some((f) => f.id === 'c2pa'));
  let wasm: Uint8Array<ArrayBuffer>;
  let pem = '';

  beforeAll(() => {
    wasm = new Uint8Array(readFileSync(new URL(import.meta.resolve('@contentauth/c2pa-wasm/c2pa.wasm'))));
    pem = ['c2pa-trust.pem', 'c2pa-tsa.pem']
      .map((f) => readFileSync(resolve(FOLDER, 'trust', f), 'utf8'))
      .join('\n');
  });

  it.each(signed.map((s) => [s.file, s] as const))('%s', async (_, sample) => {
    const bytes = load(sample.file);
    const report = readFile(bytes, nameOf(sample.file));
    const trust = { pem, source: 'C2PA conformance', date: '2026-11-01' };
    const validation = await validateCredential(bytes, report.mime, wasm, trust);
    expect(validation.state).toBe('validated');
    const merged = mergeCredential(report, validation);
    check(sample, merged);
    // The direct reading and the validator agree on integrity and on what is declared.
    const direct = report.traces.find((t) => t.id === 'c2pa')!.values;
    const full = merged.traces.find((t) => t.id === 'c2pa')!.values;
    expect(full.integrity).toBe(direct.integrity);
    expect(validation.says).toEqual(direct.says);
  });

  it('leaves a file without a store alone', async () => {
    const sample = samples.find((s) => s.file.endsWith('doubao-chat.png'))!;
    const bytes = load(sample.file);
    const validation = await validateCredential(bytes, 'image/png', wasm);
    expect(validation.state).toBe('none');
    const report = readFile(bytes);
    expect(mergeCredential(report, validation)).toBe(report);
  });
});
