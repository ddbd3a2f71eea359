import { describe, expect, it } from 'vitest';
import { parseCountdown } from '../../../lib/claims/countdown.ts';

const D = 86_400;

describe('parseCountdown', () => {
  it.each([
    ['6天2时3分30秒', 6 * D + 2 * 3600 + 3 * 60 + 30, 'unknown'],
    ['2天9小时16分后自动同意', 2 * D + 9 * 3600 + 16 * 60, 'money-goes-out'],
    ['5天17小时52分后售后关闭', 5 * D + 17 * 3600 + 52 * 60, 'closes-for-seller'],
    ['6天8小时11分后超时平台将主动发起与用户的换货协商', 6 * D + 8 * 3600 + 11 * 60, 'platform-decides'],
    ['3小时后自动同意', 3 * 3600, 'money-goes-out'],
    ['4小时36分54秒后自动同意', 4 * 3600 + 36 * 60 + 54, 'money-goes-out'],
    ['9小时24分1秒后逾期', 9 * 3600 + 24 * 60 + 1, 'penalty'],
    ['还剩 1天 3时 20分', D + 3 * 3600 + 20 * 60, 'unknown'],
    ['6天2时3分30秒未处理，系统将自动退款', 6 * D + 2 * 3600 + 3 * 60 + 30, 'money-goes-out'],
    ['剩余 01:23:45', 3600 + 23 * 60 + 45, 'unknown'],
    ['1天 01:23:45', D + 3600 + 23 * 60 + 45, 'unknown'],
    ['2d 3h left', 2 * D + 3 * 3600, 'unknown'],
    ['已超时', 0, 'penalty'],
    ['已逾期', 0, 'penalty'],
    [
      '申请时间: 2026-09-29 07:00:00（6天2时3分30秒 未处理，系统将自动退款）',
      6 * D + 2 * 3600 + 3 * 60 + 30,
      'money-goes-out',
    ],
    ['还剩１天３小时', D + 3 * 3600, 'unknown'],
    ['3小時20分鐘', 3 * 3600 + 20 * 60, 'unknown'],
    ['2日3時間', 2 * D + 3 * 3600, 'unknown'],
    ['2일 3시간 남음', 2 * D + 3 * 3600, 'unknown'],
    ['2 jours 3 heures', 2 * D + 3 * 3600, 'unknown'],
    ['2 Tage 3 Std.', 2 * D + 3 * 3600, 'unknown'],
    ['2 días y 3 horas', 2 * D + 3 * 3600, 'unknown'],
    ['2 дня 3 часа', 2 * D + 3 * 3600, 'unknown'],
    ['2 days and 3 hours left', 2 * D + 3 * 3600, 'unknown'],
    ['请在1天23小时内处理', D + 23 * 3600, 'unknown'],
    ['3天内未处理将自动退款，剩余 2天3小时', 2 * D + 3 * 3600, 'money-goes-out'],
    // How long ago the time was over is no time left.
    ['已超时3小时20分', 0, 'penalty'],
    ['已逾期2天', 0, 'penalty'],
    ['超时 01:20:33', 0, 'penalty'],
    ['Overdue by 2 days', 0, 'penalty'],
    ['Expired 3 hours ago', 0, 'unknown'],
  ])('%s', (text, seconds, effect) => {
    expect(parseCountdown(text)).toMatchObject({ seconds, effect });
  });

  it.each([
    '2026-09-29 07:00:00',
    '2026年9月29日',
    '',
    '待商家处理',
    '260410-123456789012345',
    'Jan 5, 2026',
    // Dates with a time of day.
    '2026-10-02T18:30:00',
    '02.10.2026 18:30:00',
    'Oct 2, 2026 18:30:00',
    'Oct 2, 18:30:00',
    '18:30:00 02/10/2026',
    '10月2日前处理',
    'Respond by 18:30:00',
    '18:30:00前处理',
    // The length of a period.
    '请在48小时内处理',
    '买家签收后48小时内',
    'within 2 days',
    '48 hours after delivery',
    // What is past.
    '3小时前',
    '2 days ago',
    // More is left than the rest says, or less.
    '1 week 2 days',
    '2周3天',
    '2 j 3 h',
    '1,5 days',
    '-3小时',
  ])('no time left: %s', (text) => {
    expect(parseCountdown(text)).toBeUndefined();
  });

  it('says how coarse the text is', () => {
    expect(parseCountdown('2天9小时')?.unit).toBe(3600);
    expect(parseCountdown('6天2时3分30秒')?.unit).toBe(1);
  });
});
