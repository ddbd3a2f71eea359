import { describe, expect, it } from 'vitest';
import { isoInZone, jsonTime, parseTime } from '../../../lib/claims/time.ts';

const now = Date.parse('2026-10-02T03:00:00Z');
const china = { zone: 'Asia/Shanghai', now, dayFirst: true };

describe('parseTime', () => {
  it.each([
    ['2026-09-29 07:00:00', '2026-09-29T07:00:00+08:00'],
    ['申请时间: 2026/09/29 07:00', '2026-09-29T07:00:00+08:00'],
    ['2026年9月29日 07:00', '2026-09-29T07:00:00+08:00'],
    ['2026-09-29', '2026-09-29T00:00:00+08:00'],
    ['09-29 07:00', '2026-09-29T07:00:00+08:00'],
    ['12-30 23:10', '2025-12-30T23:10:00+08:00'],
    ['20260929070000000+0800', '2026-09-29T07:00:00+08:00'],
    ['2026-09-28T23:00:00Z', '2026-09-29T07:00:00+08:00'],
    ['2026-09-29T07:00:00+0800', '2026-09-29T07:00:00+08:00'],
    ['Jan 5, 2026', '2026-01-05T00:00:00+08:00'],
    ['5 Jan 2026 3:04 PM', '2026-01-05T15:04:00+08:00'],
    ['5 de fevereiro de 2026', '2026-02-05T00:00:00+08:00'],
    ['05/01/2026', '2026-01-05T00:00:00+08:00'],
    ['01/25/2026 12:30 AM', '2026-01-25T00:30:00+08:00'],
    ['2026年9月29日 下午3:05', '2026-09-29T15:05:00+08:00'],
    ['2026/09/29 上午 12:05', '2026-09-29T00:05:00+08:00'],
    ['2026. 9. 29. 오후 3:05', '2026-09-29T15:05:00+08:00'],
    ['2026年9月29日 15時05分', '2026-09-29T15:05:00+08:00'],
    ['2026/09/29(火) 12:30', '2026-09-29T12:30:00+08:00'],
    ['2026-09-29 星期二 12:30', '2026-09-29T12:30:00+08:00'],
    ['29.09.2026 um 12:30 Uhr', '2026-09-29T12:30:00+08:00'],
    ['29/09/2026 às 12h30', '2026-09-29T12:30:00+08:00'],
    ['29/09/2026 - 12:30', '2026-09-29T12:30:00+08:00'],
    ['12:30 29/09/2026', '2026-09-29T12:30:00+08:00'],
    ['09/29 6:00 PM', '2026-09-29T18:00:00+08:00'],
    ['9月29日 下午6:00', '2026-09-29T18:00:00+08:00'],
    ['２０２６年９月２９日 １２：３０', '2026-09-29T12:30:00+08:00'],
  ])('%s', (text, iso) => {
    expect(parseTime(text, china)?.iso).toBe(iso);
  });

  it('takes the month first where the host writes so', () => {
    expect(parseTime('05/01/2026', { ...china, dayFirst: false })?.iso).toBe('2026-05-01T00:00:00+08:00');
  });

  it('keeps summer time of the zone', () => {
    const us = { zone: 'America/Los_Angeles', now, dayFirst: false };
    expect(parseTime('Jul 5, 2026 9:00 AM', us)?.iso).toBe('2026-07-05T09:00:00-07:00');
    expect(parseTime('Jan 5, 2026 9:00 AM', us)?.iso).toBe('2026-01-05T09:00:00-08:00');
  });

  it.each([
    '260410-123456789012345',
    '',
    '2026-13-01',
    '2026-02-30',
    '39.90',
    '22750000000001',
    '1天 01:23:45',
    // Parts of longer numbers.
    '2026-09-2912345',
    '260929-2026-09-291',
    // The day alone would be another time than the text says.
    '2026-09-29 晚上12:05',
    '2026-09-29, noon',
    '29/09/2026 12.30',
    // Eras and other counts of years.
    '令和8年9月29日 10:00',
    '29/09/2569 10:00',
    '115/09/29 10:00',
  ])('no time: %s', (text) => {
    expect(parseTime(text, china)).toBeUndefined();
  });

  it('leaves a date of unknown order alone, unless it is one either way', () => {
    const unknown = { ...china, zone: 'UTC', dayFirst: undefined };
    expect(parseTime('05/01/2026', unknown)).toBeUndefined();
    expect(parseTime('05/01 14:30', unknown)).toBeUndefined();
    expect(parseTime('25/01/2026', unknown)?.iso).toBe('2026-01-25T00:00:00+00:00');
    expect(parseTime('01/25/2026', unknown)?.iso).toBe('2026-01-25T00:00:00+00:00');
    expect(parseTime('05/05/2026', unknown)?.iso).toBe('2026-05-05T00:00:00+00:00');
    expect(parseTime('05.01.2026', unknown)?.iso).toBe('2026-01-05T00:00:00+00:00');
  });

  it('takes the day first without a year too, but for lands that never do', () => {
    expect(parseTime('05/09 14:30', { ...china, zone: 'Asia/Ho_Chi_Minh' })?.iso).toBe(
      '2026-09-05T14:30:00+07:00',
    );
    expect(parseTime('05/09 14:30', china)?.iso).toBe('2026-05-09T14:30:00+08:00');
  });

  it.each([
    ['2026-09-29 07:00:00 UTC', '2026-09-29T07:00:00Z'],
    ['2026-09-29 07:00:00 +0000', '2026-09-29T07:00:00Z'],
    ['2026-09-29 07:00 (GMT+9)', '2026-09-29T07:00:00+09:00'],
    ['September 29, 2026 7:00:00 AM PDT', '2026-09-29T07:00:00-07:00'],
    ['Sep 29, 2026 7:00 AM PT', '2026-09-29T07:00:00-07:00'],
    ['29.09.2026 07:00 CEST', '2026-09-29T07:00:00+02:00'],
    ['2026-09-29 07:00:00（北京时间）', '2026-09-29T07:00:00+08:00'],
    ['2026-09-29 07:00:00 CST', '2026-09-29T07:00:00+08:00'],
    ['09-29 07:00 UTC', '2026-09-29T07:00:00Z'],
  ])('%s has a zone of its own', (text, iso) => {
    expect(parseTime(text, china)?.at).toBe(Date.parse(iso));
  });

  it('reads no time in a zone that it does not know', () => {
    expect(parseTime('2026-09-29 07:00 NPT', china)).toBeUndefined();
    expect(parseTime('2026-09-29 07:00 CST', { ...china, zone: 'Europe/Berlin' })).toBeUndefined();
    expect(parseTime('2026-09-29 07:00 CST', { ...china, zone: 'America/Chicago' })?.at).toBe(
      Date.parse('2026-09-29T07:00:00-06:00'),
    );
  });

  it('takes a year for an end that lies ahead, or is just over', () => {
    const ends = { ...china, now: Date.parse('2026-12-02T03:00:00Z'), ahead: true };
    expect(parseTime('12-05 18:00', ends)?.iso).toBe('2026-12-05T18:00:00+08:00');
    expect(parseTime('01-05 18:00', ends)?.iso).toBe('2027-01-05T18:00:00+08:00');
    expect(parseTime('11-28 18:00', ends)?.iso).toBe('2026-11-28T18:00:00+08:00');
    // Half a year off: month and day stand the other way round.
    expect(parseTime('05/12 18:00', ends)).toBeUndefined();
  });

  it('tells a date without a clock time', () => {
    expect(parseTime('Jan 5, 2026', china)?.dateOnly).toBe(true);
    expect(parseTime('2026-09-29 07:00', china)?.dateOnly).toBe(false);
  });
});

describe('jsonTime', () => {
  it('tells seconds, milliseconds and texts apart', () => {
    const iso = isoInZone(Date.parse('2026-09-29T07:00:00+08:00'), 'Asia/Shanghai');
    expect(jsonTime(1_790_636_400, china)).toBe(iso);
    expect(jsonTime('1790636400000', china)).toBe(iso);
    expect(jsonTime('2026-09-29 07:00:00', china)).toBe(iso);
    expect(jsonTime(0, china)).toBeUndefined();
    expect(jsonTime(12, china)).toBeUndefined();
    expect(jsonTime(null, china)).toBeUndefined();
  });
});
