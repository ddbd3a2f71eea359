import { describe, expect, it } from 'vitest';
import { CASES } from './id-marks.cases.ts';

describe('labels of numbers', () => {
  it.each(CASES)('$name', ({ told, expected }) => {
    expect(told()).toEqual(expected);
  });
});
