import { describe, expect, it } from 'vitest';
import { CASES } from './media.cases.ts';

describe('pictures in answers', () => {
  it.each(CASES)('$name', ({ told, expected }) => {
    expect(told()).toEqual(expected);
  });
});
