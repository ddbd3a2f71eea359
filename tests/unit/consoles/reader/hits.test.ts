import { describe, expect, it } from 'vitest';
import { CASES } from './hits.cases.ts';

describe('labels and what stands beside them', () => {
  it.each(CASES)('$name', ({ told, expected }) => {
    expect(told()).toEqual(expected);
  });
});
