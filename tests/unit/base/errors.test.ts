import { describe, expect, it } from 'vitest';
import { fromMessage, toMessage } from '../../../lib/base/errors.ts';
import { UnavailablePhotoError, UnreadablePhotoError } from '../../../lib/images/errors.ts';

const acrossBorder = (thrown: unknown) => fromMessage(structuredClone(toMessage(thrown)));

describe('an error across a border', () => {
  it('keeps its class, its message and its fields', () => {
    const back = acrossBorder(new UnreadablePhotoError('timed-out', 'after 20 s'));
    expect(back).toBeInstanceOf(UnreadablePhotoError);
    expect(back).toBeInstanceOf(Error);
    expect(back).toMatchObject({
      name: 'UnreadablePhotoError',
      message: 'timed-out: after 20 s',
      problem: 'timed-out',
    });
    expect(acrossBorder(new UnavailablePhotoError('refused', 403, 2_000))).toMatchObject({
      problem: 'refused',
      status: 403,
      retryAfterMs: 2_000,
    });
  });

  it('keeps name and message of a foreign one, and of what was no error', () => {
    expect(acrossBorder(new RangeError('too far'))).toMatchObject({ name: 'RangeError', message: 'too far' });
    expect(acrossBorder('gone')).toMatchObject({ name: 'Error', message: 'gone' });
  });
});
