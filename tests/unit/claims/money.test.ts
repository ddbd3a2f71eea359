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
    ['2 ¥5.00', 'CNY', 500, 'CNY'],
    ['US $12.50', 'AUD', 1250, 'USD'],
    ['AU $12.50', 'USD', 1250, 'AUD'],
    ['C $20.00', 'USD', 2000, 'CAD'],
    ['NZ$20.00', 'USD', 2000, 'NZD'],
    ['$12.50 AUD', 'USD', 1250, 'AUD'],
    ['12,50 $ CA', 'EUR', 1250, 'CAD'],
    ['CLP $ 12.990', 'CLP', 12_990, 'CLP'],
    ['JP¥1,299', 'CNY', 1299, 'JPY'],
    ['1,299円', 'CNY', 1299, 'JPY'],
    ['1,299元', 'TWD', 129_900, 'TWD'],
    ['₹1,29,900.00', 'INR', 12_990_000, 'INR'],
    ['Rs. 1,299', 'PKR', 129_900, 'PKR'],
    ['1 299,00 ₽', 'RUB', 129_900, 'RUB'],
    ['129,90 zł', 'PLN', 12_990, 'PLN'],
    ['2\n199,00 €', 'EUR', 19_900, 'EUR'],
    ['$12.90', '', 1290, 'USD'],
  ])('%s', (text, currency, value, expected) => {
    expect(parseMoney(text, currency)).toEqual({ value, currency: expected });
  });

  it.each(['', '—', '1.2万', '¥1.2万', '约 30', '260410-123456789012345', 'abc', '¥', '2026-10-01'])(
    'no amount: %s',
    (text) => {
      expect(parseMoney(text, 'CNY')).toBeUndefined();
    },
  );

  it.each([
    ['COL$20', 'USD', 'a currency that is not known'],
    ['U$S 100', 'USD', 'letters that no table knows'],
    ['R$\n1.299\n90', 'BRL', 'cents in an element of their own'],
    ['1.299\n00\n€', 'EUR', 'cents that stand beside the sign'],
    ['12⁹⁹ €', 'EUR', 'raised cents'],
    ['2 199.00元', 'CNY', 'a number of pieces, or a space within the number'],
    ['¥12-15', 'CNY', 'a range'],
    ['12 € 15', 'EUR', 'a sign between two numbers'],
    ['¥12.50', 'JPY', 'decimals of a currency that has none'],
    ['12.90', '', 'a bare number where no currency is known'],
    ['约¥1.2万，手续费 ¥5.00', 'CNY', 'the smaller sum where the larger is rounded'],
    ['$12.50 EUR', 'USD', 'a sign and a code that contradict each other'],
  ])('no amount: %j in %s (%s)', (text, currency) => {
    expect(parseMoney(text, currency)).toBeUndefined();
  });

  it('reads each of several sums by the side on which their signs stand', () => {
    const values = (text: string) => moneyIn(text, 'EUR').map(({ money }) => money.value);
    expect(values('12,90 € 5,00 €')).toEqual([1290, 500]);
    expect(values('€ 12,90 € 5,00')).toEqual([1290, 500]);
  });

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

describe('sums that are no amount', () => {
  it.each([
    ['¥1,299.00起', 'CNY'],
    ['from $12.50', 'USD'],
    ['ab 12,50 €', 'EUR'],
    ['约¥12', 'CNY'],
    ['≤¥12.50', 'CNY'],
    ['$12.50+', 'USD'],
    ['¥12.50×2', 'CNY'],
    ['2 x $12.50', 'USD'],
    ['¥12.50/件', 'CNY'],
    // A dot parts thousands only in some places.
    ['12.500', 'USD'],
    ['$1.234', 'USD'],
  ])('%s', (text, currency) => {
    expect(parseMoney(text, currency)).toBeUndefined();
  });

  it.each([
    ['¥88.00 x1', 'CNY', 8800],
    ['1 x ¥88.00', 'CNY', 8800],
    ['-$12.50', 'USD', 1250],
    ['12 345,67 ₽', 'RUB', 1_234_567],
    ['€1.234', 'EUR', 123_400],
    ['＄１２．５０', 'USD', 1250],
  ])('%s is one', (text, currency, value) => {
    expect(parseMoney(text, currency)?.value).toBe(value);
  });
});
