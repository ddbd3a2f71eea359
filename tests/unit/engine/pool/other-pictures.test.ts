import { describe, expect, it } from 'vitest';
import { cutShort, sayOthers } from '../../../../lib/engine/pool/other-pictures.ts';
import type { Decoded } from '../../../../lib/images/decode.ts';
import type { Held } from '../../../../lib/images/held.ts';

const still: Held = { main: null, others: ['item-1', 'item-7', 'item-9'], frames: 1, unseen: 0 };
const video: Held = { main: 'frame-1', others: ['frame-0', 'frame-2'], frames: 40, unseen: 0 };

describe('sayOthers', () => {
  it('is silent about pictures that show the same', () => {
    expect(sayOthers(still, [], 0)).toEqual([]);
    expect(sayOthers(video, [], 0)).toEqual([]);
  });

  it('names other pictures as holds-other-picture, counted as a person would, and accuses nobody', () => {
    expect(sayOthers(still, ['item-7'], 0)).toMatchObject([
      { code: 'holds-other-picture', strength: 'context', facts: { kind: 'pictures', numbers: [3] } },
    ]);
    expect(sayOthers(video, ['frame-0', 'frame-2'], 0)).toMatchObject([
      { code: 'holds-other-picture', facts: { kind: 'frames', place: 'frame-0', numbers: [1, 3] } },
    ]);
  });

  it('says what was not looked at', () => {
    expect(sayOthers(still, [], 2)).toMatchObject([
      { code: 'photo-seen-in-part', strength: 'context', facts: { why: 'other-pictures', unseen: 2 } },
    ]);
    expect(sayOthers(video, [], 39)).toMatchObject([{ facts: { why: 'one-frame', unseen: 39, frames: 40 } }]);
  });
});

describe('cutShort', () => {
  const decoded = (seenShare: number, endsEarly = seenShare < 1) => ({ seenShare, endsEarly }) as Decoded;
  it('says how much of the picture the file holds', () => {
    expect(cutShort(decoded(1))).toBeNull();
    // A grey margin in a complete file is no missing part.
    expect(cutShort(decoded(0.9, false))).toBeNull();
    expect(cutShort(decoded(0.939))?.facts).toEqual({ why: 'cut-short', percent: 93 });
    expect(cutShort(decoded(0.002))?.facts).toEqual({ why: 'cut-short', percent: 1 });
  });
});
