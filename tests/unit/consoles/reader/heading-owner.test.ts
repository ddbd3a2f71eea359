import { describe, expect, it } from 'vitest';
import { CASES } from './heading-owner.cases.ts';

describe('whose the pictures under a heading are', () => {
  it.each(CASES)('$name', ({ told, expected }) => {
    expect(told()).toEqual(expected);
  });
});
