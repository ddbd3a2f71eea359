import { describe, expect, it } from 'vitest';
import { CASES } from './zones.cases.ts';

describe('zones of a page', () => {
  it.each(CASES)('$name', ({ told, expected }) => {
    expect(told()).toEqual(expected);
  });
});
