import { describe, expect, it } from 'vitest';
import { CASES } from './blocks.cases.ts';

describe('blocks of a page', () => {
  it.each(CASES)('$name', ({ told, expected }) => {
    expect(told()).toEqual(expected);
  });
});
