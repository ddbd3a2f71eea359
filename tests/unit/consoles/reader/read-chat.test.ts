import { describe, expect, it } from 'vitest';
import { CASES } from './read-chat.cases.ts';

describe('a conversation', () => {
  it.each(CASES)('$name', ({ told, expected }) => {
    expect(told()).toEqual(expected);
  });
});
