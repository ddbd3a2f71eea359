import { describe, expect, it } from 'vitest';
import { guard } from '../../../lib/images/decode.ts';
import { UnreadablePhotoError } from '../../../lib/images/errors.ts';
import { MAX_PHOTO_BYTES, MAX_PIXELS, MAX_SIDE } from '../../../lib/images/limits.ts';
import { pngHeader } from '../support/bytes.ts';

function problem(bytes: Uint8Array): string {
  try {
    guard(bytes);
    return 'none';
  } catch (error) {
    expect(error).toBeInstanceOf(UnreadablePhotoError);
    return (error as UnreadablePhotoError).problem;
  }
}

describe('guard', () => {
  it('lets a picture pass and says what it is', () =>
    expect(guard(pngHeader(4_000, 3_000))).toEqual({
      mime: 'image/png',
      kind: 'image',
      width: 4_000,
      height: 3_000,
    }));

  it.each([
    ['nothing', new Uint8Array(0), 'empty'],
    ['a web page', new TextEncoder().encode('<html><body>please log in</body></html>'), 'not-an-image'],
    ['a video', new TextEncoder().encode('\0\0\0\x18ftypisom\0\0\0\0isom'), 'not-an-image'],
    ['a file above the byte limit', new Uint8Array(MAX_PHOTO_BYTES + 1), 'too-many-bytes'],
    ['more pixels than the limit', pngHeader(12_000, MAX_PIXELS / 12_000 + 1), 'too-many-pixels'],
    ['a side above the limit', pngHeader(MAX_SIDE + 1, 1), 'too-many-pixels'],
    ['sizes near 2^32', pngHeader(0xffffffff, 0xffffffff), 'too-many-pixels'],
    ['no size where one must stand', pngHeader(0, 100), 'cannot-decode'],
  ])('%s: %#', (_, bytes, expected) => expect(problem(bytes)).toBe(expected));

  it('takes the largest phone photos', () => {
    expect(problem(pngHeader(12_000, 9_000))).toBe('none');
    expect(problem(pngHeader(MAX_SIDE, 4_000))).toBe('none');
  });
});
