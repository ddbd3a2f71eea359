/** Times as pages and answers print them (consoles.md §7.5), into ISO instants that keep the console's own offset. */

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

const CLOCK = String.raw`(?:,?\s*(?:at|às|,)?\s*T?(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([AaPp]\.?[Mm]\.?)?)?`;
const ISO = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})/;
const PACKED = /(?<!\d)(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})\d{3}([+-])(\d{2})(\d{2})/;
const YEAR_FIRST = new RegExp(
  String.raw`(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?${CLOCK}`,
);
const NAMED_FIRST = new RegExp(
  String.raw`\b([A-Za-zç]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})${CLOCK}`,
);
const DAY_NAMED = new RegExp(
  String.raw`\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:de\s+)?([A-Za-zç]{3,9})\.?,?\s+(?:de\s+)?(\d{4})${CLOCK}`,
);
const YEAR_LAST = new RegExp(String.raw`(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})${CLOCK}`);
const NO_YEAR = /(?<!\d|[-/.年])(\d{1,2})(?:[-/]|月)(\d{1,2})日?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?/;

export interface TimeOptions {
  /** IANA zone of a time that is printed without one. */
  zone: string;
  /** Milliseconds since epoch; a date without a year is the latest such date not after it. */
  now: number;
  /** `05/01/2026` is the fifth of January; undefined where the page's habit is not known: such a date is read only if it is one either way. */
  dayFirst: boolean | undefined;
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
}

function hour24(hour: number, half: string | undefined): number {
  if (!half) return hour;
  return (hour % 12) + (/p/i.test(half) ? 12 : 0);
}

function clockOf(match: RegExpExecArray, from: number): Pick<Parts, 'hour' | 'minute' | 'second'> {
  return {
    hour: hour24(Number(match[from] ?? 0), match[from + 3]),
    minute: Number(match[from + 1] ?? 0),
    second: Number(match[from + 2] ?? 0),
  };
}

function withYear(
  month: number,
  day: number,
  clock: Pick<Parts, 'hour' | 'minute' | 'second'>,
  options: TimeOptions,
) {
  const year = new Date(options.now + zoneOffset(options.zone, options.now) * MINUTE).getUTCFullYear();
  const at = instantOf({ year, month, day, ...clock }, options.zone);
  // A page's clock may run a little ahead of ours, a day is no "future" yet.
  if (at !== undefined && at <= options.now + 86_400_000) return at;
  return instantOf({ year: year - 1, month, day, ...clock }, options.zone);
}

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
  clock: Pick<Parts, 'hour' | 'minute' | 'second'>;
  hasClock: boolean;
  /** Index behind the time in the text. */
  end: number;
}

const printed = (
  match: RegExpExecArray,
  date: Pick<Printed, 'year' | 'day' | 'month'>,
  clock: number,
): Printed => ({
  ...date,
  clock: clockOf(match, clock),
  hasClock: match[clock] !== undefined,
  end: match.index + match[0].length,
});

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
  return date && printed(short, { year: undefined, ...date }, 3);
}

/**
 * The first time in a text, or undefined. Never takes an id or an amount for a time: separators are required. A zone that the text
 * names behind the time counts; where it is not known, or the order of day and month is not, there is no time.
 */
export function parseTime(text: string, options: TimeOptions): FoundTime | undefined {
  const plain = text.slice(0, 300).normalize('NFKC').replace(/\s+/g, ' ');
  const done = (at: number | undefined, dateOnly: boolean): FoundTime | undefined =>
    at === undefined || Number.isNaN(at) ? undefined : { at, iso: isoInZone(at, options.zone), dateOnly };

  const iso = ISO.exec(plain);
  if (iso) return done(Date.parse(iso[0].replace(/([+-]\d{2})(\d{2})$/, '$1:$2')), false);
  const packed = PACKED.exec(plain);
  if (packed) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = packed.slice(1, 7).map(Number);
    const utc = instantOf({ year, month, day, hour, minute, second }, 'UTC');
    const offset = (packed[7] === '-' ? -1 : 1) * (Number(packed[8]) * 60 + Number(packed[9]));
    return done(utc === undefined ? undefined : utc - offset * MINUTE, false);
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
    return done(utc === undefined ? undefined : utc - zone * MINUTE, false);
  }
  const local = { ...options, ...(zone && { zone }) };
  const at =
    year === undefined
      ? withYear(month, day, clock, local)
      : instantOf({ year, month, day, ...clock }, local.zone);
  return done(at, !found.hasClock);
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
