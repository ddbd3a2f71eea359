import { describe, expect, it } from 'vitest';
import { CASES } from './walk.cases.ts';

describe('walk of a page', () => {
  it.each(CASES)('$name', ({ told, expected }) => {
    expect(told()).toEqual(expected);
  });
});
