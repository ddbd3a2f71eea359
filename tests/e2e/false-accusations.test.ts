/**
 * The gate against false accusations in both browsers' own workers, where pictures are decoded by other code than in Node; and the
 * given cases of photos that were read wrongly.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../lib/app/audit/audit-report.ts';
import { audit } from '../audit/audit.ts';
import { BROWSERS } from '../browsers/kinds.ts';
import type { BrowserName } from '../browsers/types.ts';
import { variantsOf } from '../gate/variants.ts';
import { hasSamples, SAMPLES } from '../samples.ts';

const CASES = resolve(import.meta.dirname, '../../../shared/cases/photos');
const hasCases = existsSync(CASES);
if (!hasCases) console.log('cases: ../shared/cases is absent, so the tests that read it are skipped');

const LIBRARY = [
  'p3-can-library.jpg',
  'strip-library-380x3800.jpg',
  'screenshot-library.jpg',
  'heic-primary-is-second.expected.jpg',
];
/** By claim: the same photo in two claims would say so, rightly. */
const PHOTOS: Record<string, string[]> = {
  can: ['p3-can.heic'],
  red: ['p3-red.heic'],
  primary: ['heic-primary-is-second.heic'],
  strip: ['strip-photo.jpg'],
  screenshot: ['screenshot-540x4600.jpg'],
  truncated: ['truncated-95.jpg', 'truncated-95.with-eoi.jpg'],
  animated: ['animated-first-frame-blank.webp'],
};
const BASE = 'same-object/backpack/0.jpg';

const base = mkdtempSync(join(tmpdir(), 'claimlens-gate-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

function put(to: string, from: string): void {
  mkdirSync(resolve(to, '..'), { recursive: true });
  copyFileSync(from, to);
}

beforeAll(async () => {
  if (hasCases) {
    for (const file of LIBRARY) put(join(base, 'library', file), join(CASES, file));
    for (const [claim, files] of Object.entries(PHOTOS))
      for (const file of files) put(join(base, 'photos', claim, file), join(CASES, file));
  }
  if (!hasSamples) return;
  put(join(base, 'library', 'variants.jpg'), join(SAMPLES, 'photos', BASE));
  mkdirSync(join(base, 'photos/variants'), { recursive: true });
  for (const { name, bytes } of await variantsOf(join(SAMPLES, 'photos', BASE), true))
    writeFileSync(join(base, 'photos/variants', name), bytes);
});

type Photo = AuditReport['claims'][number]['photos'][number];

describe.skipIf(!hasSamples && !hasCases).each(BROWSERS)('in %s', (browser: BrowserName) => {
  let photos: Photo[];
  beforeAll(async () => {
    const report = await audit({
      library: join(base, 'library'),
      photos: join(base, 'photos'),
      browser,
      labels: false,
    });
    photos = report.claims.flatMap((claim) => claim.photos);
  });

  const of = (file: string): Photo => {
    const found = photos.find((photo) => photo.file.endsWith(file));
    if (!found) throw new Error(`${file} is not in the report`);
    return found;
  };
  // Parts of the metadata that could not be read are no unreadable photo.
  const codes = (file: string): string[] =>
    of(file)
      .findings.filter(({ facts }) => !('parts' in facts))
      .map(({ code }) => code);
  /** What is said of a photo against one picture of the library, with the number of regions. */
  const against = (file: string, picture: string): string[] =>
    of(file)
      .findings.filter((finding) => finding.against?.endsWith(picture))
      .map(({ code, region }) => `${code} ${region?.length ?? 0}`);

  it.skipIf(!hasSamples)('genuine variants of one photo are accused of nothing', () => {
    const wrong = photos
      .filter(({ file }) => file.includes('variants/'))
      .flatMap(({ file, findings }) =>
        findings
          .filter(({ strength }) => strength === 'strong' || strength === 'contradiction')
          // They are copies of the picture in the library, and that is all that may be said.
          .filter(({ code, region }) => code !== 'copy-of-listing' || region?.length)
          .map(({ code }) => `${file}: ${code}`),
      );
    expect(wrong).toEqual([]);
    const copies = photos.filter(({ file }) => file.includes('variants/'));
    expect(copies.length).toBeGreaterThan(8);
    for (const { file } of copies) expect(codes(file), file).toContain('copy-of-listing');
  });

  it.skipIf(!hasCases)('Display P3 names no region', () => {
    expect(against('p3-can.heic', 'p3-can-library.jpg')).toEqual(['copy-of-listing 0']);
  });

  it.skipIf(!hasCases)('the primary item is looked at, and the other one named', () => {
    const file = 'heic-primary-is-second.heic';
    expect(against(file, 'heic-primary-is-second.expected.jpg')).toEqual(['copy-of-listing 0']);
    expect(codes('heic-primary-is-second.heic')).toContain('holds-other-picture');
  });

  it.skipIf(!hasCases)('parts of long pictures are found, with the one region that was changed', () => {
    expect(against('strip-photo.jpg', 'strip-library-380x3800.jpg')).toEqual(['copy-of-listing-edited 1']);
    expect(against('screenshot-540x4600.jpg', 'screenshot-library.jpg')).toEqual([
      'copy-of-listing-edited 1',
    ]);
  });

  it.skipIf(!hasCases)(
    'a truncated photo is looked at as far as it goes, with and without its end marker',
    () => {
      for (const file of PHOTOS.truncated!) {
        expect(codes(file)).not.toContain('photo-unreadable');
        // The missing rows are no change between the two.
        expect(codes(file)).not.toContain('before-after-in-claim');
      }
      expect(codes('truncated-95.jpg')).toContain('photo-seen-in-part');
    },
  );

  it.skipIf(!hasCases)('every photo was read', () =>
    expect(photos.flatMap(({ file }) => codes(file).filter((code) => code === 'photo-unreadable'))).toEqual(
      [],
    ),
  );
});
