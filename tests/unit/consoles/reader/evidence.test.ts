import { describe, expect, it } from 'vitest';
import { CASES } from './evidence.cases.ts';

describe('the buyer’s pictures', () => {
  it.each(CASES)('$name', ({ told, expected }) => {
    expect(told()).toEqual(expected);
  });
});
