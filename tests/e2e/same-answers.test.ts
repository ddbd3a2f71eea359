/** Chromium and Firefox find the same sources and the same changed regions for the same photos. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { disagreements } from '../audit/agreement.ts';
import { audit } from '../audit/audit.ts';
import { hasSamples, SAMPLES } from '../samples.ts';

/** Every so many of the sample claims and genuine photos: all kinds of transform come up. */
const EVERY = 23;

interface Item {
  file: string;
  role: string;
  truth: { copy_of?: string };
}

const base = mkdtempSync(join(tmpdir(), 'claimlens-same-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

function prepare(): { library: string; photos: string; count: number } {
  const photosDir = join(SAMPLES, 'photos');
  const { items } = JSON.parse(readFileSync(join(photosDir, 'manifest.json'), 'utf8')) as { items: Item[] };
  const copy = (from: string, to: string): void => {
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(join(photosDir, from), to);
  };
  const claims = items.filter((item) => item.truth.copy_of).filter((_, i) => i % EVERY === 0);
  const genuine = items.filter((item) => item.role === 'genuine').filter((_, i) => i % EVERY === 0);
  for (const source of new Set(claims.map((claim) => claim.truth.copy_of!)))
    copy(source, join(base, 'library', source));
  for (const { file } of [...claims, ...genuine])
    copy(file, join(base, 'photos', `${basename(dirname(file))}_${basename(file)}`));
  return {
    library: join(base, 'library'),
    photos: join(base, 'photos'),
    count: claims.length + genuine.length,
  };
}

describe.skipIf(!hasSamples)('same answers', () => {
  it('in both browsers', async () => {
    const { count, ...folders } = prepare();
    // What photos say in print is no part of the comparison.
    const [chromium, firefox] = await Promise.all([
      audit({ ...folders, browser: 'chromium', labels: false }),
      audit({ ...folders, browser: 'firefox', labels: false }),
    ]);
    expect(chromium.claims.flatMap((claim) => claim.photos)).toHaveLength(count);
    expect(chromium.claims.some((claim) => claim.photos.some((photo) => photo.match))).toBe(true);
    expect(disagreements(chromium, firefox)).toEqual([]);
  });
});
