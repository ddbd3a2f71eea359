import { describe, expect, it } from 'vitest';
import { CASES } from './read-dom.cases.ts';

describe('which parts of a page are claims', () => {
  it.each(CASES)('$name', ({ told, expected }) => {
    expect(told()).toEqual(expected);
  });
});
