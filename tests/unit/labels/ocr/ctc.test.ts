import { describe, expect, it } from 'vitest';
import { alphabet, decode, fitPhrase, toFrames } from '../../../../lib/labels/ocr/ctc.ts';

const chars = alphabet('a\nb\nc\n');
/** One row per frame: probability by class (blank, a, b, c, space). */
const frames = (rows: number[][]) => toFrames(Float32Array.from(rows.flat()), rows.length, 5);
const sure = (c: number) => Array.from({ length: 5 }, (_, i) => (i === c ? 0.96 : 0.01));

describe('ctc', () => {
  it('lays out blank, dictionary, space', () => {
    expect(chars).toEqual(['', 'a', 'b', 'c', ' ']);
  });

  it('collapses repeats and drops blanks', () => {
    const read = decode(frames([1, 1, 0, 1, 2, 2, 0, 4, 3].map(sure)), chars);
    expect(read.map((c) => c.char).join('')).toBe('aab c');
    expect(read[1]).toMatchObject({ from: 3, to: 4 });
  });

  it('fits what greedy decoding reads with ratio 0, anywhere in the line', () => {
    const fit = fitPhrase(frames([3, 0, 1, 0, 2, 0, 3].map(sure)), [[1], [2]], [])!;
    expect(fit.perChar).toBeCloseTo(0, 5);
    expect([fit.from, fit.to]).toEqual([2, 5]);
  });

  it('still fits a phrase whose letter came second, and refuses another word', () => {
    const faint = [0.02, 0.06, 0.42, 0.49, 0.01];
    const close = fitPhrase(frames([sure(1), faint, sure(0)]), [[1], [2]], [])!;
    expect(close.perChar).toBeGreaterThan(-0.2);
    const wrong = fitPhrase(frames([sure(1), sure(3), sure(0)]), [[1], [2]], [])!;
    expect(wrong.perChar).toBeLessThan(-2);
  });

  it('needs a blank between doubled letters', () => {
    const joined = fitPhrase(frames([1, 1, 0].map(sure)), [[1], [1]], [])!;
    expect(joined.perChar).toBeLessThan(-1.5);
    const apart = fitPhrase(frames([1, 0, 1].map(sure)), [[1], [1]], [])!;
    expect(apart.perChar).toBeCloseTo(0, 5);
  });

  it('has no fit in fewer frames than letters', () => {
    expect(fitPhrase(frames([sure(1)]), [[1], [2]], [])).toBeNull();
  });
});
