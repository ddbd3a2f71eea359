import { describe, expect, it } from 'vitest';
import { CASES } from './join-claims.cases.ts';

describe('what is only to be seen when all claims are read', () => {
  it.each(CASES)('$name', ({ told, expected }) => {
    expect(told()).toEqual(expected);
  });
});
