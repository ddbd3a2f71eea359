import { describe, expect, it } from 'vitest';
import { clockOf, isPressing, urgency } from '../../../lib/cases/clock.ts';
import { calendar } from '../../../lib/cases/ics.ts';
import { claim } from './sample-case.ts';

const now = Date.parse('2026-10-05T12:00:00+08:00');

describe('clock', () => {
  it('takes the page at its word, and marks what comes from the table as estimated', () => {
    expect(clockOf(claim)).toMatchObject({
      estimated: false,
      effect: 'money-goes-out',
      at: claim.deadlineAt,
    });
    expect(clockOf({ ...claim, deadlineAt: undefined })).toMatchObject({
      estimated: true,
      at: '2026-10-06T04:00:00.000Z',
    });
    expect(clockOf({ ...claim, deadlineAt: undefined, console: 'etsy' })).toBeNull();
    expect(clockOf({ ...claim, deadlineAt: undefined, stage: 'platform' })).toBeNull();
    expect(clockOf({ ...claim, stage: 'paid' })).toBeNull();
  });

  it('puts more money and less time first, and a clock that closes for the seller last', () => {
    const at = (hours: number, effect: 'money-goes-out' | 'closes-for-seller' = 'money-goes-out') => ({
      at: new Date(now + hours * 3_600_000).toISOString(),
      effect,
      estimated: false,
      source: 'page',
    });
    expect(urgency(at(2), { value: 1_000 }, now)).toBeGreaterThan(urgency(at(20), { value: 1_000 }, now));
    expect(urgency(at(20), { value: 50_000 }, now)).toBeGreaterThan(urgency(at(2), { value: 1_000 }, now));
    expect(urgency(at(1, 'closes-for-seller'), { value: 50_000 }, now)).toBe(0);
    expect(urgency(at(-1), { value: 50_000 }, now)).toBe(0);
    expect(urgency(null, { value: 50_000 }, now)).toBe(0);
    expect(isPressing(at(3), now, 4)).toBe(true);
    expect(isPressing(at(3, 'closes-for-seller'), now, 4)).toBe(false);
    expect(isPressing(at(5), now, 4)).toBe(false);
  });
});

describe('calendar', () => {
  const file = calendar(
    [
      {
        id: 'pinduoduo:1',
        at: '2026-10-06T12:00:00+08:00',
        title: '处理期限;订单 1, 金额',
        description: `${'长'.repeat(60)}\n第二行`,
        alarms: [240, 30],
      },
    ],
    '2026-10-05T00:00:00Z',
  );
  it('folds lines at 75 octets inside no character and escapes what the format needs', () => {
    for (const line of file.split('\r\n'))
      expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(file.replace(/\r\n /g, '')).toContain('SUMMARY:处理期限;订单 1\\, 金额'.replace(';', '\\;'));
    expect(file.replace(/\r\n /g, '')).toContain('\\n第二行');
    expect(file).toContain('DTSTART:20261006T040000Z');
    expect(file.match(/BEGIN:VALARM/g)).toHaveLength(2);
  });
  it('leaves out what is no instant', () => {
    expect(
      calendar([{ id: 'x', at: 'soon', title: 't', description: '', alarms: [] }], '2026-10-05T00:00:00Z'),
    ).not.toContain('VEVENT');
  });
});
