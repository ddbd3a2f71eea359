import { describe, expect, it } from 'vitest';
import { CASES } from './fields.cases.ts';

describe('values of fields', () => {
  it.each(CASES)('$name', ({ told, expected }) => {
    expect(told()).toEqual(expected);
  });
});
