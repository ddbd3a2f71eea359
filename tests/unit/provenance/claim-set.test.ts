import { describe, expect, it } from 'vitest';
import { claimSet, PROVENANCE_VERSION, readFile } from '../../../lib/provenance/index.ts';
import { ascii, exifSegment, jpeg, tiff } from './files.ts';

const photo = (sha256: string, model: string, software = '', taken = '') => ({
  sha256,
  name: `${sha256}.jpg`,
  report: readFile(
    jpeg([
      exifSegment(
        tiff(
          [
            ...(model ? [ascii(0x010f, 'Maker'), ascii(0x0110, model)] : []),
            ...(software ? [ascii(0x0131, software)] : []),
          ],
          taken ? [ascii(0x9003, taken)] : [],
        ),
      ),
    ]),
  ),
});

describe('photos of one claim', () => {
  it('says nothing about photos of one phone', () => {
    expect(claimSet([photo('a', 'One'), photo('b', 'One')])).toEqual([]);
    expect(claimSet([photo('a', ''), photo('b', '')])).toEqual([]);
    expect(claimSet([])).toEqual([]);
  });

  it('tells devices apart, as context, with the order of shots', () => {
    const [f] = claimSet([
      photo('a', 'One', '', '2026:10:02 10:00:00'),
      photo('b', 'Two', '', '2026:10:01 10:00:00'),
      photo('c', ''),
    ]);
    expect(f).toMatchObject({
      code: 'device-differs-in-claim',
      strength: 'context',
      check: { name: 'claim-set', version: PROVENANCE_VERSION },
      facts: {
        devices: [
          { device: 'Maker One', photos: ['a'] },
          { device: 'Maker Two', photos: ['b'] },
        ],
        withoutDevice: ['c'],
        order: [{ photo: 'b' }, { photo: 'a' }],
      },
    });
  });

  it('names the one that was edited when the others were not', () => {
    const [f] = claimSet([photo('a', 'One'), photo('b', 'Two', 'Adobe Photoshop 25.0')]);
    expect(f).toMatchObject({
      strength: 'weak',
      facts: { editedApart: [{ photo: 'b', by: 'Adobe Photoshop 25.0' }] },
    });
    const [same] = claimSet([photo('a', 'One'), photo('b', 'One', 'Adobe Photoshop 25.0')]);
    expect(same).toMatchObject({ strength: 'context', facts: { devicesDiffer: false } });
  });

  it('counts a file sent twice once', () => {
    const [f] = claimSet([photo('a', 'One'), { ...photo('a', 'One'), name: 'again.jpg' }]);
    expect(f).toMatchObject({
      code: 'shares-part',
      strength: 'context',
      facts: { share: 'same-file', n: 2, names: ['a.jpg', 'again.jpg'] },
    });
  });
});
