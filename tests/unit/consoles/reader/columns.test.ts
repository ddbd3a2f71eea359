import { describe, expect, it } from 'vitest';
import { CASES } from './columns.cases.ts';

describe('heads of tables and what stands under them', () => {
  it.each(CASES)('$name', ({ told, expected }) => {
    expect(told()).toEqual(expected);
  });
});
