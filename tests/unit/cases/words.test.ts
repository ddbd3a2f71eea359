import { expect, it } from 'vitest';
import { amountIn, amountWords, wordsOf } from '../../../lib/cases/words.ts';

it.each([
  ['zh-CN', 'CNY', '88.50 元'],
  ['zh-TW', 'CNY', '人民幣 88.50 元'],
  ['en', 'CNY', '88.50 CNY'],
  ['zh-CN', 'USD', '88.50 USD'],
  ['zh-CN', 'VND', '8850 VND'],
] as const)('an amount in %s: %s as %s', (locale, currency, words) =>
  expect(amountIn({ value: 8850, currency }, wordsOf(locale))).toBe(words),
);

it('is left out where the claim has none, and leaves other texts alone', () => {
  expect(amountIn(undefined, wordsOf('en'))).toBeUndefined();
  expect(amountWords('88.00 CNY and more', wordsOf('zh-CN'))).toBe('88.00 CNY and more');
});
