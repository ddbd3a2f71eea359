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

/** A clock string of EXIF, XMP or IPTC, as if it were UTC; null for anything else and for times that mean "none". */
export function clock(text: string): { ms: number; offset: number | null; dateOnly: boolean } | null {
  const m =
    /^\s*(\d{4})[:\-/.](\d\d)[:\-/.](\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?\s*(Z|[+-]\d\d:?\d\d)?/.exec(
      text.slice(0, 60),
    );
  if (!m) return null;
  const [year, month, day] = [Number(m[1]), Number(m[2]), Number(m[3])];
  const [hour, minute, second] = [Number(m[4] ?? 0), Number(m[5] ?? 0), Number(m[6] ?? 0)];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return null;
  const fraction = m[7] ? Math.floor(Number(`0.${m[7]}`) * 1000) : 0;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second) + fraction;
  if (new Date(ms).getUTCDate() !== day && second < 60) return null;
  return isDefault(ms) ? null : { ms, offset: offsetMinutes(m[8] ?? ''), dateOnly: m[4] === undefined };
}

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
