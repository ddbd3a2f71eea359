import { describe, expect, it } from 'vitest';
import { CASES } from './foreign.cases.ts';

describe('what is not the claim’s own', () => {
  it.each(CASES)('$name', ({ told, expected }) => {
    expect(told()).toEqual(expected);
  });
});
