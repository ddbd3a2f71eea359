import { describe, expect, it } from 'vitest';
import { CASES } from './speaker.cases.ts';

describe('speaker of a page', () => {
  it.each(CASES)('$name', ({ told, expected }) => {
    expect(told()).toEqual(expected);
  });
});
