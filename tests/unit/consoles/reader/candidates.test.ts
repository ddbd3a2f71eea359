import { describe, expect, it } from 'vitest';
import { CASES } from './candidates.cases.ts';

describe('what may be the value of a field', () => {
  it.each(CASES)('$name', ({ told, expected }) => {
    expect(told()).toEqual(expected);
  });
});
