import { describe, expect, it } from 'vitest';
import { CASES } from './sections.cases.ts';

describe('what a heading covers', () => {
  it.each(CASES)('$name', ({ told, expected }) => {
    expect(told()).toEqual(expected);
  });
});
