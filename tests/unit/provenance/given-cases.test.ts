/** The given cases of honest photos that were accused: `../shared/cases/README.md` says what each must give. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judge, readFile } from '../../../lib/provenance/index.ts';
import { comparePreviews } from './decode.ts';

const FOLDER = resolve(import.meta.dirname, '../../../../shared/cases/provenance');
const here = existsSync(FOLDER);
if (!here) console.log('cases: ../shared/cases/provenance is absent, so its tests are skipped');

const CONTEXT = {
  now: '2026-05-07T00:00:00Z',
  orderedAt: '2026-05-01T00:00:00Z',
  deliveredAt: '2026-05-04T00:00:00Z',
  appliedAt: '2026-05-06T00:00:00Z',
};

describe.skipIf(!here)('given cases', () => {
  const answer = async (file: string) => {
    const bytes = new Uint8Array(readFileSync(resolve(FOLDER, file)));
    return judge(readFile(bytes, file), CONTEXT, await comparePreviews(bytes));
  };
  const said = async (file: string) =>
    (await answer(file)).findings
      .filter((f) => f.strength !== 'context')
      .map((f) => `${f.code} ${f.strength}`)
      .sort();

  it.each<[string, string[]]>([
    ['buddhist-year.jpg', ['capture-time-fits supports-claim']],
    ['clock-2002-12-08-digitized-only.jpg', []],
    ['clock-2002-12-08-with-original.jpg', ['capture-time-fits supports-claim']],
    ['clock-2010-01-01.jpg', []],
    ['clock-action-cam.jpg', []],
    ['control-ok.jpg', ['capture-time-fits supports-claim']],
    ['control-old-photo.jpg', ['captured-before-order contradiction']],
    ['gps-rollover-samsung.jpg', ['capture-time-fits supports-claim']],
    ['meitu-phone.jpg', ['capture-time-fits supports-claim']],
  ])('%s', async (file, expected) => expect(await said(file)).toEqual(expected));

  it('th-honest-crop.jpg is a crop', async () => {
    const { report } = await answer('th-honest-crop.jpg');
    expect(report.edit).toBe('none');
    expect(await said('th-honest-crop.jpg')).toEqual(['thumbnail-differs weak']);
  });
});
