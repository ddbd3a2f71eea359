/**
 * Clocks that were never set, in one table: what a device shows when nobody told it the time. A capture time that one of
 * these rules describes is doubtful and speaks neither for nor against anybody.
 */
import { releasedAfter } from './releases.ts';

/** The local clock of one time stamp, and what else the file says of the device that wrote it. */
export interface Stamp {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** ms since 1970 as if the clock were UTC. */
  ms: number;
  make: string;
  model: string;
  software: string;
  /** EXIF version as four digits (`0232`), empty where none is given. */
  exifVersion: string;
  /** The file has offset tags (EXIF 2.31 and later). */
  offsetTags: boolean;
}

export interface ClockRule {
  id: string;
  source: string;
  applies: (s: Stamp) => boolean;
}

const date = (s: Stamp): string =>
  `${s.year}-${String(s.month).padStart(2, '0')}-${String(s.day).padStart(2, '0')}`;

/** Days that cameras and phones start from, whatever the hour: the clock runs on from there until it is set. */
const FACTORY_DAYS: ReadonlySet<string> = new Set([
  // Constant of Qualcomm's reference camera code, copied by phones of many brands (public EXIF dumps of such phones).
  '2002-12-08',
  // Cameras and camcorders without a button cell (makers' manuals: "the clock returns to 1 January").
  ...Array.from({ length: 19 }, (_, i) => [`${2000 + i}-01-01`, `${2000 + i}-01-02`]).flat(),
  // GPS week 0 of each 1,024-week era, shown by receivers without a fix (IS-GPS-200, 20.3.3.3.1.1).
  '1980-01-06',
  '1999-08-22',
  '2019-04-07',
  // Where 32-bit seconds end (POSIX time, NTP).
  '2036-02-07',
  '2038-01-19',
  '1998-01-01',
  '1999-01-01',
  '1994-01-01',
]);

/** When each EXIF version was published (CIPA DC-008 and JEITA CP-3451, title pages): no file is older than its format. */
const EXIF_VERSIONS: Readonly<Record<string, string>> = {
  '0220': '2002-04-01',
  '0221': '2003-09-01',
  '0230': '2010-04-26',
  '0231': '2016-07-01',
  '0232': '2019-05-17',
  '0300': '2023-05-01',
};
const OFFSET_TAGS = EXIF_VERSIONS['0231']!;

const HOURS = 12;

export const CLOCK_RULES: readonly ClockRule[] = [
  {
    id: 'factory-date',
    source:
      'default dates of reference camera code, of cameras without a button cell, and of GPS receivers without a fix',
    applies: (s) => FACTORY_DAYS.has(date(s)),
  },
  {
    id: 'new-year',
    source:
      'a clock that was never set starts at 1 January, 00:00, of the year of its firmware (makers’ manuals); zones move it by hours',
    applies: (s) => s.month === 1 && s.day === 1 && s.hour < HOURS,
  },
  {
    id: 'new-year',
    source: 'the same start in UTC, shown west of Greenwich',
    applies: (s) => s.month === 12 && s.day === 31 && s.hour >= 24 - HOURS && s.minute < 10,
  },
  {
    id: 'month-start',
    source: 'firmware that starts at the first of the month in which it was built',
    applies: (s) => s.day === 1 && s.hour === 0,
  },
  {
    id: 'round-moment',
    source: 'a constant in the program: exactly midnight or noon is one real second in 43,200',
    applies: (s) => s.hour % 12 === 0 && s.minute === 0 && s.second === 0,
  },
  {
    id: 'round-moment',
    source: 'a constant in the program: all numbers alike (2008-08-08 08:08:08, 2011-11-11 11:11:11)',
    applies: (s) => [s.day, s.hour, s.minute, s.second].every((n) => n === s.month),
  },
  {
    id: 'before-format',
    source: 'publication dates of EXIF 2.2 to 3.0; offset tags came with 2.31',
    applies: (s) =>
      s.ms < Date.parse(EXIF_VERSIONS[s.exifVersion] ?? '1990-01-01') ||
      (s.offsetTags && s.ms < Date.parse(OFFSET_TAGS)),
  },
  {
    id: 'before-device',
    source: 'announcement dates of devices and of their software (tables/releases.ts)',
    applies: (s) => releasedAfter(s.make, s.model, s.software, s.ms),
  },
];

/** Id of the first rule that describes this clock; null for one that may be right. */
export const doubtOf = (s: Stamp): string | null => CLOCK_RULES.find((r) => r.applies(s))?.id ?? null;

/** One era of the ten-bit GPS week number, in days: receivers that miss a rollover show a date this much too early. */
export const GPS_ERA_DAYS = 1_024 * 7;
