/** Countdown texts (consoles.md §7.4): how long is left, and what the words beside it say happens at zero. */
import type { DeadlineEffect } from './model.ts';

export interface Countdown {
  /** Seconds left; 0 when the text says that the time is over. */
  seconds: number;
  /** Seconds of the smallest unit the text shows: the true value may be that much larger. */
  unit: number;
  effect: DeadlineEffect;
}

const DAY = 86_400;

/** Dates and times of day that must not be taken for time left. */
const DATES =
  /\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}(?:[-/]|月)\d{1,2}日?\s+\d{1,2}:\d{2}(?::\d{2})?/g;
const CLOCK = /(?:(\d{1,3})\s*(?:天|日|d|days?)\s*)?(?<!\d)(\d{1,3}):(\d{2}):(\d{2})(?!\d)/;
const UNITS =
  /(?<![\d.])(?:(\d{1,3})\s*(?:天|日|d(?:ays?)?(?![a-z])|dias?(?![a-z])|ngày))?[\s,]*(?:(\d{1,3})\s*(?:个?小时|时|h(?:ours?|rs?|oras?)?(?![a-z])|giờ))?[\s,]*(?:(\d{1,3})\s*(?:分钟|分|m(?:in(?:ute|uto)?s?)?(?![a-z])|phút))?[\s,]*(?:(\d{1,2})\s*(?:秒钟?|s(?:ec(?:ond)?s?)?(?![a-z])))?/gi;
const OVER = /已超时|已逾期|逾期未处理|超时未处理|\boverdue\b|\bexpired\b|\btime(?:'s| is)? up\b/i;

/** First fitting line wins: what the money does is more important than that something is late. */
const EFFECTS: [DeadlineEffect, RegExp][] = [
  [
    'money-goes-out',
    /自动(?:同意|退款|打款|确认|通过|达成)|系统将?(?:自动)?退款|默认同意|auto(?:matically)?[- ]?(?:refund|approv|accept|agree)/i,
  ],
  [
    'closes-for-seller',
    /(?:售后|申请|自动|退款|系统将?)关闭|自动(?:撤销|取消)|auto(?:matically)?[- ]?(?:clos|cancel)/i,
  ],
  ['platform-decides', /平台(?:将|会|主动)?.{0,6}(?:介入|处理|发起|判)|客服介入|platform|step in/i],
  ['penalty', /逾期|超时|overdue|late response/i],
];

/** What a text says happens when the clock reaches zero. */
export function effectOf(text: string): DeadlineEffect {
  return EFFECTS.find(([, words]) => words.test(text))?.[0] ?? 'unknown';
}

/** The time left that a text states; undefined when it states none. */
export function parseCountdown(text: string): Countdown | undefined {
  const plain = text.slice(0, 300).normalize('NFKC').replace(/\s+/g, ' ').replace(DATES, ' ');
  const effect = effectOf(plain);
  const clock = CLOCK.exec(plain);
  if (clock) {
    const [, days = '0', hours, minutes, seconds] = clock;
    if (Number(minutes) > 59 || Number(seconds) > 59) return undefined;
    return {
      seconds: Number(days) * DAY + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds),
      unit: 1,
      effect,
    };
  }
  for (const match of plain.matchAll(UNITS)) {
    const [, days, hours, minutes, seconds] = match;
    if (!(days || hours || minutes || seconds)) continue;
    return {
      seconds:
        Number(days ?? 0) * DAY +
        Number(hours ?? 0) * 3600 +
        Number(minutes ?? 0) * 60 +
        Number(seconds ?? 0),
      unit: seconds ? 1 : minutes ? 60 : hours ? 3600 : DAY,
      effect,
    };
  }
  return OVER.test(plain) ? { seconds: 0, unit: 1, effect } : undefined;
}
