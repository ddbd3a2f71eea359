/** Which public checkers are offered for which photo, and what stands about each. */
import { describe, expect, it } from 'vitest';
import { CHECKERS, offersOf } from '../../../lib/cases/checkers.ts';
import type { Finding } from '../../../lib/claims/finding.ts';
import { fromBase64, toBase64 } from '../../../lib/formats/base64.ts';

const finding = (code: string, facts: object, photo = 'a'): Finding =>
  ({ code, strength: 'strong', photo, facts, check: { name: 'x', version: '1' } }) as unknown as Finding;
const ids = (...findings: Finding[]) => offersOf(findings).map((o) => o.checkers.map((c) => c.id));

describe('checkers', () => {
  it('have an https address, a source and the day it was read', () => {
    for (const c of CHECKERS) {
      expect(c.url).toMatch(/^https:\/\//);
      expect(c.source.length).toBeGreaterThan(20);
      expect(c.read).toMatch(/^20\d\d-\d\d-\d\d$/);
      expect(c.mimes.length).toBeGreaterThan(0);
    }
  });

  it('are offered by the maker that the findings name', () => {
    expect(
      ids(finding('ai-source-declared', { signer: 'OpenAI OpCo, LLC', agents: ['gpt-image 2.0'] })),
    ).toEqual([['openai']]);
    expect(ids(finding('ai-source-declared', { raw: 'Made with Google AI' }))).toEqual([['google']]);
    expect(ids(finding('credential-signer', { signer: 'Adobe Inc.' }))).toEqual([['content-credentials']]);
  });

  it('of all makers are offered where a generator is suspected and none is named', () => {
    expect(ids(finding('generator-size', { width: 1024, height: 1024 }))).toEqual([['openai', 'google']]);
  });

  it('are not offered for a photo without a reason', () => {
    expect(ids(finding('captured-before-order', { make: 'Google' }))).toEqual([]);
    expect(ids(finding('generator-trace', { tool: 'comfyui' }))).toEqual([]);
    expect(ids()).toEqual([]);
  });

  it('screenshots come back as they went in', () => {
    const bytes = Uint8Array.from({ length: 20_001 }, (_, i) => (i * 31) & 255);
    expect(fromBase64(toBase64(bytes))).toEqual(bytes);
  });
});
