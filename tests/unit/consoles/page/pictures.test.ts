import { describe, expect, it } from 'vitest';
import { CASES } from './pictures.cases.ts';

describe('pictures of a page', () => {
  it.each(CASES)('$name', ({ told, expected }) => {
    expect(told()).toEqual(expected);
  });
});
