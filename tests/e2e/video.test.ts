/** Videos of claims: frames are found as photos are, and what cannot be looked at is said with its reason. Clips are made by ffmpeg. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../lib/app/audit/audit-report.ts';
import { audit } from '../audit/audit.ts';
import { findOrInstall } from '../browsers/install.ts';
import { BROWSERS } from '../browsers/kinds.ts';
import { hasSamples, SAMPLES } from '../samples.ts';

const ffmpeg = hasSamples ? findOrInstall('ffmpeg') : null;
if (hasSamples && !ffmpeg) console.log('video: skipped, ffmpeg is missing');

const PACKAGES = join(SAMPLES, 'photos/packages');
const GOODS = 'Bravo-Apple-Juice';

function run(...args: string[]): void {
  const made = spawnSync(ffmpeg!, ['-hide_banner', '-loglevel', 'error', '-y', ...args], {
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`ffmpeg ${args.join(' ')}: ${made.stderr}`);
}

/** A camera that moves slowly over a picture, with sensor noise. */
const filmed = (picture: string, seconds: number, to: string, codec: string[]): void =>
  run(
    ...['-loop', '1', '-framerate', '10', '-t', String(seconds), '-i', picture],
    '-vf',
    "scale=960:1280,zoompan=z='1+0.004*in':x='2*in':d=1:s=480x640:fps=10,noise=alls=5:allf=t,setsar=1,format=yuv420p",
    ...codec,
    to,
  );

describe.skipIf(!ffmpeg).each(BROWSERS)('videos in %s', (browser) => {
  const base = mkdtempSync(join(tmpdir(), 'claimlens-video-'));
  let report: AuditReport;

  const codesOf = (claim: string) =>
    report.claims
      .find((one) => one.claim === `audit:${claim}`)!
      .photos.flatMap((photo) => photo.findings.map(({ code, strength }) => `${code} ${strength}`));
  const verdictOf = (claim: string) => report.claims.find((one) => one.claim === `audit:${claim}`)!.verdict;

  beforeAll(async () => {
    const fast = ['-c:v', 'libx264', '-preset', 'ultrafast'];
    const at = (path: string): string => {
      mkdirSync(dirname(join(base, path)), { recursive: true });
      return join(base, path);
    };
    const listing = join(PACKAGES, GOODS, 'listing.jpg');
    copyFileSync(listing, at(`library/${GOODS}/listing.jpg`));
    filmed(listing, 3, at('photos/avc/clip.mp4'), fast);
    filmed(listing, 3, at('photos/vp8/clip.webm'), [
      '-c:v',
      'libvpx',
      '-deadline',
      'realtime',
      '-cpu-used',
      '8',
    ]);
    filmed(listing, 3, at('photos/hevc/clip.mp4'), [
      '-c:v',
      'libx265',
      '-preset',
      'ultrafast',
      '-x265-params',
      'log-level=error',
    ]);
    const parts = [1, 2].map((n) => {
      const part = at(`work/${n}.mp4`);
      filmed(join(PACKAGES, GOODS, `${n}.jpg`), 2, part, fast);
      return `file '${part}'\n`;
    });
    writeFileSync(at('work/list.txt'), parts.join(''));
    run(
      '-f',
      'concat',
      '-safe',
      '0',
      '-i',
      join(base, 'work/list.txt'),
      '-c',
      'copy',
      at('photos/genuine/clip.mp4'),
    );
    run(
      '-i',
      join(base, 'photos/avc/clip.mp4'),
      '-c',
      'copy',
      '-movflags',
      '+faststart',
      at('work/fast.mp4'),
    );
    const fastStart = readFileSync(join(base, 'work/fast.mp4'));
    writeFileSync(at('photos/cut-off/clip.mp4'), fastStart.subarray(0, Math.floor(fastStart.length * 0.6)));
    writeFileSync(at('photos/empty/clip.mp4'), Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isomiso2', 'latin1'));
    report = await audit({
      library: join(base, 'library'),
      photos: join(base, 'photos'),
      browser,
      labels: false,
    });
  }, 600_000);
  afterAll(() => rmSync(base, { recursive: true, force: true }));

  it.each(['avc', 'vp8', 'cut-off'])('find a filmed listing: %s', (claim) => {
    expect(codesOf(claim)).toContain('copy-of-listing moderate');
    expect(verdictOf(claim)).toBe('worth-checking');
  });

  it('say the time range of what was found, once', () => {
    const [finding] = report.claims
      .find(({ claim }) => claim === 'audit:avc')!
      .photos[0]!.findings.filter(({ code }) => code === 'copy-of-listing');
    expect(finding?.facts).toMatchObject({ filmFrom: 0, filmTo: expect.any(Number) });
    expect(codesOf('avc').filter((code) => code.startsWith('copy-of-listing'))).toHaveLength(1);
  });

  it('say nothing of a genuine video', () => {
    expect(codesOf('genuine').filter((code) => !code.endsWith('context'))).toEqual([]);
    expect(verdictOf('genuine')).toBe('no-anomaly');
  });

  it.each(['hevc', 'empty'])('are not called clean where they cannot be looked at: %s', (claim) => {
    if (claim === 'hevc' && codesOf(claim).length > 0) return; // A browser with the decoder reads it.
    expect(codesOf(claim).filter((code) => !code.endsWith('context'))).toEqual([]);
    expect(verdictOf(claim)).toBe('not-enough-information');
  });
});
