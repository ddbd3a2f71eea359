import { describe, expect, it } from 'vitest';
import { factOf } from '../../../../lib/claims/finding.ts';
import { type EarlierLabel, removedSince } from '../../../../lib/labels/judge/removed.ts';
import type { LabelAnswer } from '../../../../lib/labels/reader.ts';

const picture = { width: 1000, height: 800, data: new Uint8ClampedArray(0) };
const nothing: LabelAnswer = { lines: [], labels: [], complete: true };
const earlier = (toThis: number[]): EarlierLabel => ({
  sha256: 'b'.repeat(64),
  claim: 'pdd:1',
  text: 'AI生成',
  region: { x: 850, y: 740, width: 120, height: 40 },
  toThis,
});
const same = [1, 0, 0, 0, 1, 0, 0, 0, 1];

describe('removedSince', () => {
  it('says wiped when the place is still in the photo', () => {
    const finding = removedSince('a'.repeat(64), picture, nothing, earlier(same))!;
    expect(finding).toMatchObject({ code: 'label-removed', strength: 'moderate', facts: { sign: 'wiped' } });
    expect(finding.region![0]).toMatchObject({ x: 850, y: 740, width: 120, height: 40 });
    expect(finding.against).toMatchObject({ kind: 'claim', claim: 'pdd:1' });
  });

  it('says cut off when the place lies outside', () => {
    const finding = removedSince('a'.repeat(64), picture, nothing, earlier([1, 0, 0, 0, 1, 80, 0, 0, 1]))!;
    expect(factOf(finding, 'sign')).toBe('cut-off');
    expect(finding.region).toEqual([]);
  });

  it('says nothing when half is cut, the label is still read, or the transform is degenerate', () => {
    expect(removedSince('a', picture, nothing, earlier([1, 0, 0, 0, 1, 40, 0, 0, 1]))).toBeNull();
    expect(removedSince('a', picture, nothing, earlier([0, 0, 0, 0, 0, 0, 0, 0, 0]))).toBeNull();
    const labels = [{} as LabelAnswer['labels'][number]];
    expect(removedSince('a', picture, { ...nothing, labels }, earlier(same))).toBeNull();
  });
});
