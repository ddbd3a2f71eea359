/** Every parser alone on recorded answers: each field with its value, and nothing else. */
import { describe, expect, it } from 'vitest';
import { loadAnswers, readAnswer } from './answers.ts';

describe('recorded answers', () => {
  it.each(loadAnswers().map((one) => [`${one.console}/${one.name}`, one] as const))('%s', (_, one) => {
    expect(readAnswer(one)).toEqual(one.expected);
  });
});
