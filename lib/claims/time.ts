/** Times as pages and answers print them (consoles.md §7.5), into ISO instants that keep the console's own offset. */
import {
  CLOCK_BEFORE,
  DAY_NAMED,
  hour24,
  ISO,
  NAMED_FIRST,
  NO_YEAR,
  PACKED,
  UNREAD_CLOCK,
  YEAR_FIRST,
  YEAR_LAST,
} from './times/forms.ts';

const MINUTE = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Offset of an IANA zone at an instant, in minutes east of UTC. */
export function zoneOffset(zone: string, at: number): number {
  if (zone === 'Asia/Shanghai') return 480;
  if (zone === 'UTC') return 0;
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
    formats.set(zone, format);
  }
  const name = format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

const two = (n: number): string => String(n).padStart(2, '0');

/** An instant (milliseconds since epoch) as ISO 8601 with the zone's offset, whole seconds: `2026-10-02T11:00:00+08:00`. */
export function isoInZone(at: number, zone: string): string {
  const offset = zoneOffset(zone, at);
  const local = new Date(at + offset * MINUTE).toISOString().slice(0, 19);
  const size = Math.abs(offset);
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.trunc(size / 60))}:${two(size % 60)}`;
}

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

function instantOf(parts: Parts, zone: string): number | undefined {
  const { year, month, day, hour, minute, second } = parts;
  const utc = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(utc);
  if (
    year < 2000 ||
    year > 2100 ||
    back.getUTCMonth() !== month - 1 ||
    back.getUTCDate() !== day ||
    hour > 23 ||
    minute > 59 ||
    second > 59
  ) {
    return undefined;
  }
  // Two rounds settle the offset on both sides of a change to or from summer time.
  let at = utc - zoneOffset(zone, utc) * MINUTE;
  at = utc - zoneOffset(zone, at) * MINUTE;
  return at;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Portuguese and Spanish month beginnings that differ from the English ones. */
const OTHER_MONTHS: Record<string, number> = {
  fev: 2,
  abr: 4,
  mai: 5,
  ago: 8,
  set: 9,
  out: 10,
  dez: 12,
  ene: 1,
  dic: 12,
};

function monthOf(name: string): number | undefined {
  const start = name.slice(0, 3).toLowerCase();
  const english = MONTHS.indexOf(start);
  return english >= 0 ? english + 1 : OTHER_MONTHS[start];
}

export interface TimeOptions {
  /** IANA zone of a time that is printed without one. */
  zone: string;
  /** Milliseconds since epoch; a date without a year is the latest such date not after it. */
  now: number;
  /** `05/01/2026` is the fifth of January; undefined where the page's habit is not known: such a date is read only if it is one either way. */
  dayFirst: boolean | undefined;
  /** A date without a year is the nearest such date, before or behind `now`: what ends, ends soon. */
  ahead?: boolean;
}

/** Zones that texts name behind a time, as minutes east of UTC; one name with two meanings stands apart. */
const ZONES: Record<string, number> = {
  Z: 0,
  UTC: 0,
  GMT: 0,
  WET: 0,
  BST: 60,
  CET: 60,
  CEST: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  ICT: 420,
  WIB: 420,
  WITA: 480,
  WIT: 540,
  SGT: 480,
  HKT: 480,
  JST: 540,
  KST: 540,
  AEST: 600,
  AEDT: 660,
  EST: -300,
  EDT: -240,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  BRT: -180,
};
/** Names that follow the summer time of a place. */
const PLACES: Record<string, string> = {
  PT: 'America/Los_Angeles',
  ET: 'America/New_York',
  CT: 'America/Chicago',
  MT: 'America/Denver',
};
const BEHIND =
  /^\s*[(（]?\s*(?:(UTC|GMT)\s*([+-])(\d{1,2})(?::?(\d{2}))?|([+-])(\d{2}):?(\d{2})(?!\d)|([A-Z]{1,4})(?![A-Za-z]))/;

/**
 * The zone that a text names for its time: minutes east of UTC, an IANA name, or undefined where it names none. `unsure` where it
 * names one that is not known here, so that the time cannot be told.
 */
function zoneNamed(text: string, end: number, own: string): number | string | 'unsure' | undefined {
  if (/北京时间|北京時間|中国时间|\bbeijing time\b|china standard time/i.test(text)) return 480;
  if (/美西时间|太平洋时间|pacific time/i.test(text)) return 'America/Los_Angeles';
  const match = BEHIND.exec(text.slice(end));
  if (!match) return undefined;
  const minutes = (sign: string | undefined, hours: string | undefined, rest: string | undefined): number =>
    (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(rest ?? 0));
  if (match[1]) return minutes(match[2], match[3], match[4]);
  if (match[5]) return minutes(match[5], match[6], match[7]);
  const name = match[8] ?? '';
  // Central time in America, and the time of China.
  if (name === 'CST') return own.startsWith('America/') ? -360 : zoneOffset(own, 0) === 480 ? 480 : 'unsure';
  if (name in PLACES) return PLACES[name];
  if (name in ZONES) return ZONES[name];
  return /^[A-Z]{2,4}T$/.test(name) ? 'unsure' : undefined;
}

/** A time found in a text. `dateOnly` when the text had no clock time; the instant is then the day's first second. */
export interface FoundTime {
  at: number;
  iso: string;
  dateOnly: boolean;
  /** Index behind the time in the text as `NFKC` makes it, with single spaces. */
  end: number;
}

type Clock = Pick<Parts, 'hour' | 'minute' | 'second'>;

/** The time of day in the groups of a match that begin at `from`; `unsure` where it is none that can be. */
function clockOf(match: RegExpExecArray, from: number): Clock | 'unsure' {
  const hour = hour24(Number(match[from + 1] ?? 0), match[from] ?? match[from + 4]);
  if (hour === undefined) return 'unsure';
  return { hour, minute: Number(match[from + 2] ?? 0), second: Number(match[from + 3] ?? 0) };
}

function withYear(month: number, day: number, clock: Clock, options: TimeOptions) {
  const year = new Date(options.now + zoneOffset(options.zone, options.now) * MINUTE).getUTCFullYear();
  if (options.ahead) {
    const all = [year - 1, year, year + 1].flatMap(
      (one) => instantOf({ year: one, month, day, ...clock }, options.zone) ?? [],
    );
    const away = (at: number): number => Math.abs(at - options.now);
    const [nearest] = all.sort((a, b) => away(a) - away(b));
    return nearest !== undefined && away(nearest) <= SOON ? nearest : undefined;
  }
  const at = instantOf({ year, month, day, ...clock }, options.zone);
  // A page's clock may run a little ahead of ours, a day is no "future" yet.
  if (at !== undefined && at <= options.now + 86_400_000) return at;
  return instantOf({ year: year - 1, month, day, ...clock }, options.zone);
}

/** How far off an end without a year may be; what lies further was written the other way round. */
const SOON = 90 * 86_400_000;

/** Zones whose people write the month before the day when they leave the year out. */
const MONTH_FIRST = /^Asia\/(?:Shanghai|Taipei|Hong_Kong|Tokyo|Seoul|Macau)$/;

/** Day and month of two numbers that may be either; undefined where nothing tells. */
function dayAndMonth(
  one: number,
  other: number,
  dayFirst: boolean | undefined,
): { day: number; month: number } | undefined {
  // A number above twelve can only be the day, whatever the host's habit is.
  const first = one > 12 || one === other ? true : other > 12 ? false : dayFirst;
  if (first === undefined) return undefined;
  return first ? { day: one, month: other } : { day: other, month: one };
}

interface Printed {
  year: number | undefined;
  day: number;
  month: number;
  clock: Clock;
  hasClock: boolean;
  /** Index behind the time in the text. */
  end: number;
}

/**
 * A date with its time of day, which stands behind it or right before it; undefined where the text has one that cannot be read: the
 * day alone would be another time.
 */
function printed(
  match: RegExpExecArray,
  date: Pick<Printed, 'year' | 'day' | 'month'>,
  from: number,
): Printed | undefined {
  const end = match.index + match[0].length;
  const own = match[from + 1] !== undefined;
  const before = own ? null : CLOCK_BEFORE.exec(match.input.slice(0, match.index));
  const clock = own ? clockOf(match, from) : before ? clockOf(before, 1) : undefined;
  if (clock === 'unsure') return undefined;
  if (clock) return { ...date, clock, hasClock: true, end };
  const rest = `${match.input.slice(0, match.index)} ${match.input.slice(end)}`;
  return UNREAD_CLOCK.test(rest)
    ? undefined
    : { ...date, clock: { hour: 0, minute: 0, second: 0 }, hasClock: false, end };
}

/** The first date of a text with its parts told apart. */
function printedIn(text: string, options: TimeOptions): Printed | undefined {
  const { dayFirst } = options;
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) {
    const date = { year: Number(yearFirst[1]), month: Number(yearFirst[2]), day: Number(yearFirst[3]) };
    return printed(yearFirst, date, 4);
  }
  const named = NAMED_FIRST.exec(text);
  const namedMonth = named && monthOf(named[1] ?? '');
  if (named && namedMonth)
    return printed(named, { year: Number(named[3]), month: namedMonth, day: Number(named[2]) }, 4);
  const dayNamed = DAY_NAMED.exec(text);
  const dayMonth = dayNamed && monthOf(dayNamed[2] ?? '');
  if (dayNamed && dayMonth)
    return printed(dayNamed, { year: Number(dayNamed[3]), month: dayMonth, day: Number(dayNamed[1]) }, 4);
  const yearLast = YEAR_LAST.exec(text);
  if (yearLast) {
    // Dots part days, months and years only where the day comes first.
    const habit = yearLast[0].includes('.') && !/[-/]/.test(yearLast[0].slice(0, 6)) ? true : dayFirst;
    const date = dayAndMonth(Number(yearLast[1]), Number(yearLast[2]), habit);
    return date && printed(yearLast, { year: Number(yearLast[3]), ...date }, 4);
  }
  const short = NO_YEAR.exec(text);
  if (!short) return undefined;
  const habit = short[0].includes('月') || MONTH_FIRST.test(options.zone) ? false : dayFirst;
  const date = dayAndMonth(Number(short[1]), Number(short[2]), habit);
  const found = date && printed(short, { year: undefined, ...date }, 3);
  // Two numbers are a date only beside a time of day.
  return found?.hasClock ? found : undefined;
}

/**
 * The first time in a text, or undefined. Never takes an id or an amount for a time: separators are required. A zone that the text
 * names behind the time counts; where it is not known, or the order of day and month is not, there is no time.
 */
export function parseTime(text: string, options: TimeOptions): FoundTime | undefined {
  const plain = text.slice(0, 300).normalize('NFKC').replace(/\s+/g, ' ');
  const done = (at: number | undefined, dateOnly: boolean, end: number): FoundTime | undefined =>
    at === undefined || Number.isNaN(at)
      ? undefined
      : { at, iso: isoInZone(at, options.zone), dateOnly, end };

  const iso = ISO.exec(plain);
  if (iso)
    return done(Date.parse(iso[0].replace(/([+-]\d{2})(\d{2})$/, '$1:$2')), false, iso.index + iso[0].length);
  const packed = PACKED.exec(plain);
  if (packed) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = packed.slice(1, 7).map(Number);
    const utc = instantOf({ year, month, day, hour, minute, second }, 'UTC');
    const offset = (packed[7] === '-' ? -1 : 1) * (Number(packed[8]) * 60 + Number(packed[9]));
    return done(
      utc === undefined ? undefined : utc - offset * MINUTE,
      false,
      packed.index + packed[0].length,
    );
  }
  const found = printedIn(plain, options);
  if (!found) return undefined;
  const zone = found.hasClock ? zoneNamed(plain, found.end, options.zone) : undefined;
  if (zone === 'unsure') return undefined;
  const { year, month, day, clock } = found;
  if (typeof zone === 'number') {
    const utc =
      year === undefined
        ? withYear(month, day, clock, { ...options, zone: 'UTC' })
        : instantOf({ year, month, day, ...clock }, 'UTC');
    return done(utc === undefined ? undefined : utc - zone * MINUTE, false, found.end);
  }
  const local = { ...options, ...(zone && { zone }) };
  const at =
    year === undefined
      ? withYear(month, day, clock, local)
      : instantOf({ year, month, day, ...clock }, local.zone);
  return done(at, !found.hasClock, found.end);
}

/**
 * A time from JSON as ISO: 10 digits are seconds, 13 milliseconds (numbers or strings), anything else is read as text.
 * Zero and negative values mean "none" on every platform seen.
 */
export function jsonTime(value: unknown, options: TimeOptions): string | undefined {
  if (typeof value === 'number' || (typeof value === 'string' && /^\d{10}(\d{3})?$/.test(value))) {
    const number = Number(value);
    if (number >= 1e9 && number < 1e10) return isoInZone(number * 1000, options.zone);
    if (number >= 1e12 && number < 1e13) return isoInZone(number, options.zone);
    return undefined;
  }
  return typeof value === 'string' ? parseTime(value, options)?.iso : undefined;
}
