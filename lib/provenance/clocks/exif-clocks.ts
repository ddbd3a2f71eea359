/** The clocks of EXIF and GPS, and whether the device that wrote them had its clock set. */
import type { Exif } from '../formats/exif.ts';
import { ANY_ZONE, type Clock, clock, type Interval, offsetBetween, offsetMinutes } from '../formats/time.ts';
import type { ExifBlock } from '../reading.ts';
import { doubtOf } from '../tables/clocks.ts';
import { fieldAt } from '../trace.ts';

/** What one clock of a file says. */
export interface Source {
  name: string;
  interval: Interval;
  /** The rule of tables/clocks.ts that this clock falls under; the time then says nothing. */
  doubt?: string | null;
  /** Calendar the year was written in, where it was not the Gregorian one. */
  calendar?: string | undefined;
  /** Local clock as written, ms as if UTC. */
  local?: number;
  offset?: number | null;
  at: { place: string; offset: number; length: number; raw: string };
}

const DATE_ORIGINAL = 0x9003;
const DATE_DIGITIZED = 0x9004;
export const MODIFIED = 0x0132;

/** EXIF text of a date with its sub-seconds, offset and place. */
export function dateOf(exif: Exif, tag: number) {
  const ifd = tag === MODIFIED ? 'IFD0' : 'Exif';
  const field = exif.get(ifd, tag);
  const text = exif.text(field);
  const parsed = field && clock(text);
  if (!field || !parsed) return undefined;
  const offsetTag = { [MODIFIED]: 0x9010, [DATE_ORIGINAL]: 0x9011, [DATE_DIGITIZED]: 0x9012 }[tag]!;
  const offset = parsed.offset ?? offsetMinutes(exif.text(exif.get('Exif', offsetTag)));
  return { field, text, ms: parsed.ms, offset, doubt: doubtAbout(parsed, exif), calendar: parsed.calendar };
}

/** The rule that a clock falls under, with what EXIF says of the device that wrote it. */
export function doubtAbout(c: Pick<Clock, 'ms'>, exif?: Exif): string | null {
  const d = new Date(c.ms);
  const word = (tag: number) => exif?.text(exif.get('IFD0', tag)).trim() ?? '';
  const offsets = [0x9010, 0x9011, 0x9012].some((tag) => exif?.get('Exif', tag) !== undefined);
  return doubtOf({
    year: d.getUTCFullYear(),
    month: d.getUTCMonth() + 1,
    day: d.getUTCDate(),
    hour: d.getUTCHours(),
    minute: d.getUTCMinutes(),
    second: d.getUTCSeconds(),
    ms: c.ms,
    make: word(0x010f),
    model: word(0x0110),
    software: word(0x0131),
    exifVersion: exif?.text(exif.get('Exif', 0x9000)).trim() ?? '',
    offsetTags: offsets,
  });
}

/**
 * When EXIF says that the picture was taken: exact with an offset, or with the zone that `gps` (ms since epoch) shows, else open by a zone's width.
 */
export function exifTime(block: ExifBlock, gps: number | null): Source | undefined {
  const { exif } = block;
  const own = dateOf(exif, DATE_ORIGINAL);
  const date = own ?? dateOf(exif, DATE_DIGITIZED);
  if (!date) return undefined;
  // The time of digitising is the scanner's or the saving program's as often as the camera's.
  const kind = own ? 'EXIF' : 'EXIF digitized';
  const known = { local: date.ms, doubt: date.doubt, calendar: date.calendar };
  const saved = dateOf(exif, MODIFIED);
  // OffsetTime belongs to ModifyDate; it holds for the capture too when both show the same time.
  const shared = date.offset === null && saved?.ms === date.ms ? saved.offset : null;
  const offset = date.offset ?? shared;
  const at = fieldAt(block, date.field, own ? 'DateTimeOriginal' : 'CreateDate', date.text);
  if (offset !== null) {
    const utc = date.ms - offset * 60_000;
    return { name: `${kind}+offset`, interval: { from: utc, to: utc }, ...known, offset, at };
  }
  const derived = gps === null ? null : offsetBetween(date.ms, gps);
  if (derived !== null) {
    const utc = date.ms - derived * 60_000;
    return { name: `${kind}+GPS-offset`, interval: { from: utc, to: utc }, ...known, offset: derived, at };
  }
  return {
    name: kind,
    interval: { from: date.ms - ANY_ZONE, to: date.ms + ANY_ZONE },
    ...known,
    offset: null,
    at,
  };
}

/** GPS date and time (UTC); none where the receiver had no fix, or shows a date that receivers start from. */
export function gpsTime(block: ExifBlock): Source | undefined {
  const { exif } = block;
  const dateField = exif.get('GPS', 0x1d);
  const date = clock(exif.text(dateField));
  const [h, m, s] = exif.rationals(exif.get('GPS', 0x07));
  if (!dateField || !date || h === undefined || m === undefined || s === undefined) return undefined;
  if (!(h >= 0 && h < 24 && m >= 0 && m < 60 && s >= 0 && s < 61)) return undefined;
  const ms = date.ms + ((h * 60 + m) * 60 + Math.floor(s)) * 1000;
  // GPSStatus V: nothing was measured, so the time is one that was left over.
  if (/^v/i.test(exif.text(exif.get('GPS', 0x09)).trim()) || doubtAbout({ ms })) return undefined;
  const raw = `${exif.text(dateField)} ${h}:${m}:${s}`;
  return { name: 'GPS', interval: { from: ms, to: ms }, at: fieldAt(block, dateField, 'GPSDateStamp', raw) };
}
