/** Videos of claims: frames are found as photos are, and what cannot be looked at is said with its reason. Clips are made by ffmpeg. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../lib/app/audit/audit-report.ts';
import { audit } from '../audit/audit.ts';
import { BROWSERS } from '../browsers/kinds.ts';
import { filmClaims } from '../clips/claims.ts';
import { findFfmpeg } from '../clips/ffmpeg.ts';
import { hasSamples } from '../samples.ts';

const ffmpeg = hasSamples && findFfmpeg();
if (hasSamples && !ffmpeg) console.log('video: skipped, ffmpeg is missing');

describe.skipIf(!ffmpeg).each(BROWSERS)('videos in %s', (browser) => {
  const base = mkdtempSync(join(tmpdir(), 'claimlens-video-'));
  let report: AuditReport;

  const codesOf = (claim: string) =>
    report.claims
      .find((one) => one.claim === `audit:${claim}`)!
      .photos.flatMap((photo) => photo.findings.map(({ code, strength }) => `${code} ${strength}`));
  const verdictOf = (claim: string) => report.claims.find((one) => one.claim === `audit:${claim}`)!.verdict;

  beforeAll(async () => {
    await filmClaims(base);
    report = await audit({
      library: join(base, 'library'),
      photos: join(base, 'photos'),
      browser,
      labels: false,
    });
  });
  afterAll(() => rmSync(base, { recursive: true, force: true }));

  it.each(['avc', 'vp8', 'vp9', 'cut-off', 'turned', 'uneven'])('find a filmed listing: %s', (claim) => {
    expect(codesOf(claim)).toContain('copy-of-listing moderate');
    expect(verdictOf(claim)).toBe('worth-checking');
  });

  it('say of a listing filmed from a screen what a filmed print shows, too, and accuse nobody', () => {
    expect(codesOf('screen')).toContain('same-flat-picture context');
    expect(codesOf('screen').filter((code) => !code.endsWith('context'))).toEqual([]);
  });

  it('say the time range of what was found, once', () => {
    const [finding] = report.claims
      .find(({ claim }) => claim === 'audit:avc')!
      .photos[0]!.findings.filter(({ code }) => code === 'copy-of-listing');
    expect(finding?.facts).toMatchObject({ filmFrom: 0, filmTo: expect.any(Number) });
    expect(codesOf('avc').filter((code) => code.startsWith('copy-of-listing'))).toHaveLength(1);
  });

  it('are seen upright', () => {
    const [photo] = report.claims.find(({ claim }) => claim === 'audit:turned')!.photos;
    expect([photo!.width, photo!.height]).toEqual([480, 640]);
  });

  it.each(['genuine', 'by-hand'])('say nothing of a genuine video: %s', (claim) => {
    expect(codesOf(claim).filter((code) => !code.endsWith('context'))).toEqual([]);
    expect(codesOf(claim)).not.toContain('video-is-still context');
    expect(verdictOf(claim)).toBe('no-anomaly');
  });

  it.each(['hevc', 'empty', 'head-only', 'swollen'])(
    'are not called clean where they cannot be looked at: %s',
    (claim) => {
      if (claim === 'hevc' && codesOf(claim).length > 0) return; // A browser with the decoder reads it.
      expect(codesOf(claim).filter((code) => !code.endsWith('context'))).toEqual([]);
      expect(verdictOf(claim)).toBe('not-enough-information');
    },
  );
});
