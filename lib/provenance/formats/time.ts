/** Times as intervals: parsing of the clock strings that files carry, and the arithmetic on them. */

export interface Interval {
  /** ms since 1970 UTC, both ends possible. */
  from: number;
  to: number;
}

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Without an offset the clock may stand in any zone, -12:00 to +14:00; taken as ±14 h. */
export const ANY_ZONE = 14 * HOUR;

/** Offsets in minutes that zones of today use besides whole hours (tz database). */
const HALF_ZONES = new Set([-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765]);

/** A clock string that was read. */
export interface Clock {
  /** ms as if the clock were UTC, in the Gregorian calendar. */
  ms: number;
  /** Minutes east of UTC; null where the string gives none. */
  offset: number | null;
  dateOnly: boolean;
  /** Another calendar that the year was counted in; the phone's region setting leaks into the file. */
  calendar?: string;
}

const CLOCK =
  /^\s*(\d{4})[:\-/.](\d\d)[:\-/.](\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?\s*(Z|[+-]\d\d:?\d\d)?/;

/**
 * A clock string of EXIF, XMP or IPTC, as if it were UTC; null for anything else and for times that mean "none".
 * A number that goes on after the day (`2026:05:055`) is no date.
 */
export function clock(text: string): Clock | null {
  const plain = asciiDigits(text.slice(0, 60));
  const m = CLOCK.exec(plain);
  if (!m || /^\d/.test(plain.slice(m[0].length))) return null;
  const { year, calendar } = gregorian(Number(m[1]));
  // Hebrew years and clocks that ran over are no time; nobody alive takes a photo after this.
  if (year > 2099) return null;
  const [month, day] = [Number(m[2]), Number(m[3])];
  const [hour, minute, second] = [Number(m[4] ?? 0), Number(m[5] ?? 0), Number(m[6] ?? 0)];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return null;
  const fraction = m[7] ? Math.floor(Number(`0.${m[7]}`) * 1000) : 0;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second) + fraction;
  if (new Date(ms).getUTCDate() !== day && second < 60) return null;
  if (isDefault(ms)) return null;
  return {
    ms,
    offset: offsetMinutes(m[8] ?? ''),
    dateOnly: m[4] === undefined,
    ...(calendar ? { calendar } : {}),
  };
}

/**
 * Calendars that share the Gregorian months and days and count their years from elsewhere: Buddhist (543 years ahead;
 * Unicode CLDR `buddhist`), the Republic of China's (`roc`, from 1912), Japan's era Reiwa (`japanese`, from 2019).
 */
function gregorian(year: number): { year: number; calendar?: string } {
  if (year >= 2533 && year <= 2643) return { year: year - 543, calendar: 'buddhist' };
  if (year >= 90 && year <= 189) return { year: year + 1911, calendar: 'roc' };
  if (year >= 1 && year <= 60) return { year: year + 2018, calendar: 'japanese' };
  return { year };
}

/** Digits of other scripts as ASCII: a phone set to Arabic, Persian, Thai, Hindi or Bengali may write dates with its own. */
const asciiDigits = (text: string): string =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\uff10-\uff19]/g, (c) => {
    const code = c.charCodeAt(0);
    const zero = DIGIT_ZEROS.findLast((z) => z <= code)!;
    return String(code - zero);
  });
const DIGIT_ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];

/** Zeroed dates, the epochs of 1970 and 1980, and the 2000-01-01/02 that cameras show before their clock is set. */
function isDefault(ms: number): boolean {
  const day = new Date(ms).toISOString().slice(0, 10);
  return ms < Date.UTC(1990, 0, 1) || day === '2000-01-01' || day === '2000-01-02';
}

/** Minutes east of UTC of `+08:00`, `+0800` or `Z`; null for anything else. */
export function offsetMinutes(text: string): number | null {
  if (text.trim() === 'Z') return 0;
  const m = /^\s*([+-])(\d\d):?(\d\d)\s*$/.exec(text.slice(0, 20));
  if (!m) return null;
  const minutes = (Number(m[2]) * 60 + Number(m[3])) * (m[1] === '-' ? -1 : 1);
  return Math.abs(minutes) <= 14 * 60 ? minutes : null;
}

/**
 * Zone offset from a local clock and a UTC time of the same moment, rounded to 15 minutes; null when the difference is
 * no offset that any zone has (a GPS time left over from an earlier fix).
 */
export function offsetBetween(localMs: number, utcMs: number): number | null {
  const minutes = Math.round((localMs - utcMs) / (15 * MINUTE)) * 15;
  if (minutes < -12 * 60 || minutes > 14 * 60) return null;
  return minutes % 60 === 0 || HALF_ZONES.has(minutes) ? minutes : null;
}

/** ISO UTC without empty milliseconds. */
export const isoUtc = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

/** ISO of a local clock, with its offset where known. */
export function isoLocal(ms: number, offset: number | null): string {
  const base = new Date(ms).toISOString().replace(/(\.000)?Z$/, '');
  if (offset === null) return base;
  const sign = offset < 0 ? '-' : '+';
  const abs = Math.abs(offset);
  const pad = (n: number) => String(n).padStart(2, '0');
  return `${base}${sign}${pad(Math.floor(abs / 60))}:${pad(abs % 60)}`;
}

export const hull = (list: readonly Interval[]): Interval => ({
  from: Math.min(...list.map((i) => i.from)),
  to: Math.max(...list.map((i) => i.to)),
});
