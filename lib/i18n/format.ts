/** Numbers, money, times and sizes as people of the current language write them. */
import { getLocale } from './locale.ts';

const cache = new Map<string, unknown>();

/** Intl objects are slow to make and lists format hundreds of values, so each is made once per language. */
export function cached<T>(name: string, make: (locale: string) => T): T {
  const key = `${getLocale()} ${name}`;
  if (!cache.has(key)) cache.set(key, make(getLocale()));
  return cache.get(key) as T;
}

/** A plain number, grouped. */
export const formatNumber = (n: number): string =>
  cached('number', (l) => new Intl.NumberFormat(l, { maximumFractionDigits: 2 })).format(n);

/**
 * A share (0..1) as whole percent. Measured shares are never stated as the whole (99 % at most), and something is never
 * rounded to nothing.
 */
export function formatPercent(share: number): string {
  const percent = Math.round(share * 100);
  const shown = share > 0 ? Math.min(99, Math.max(1, percent)) : 0;
  return cached('percent', (l) => new Intl.NumberFormat(l, { style: 'percent' })).format(shown / 100);
}

/** `value` in minor units of `currency` (fen, cents; whole units where the currency has none). */
export function formatMoney(money: { value: number; currency: string }): string {
  try {
    const format = cached(
      `money ${money.currency}`,
      (l) => new Intl.NumberFormat(l, { style: 'currency', currency: money.currency }),
    );
    const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
    return format.format(money.value / 10 ** digits);
  } catch {
    return `${formatNumber(money.value / 100)} ${money.currency}`;
  }
}

/** An ISO instant as day and minute in the machine's zone; the text itself when it is no instant. */
export function formatInstant(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return cached(
    'instant',
    (l) => new Intl.DateTimeFormat(l, { dateStyle: 'medium', timeStyle: 'short' }),
  ).format(at);
}

/** An ISO instant as a day alone. */
export function formatDay(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return cached('day', (l) => new Intl.DateTimeFormat(l, { dateStyle: 'medium' })).format(at);
}

/** An ISO instant as a day, without the year where that is the one of `now` (ms since epoch): for lists. */
export function formatNearDay(iso: string, now: number): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  if (at.getFullYear() !== new Date(now).getFullYear()) return formatDay(iso);
  return cached('near day', (l) => new Intl.DateTimeFormat(l, { month: 'short', day: 'numeric' })).format(at);
}

/** Bytes in the largest unit that keeps the number at or above one (decimal units, as file managers show them). */
export function formatBytes(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  let step = 0;
  let size = Math.max(0, bytes);
  while (size >= 1000 && step < units.length - 1) {
    size /= 1000;
    step++;
  }
  const unit = units[step] ?? 'byte';
  return cached(
    `bytes ${unit}`,
    (l) =>
      new Intl.NumberFormat(l, {
        style: 'unit',
        unit,
        unitDisplay: unit === 'byte' ? 'long' : 'short',
        maximumFractionDigits: step < 2 ? 0 : 1,
      }),
  ).format(size);
}

const DURATIONS: { unit: 'day' | 'hour' | 'minute' | 'second'; ms: number }[] = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
  { unit: 'second', ms: 1_000 },
];

/** A length of time in its two largest units ("1 day, 4 hr"); below one second in seconds with one decimal. */
export function formatDuration(ms: number): string {
  const left = Math.abs(ms);
  const part = (unit: string, n: number): string =>
    cached(
      `duration ${unit}`,
      (l) =>
        new Intl.NumberFormat(l, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }),
    ).format(n);
  const first = DURATIONS.findIndex((d) => left >= d.ms);
  const big = DURATIONS[first];
  if (!big) return part('second', left / 1000);
  const small = DURATIONS[first + 1];
  const whole = Math.floor(left / big.ms);
  const rest = small ? Math.floor((left % big.ms) / small.ms) : 0;
  return small && rest ? `${part(big.unit, whole)} ${part(small.unit, rest)}` : part(big.unit, whole);
}

/** How far `iso` is from `now` (ms since epoch): "in 3 hours", "2 days ago". */
export function formatRelative(iso: string, now: number): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return iso;
  const away = at - now;
  const { unit, ms } = DURATIONS.find((d) => Math.abs(away) >= d.ms) ?? { unit: 'second' as const, ms: 1000 };
  return cached('relative', (l) => new Intl.RelativeTimeFormat(l, { numeric: 'auto' })).format(
    Math.trunc(away / ms),
    unit,
  );
}

/** Words as a list: "a, b and c". */
export const formatList = (words: string[]): string =>
  cached('list', (l) => new Intl.ListFormat(l, { type: 'conjunction' })).format(words);

/** Seconds as a player shows them: `1:05`, or to the tenth `1:05.4`. */
export const formatVideoTime = (seconds: number, tenths = false): string => {
  // Half a thousandth more: 3.4 is held as a little less.
  const whole = Math.floor(seconds * 10 + 0.005);
  const time = `${Math.floor(whole / 600)}:${String(Math.floor((whole % 600) / 10)).padStart(2, '0')}`;
  return tenths ? `${time}.${whole % 10}` : time;
};

/** The times of frames in their order: to the tenth where two stand in one second. */
export function formatVideoTimes(seconds: readonly number[]): string[] {
  const times = seconds.map((at) => formatVideoTime(at));
  const twice = new Set(times.filter((time, i) => times.indexOf(time) !== i));
  return times.map((time, i) => (twice.has(time) ? formatVideoTime(seconds[i] ?? 0, true) : time));
}

/** A time range of a video, as one time where both are the same second. */
export const formatVideoSpan = (from: number, to: number): string =>
  formatVideoTime(from) === formatVideoTime(to)
    ? formatVideoTime(from)
    : `${formatVideoTime(from)}–${formatVideoTime(to)}`;
