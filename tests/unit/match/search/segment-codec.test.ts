/** Pieces of the search index as bytes: kernels look through them without looking anything up again, so nothing impossible may come in. */
import { describe, expect, it } from 'vitest';
import { FingerprintError } from '../../../../lib/match/fingerprint/codec.ts';
import { COLUMNS, type Segment, sealed } from '../../../../lib/match/search/segment.ts';
import { decodeSegment, encodeSegment } from '../../../../lib/match/search/segment-codec.ts';

/** Two pictures with a posting each, of two words. */
function small(): Segment {
  const postings = new Uint32Array(2 * COLUMNS);
  postings.set([0 << 12, 1 << 12], 2 * (COLUMNS - 1));
  return sealed(
    { ids: ['a', 'b'], hashes: new Uint32Array(16), quality: new Uint8Array(2) },
    { word: Uint16Array.of(5, 9), postings },
  );
}

const changed = (change: (segment: Segment) => void): Uint8Array => {
  const segment = small();
  change(segment);
  return encodeSegment(segment);
};

describe('a piece of the search index', () => {
  it('comes back as it was', () => {
    expect(decodeSegment(encodeSegment(small()))).toEqual(small());
  });

  it.each<[string, (segment: Segment) => void]>([
    [
      'a posting of a picture that it does not have',
      ({ postings }) => postings.fill(2 << 12, 2 * COLUMNS - 1),
    ],
    ['words out of order', ({ starts }) => starts.fill(2, 6, 7)],
    ['words that end behind the postings', ({ starts }) => starts.fill(3, starts.length - 1)],
    ['words that begin behind the first posting', ({ starts }) => starts.fill(1, 0, 6)],
    [
      'a picture without a name',
      (segment) => {
        segment.ids = ['a', null as unknown as string];
      },
    ],
  ])('with %s is refused', (_, change) => {
    expect(() => decodeSegment(changed(change))).toThrow(FingerprintError);
  });

  it('that is cut short is refused', () => {
    expect(() => decodeSegment(encodeSegment(small()).subarray(0, -4))).toThrow(FingerprintError);
  });
});
