import { describe, expect, it } from 'vitest';
import { fromMajor, fromMinor, moneyIn, parseMoney } from '../../../lib/claims/money.ts';

describe('parseMoney', () => {
  it.each([
    ['¥12.30', 'CNY', 1230, 'CNY'],
    ['￥7.04', 'CNY', 704, 'CNY'],
    ['退款金额 ¥1,234.56 元', 'CNY', 123_456, 'CNY'],
    ['19.9元', 'CNY', 1990, 'CNY'],
    ['1２.5', 'CNY', 1250, 'CNY'],
    ['CNY 88', 'CNY', 8800, 'CNY'],
    ['US$ 5.99', 'CNY', 599, 'USD'],
    ['$5.99', 'SGD', 599, 'SGD'],
    ['$5.99', 'CNY', 599, 'USD'],
    ['R$ 1.234,56', 'BRL', 123_456, 'BRL'],
    ['1.234,56 €', 'EUR', 123_456, 'EUR'],
    ['£0.99', 'GBP', 99, 'GBP'],
    ['₫150.000', 'VND', 150_000, 'VND'],
    ['150.000₫', 'VND', 150_000, 'VND'],
    ['Rp150.000', 'IDR', 150_000, 'IDR'],
    ['Rp150.000,00', 'IDR', 150_000, 'IDR'],
    ['฿1,299', 'THB', 129_900, 'THB'],
    ['₱499.50', 'PHP', 49_950, 'PHP'],
    ['RM12.90', 'MYR', 1290, 'MYR'],
    ['¥1,200', 'JPY', 1200, 'JPY'],
    ['USD 12.00', 'USD', 1200, 'USD'],
    ['12,00 EUR', 'EUR', 1200, 'EUR'],
    ['¥12.00（含运费 ¥5.00）', 'CNY', 1200, 'CNY'],
    ['共2件 ¥5.00', 'CNY', 500, 'CNY'],
  ])('%s', (text, currency, value, expected) => {
    expect(parseMoney(text, currency)).toEqual({ value, currency: expected });
  });

  it.each(['', '—', '1.2万', '¥1.2万', '约 30', '260410-123456789012345', 'abc', '¥', '2026-10-01'])(
    'no amount: %s',
    (text) => {
      expect(parseMoney(text, 'CNY')).toBeUndefined();
    },
  );

  it('reads each amount of a cell in order', () => {
    expect(moneyIn('实收 ¥39.90 退款 ¥12.00', 'CNY').map(({ money }) => money.value)).toEqual([3990, 1200]);
  });

  it('refuses amounts that cannot be', () => {
    expect(fromMajor(-1, 'CNY')).toBeUndefined();
    expect(fromMajor(Number.NaN, 'CNY')).toBeUndefined();
    expect(fromMinor(1.5, 'CNY')).toBeUndefined();
    expect(fromMinor('1990', 'CNY')).toEqual({ value: 1990, currency: 'CNY' });
  });
});
