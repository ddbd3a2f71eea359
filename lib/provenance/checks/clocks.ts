/** When the picture was taken, as an interval from every clock in the file, and where these clocks contradict. */

import { dateOf, doubtAbout, exifTime, gpsTime, MODIFIED, type Source } from '../clocks/exif-clocks.ts';
import type { FileCheck } from '../file-check.ts';
import { ANY_ZONE, clock, DAY, HOUR, hull, isoLocal, isoUtc } from '../formats/time.ts';
import type { ExifBlock, Reading } from '../reading.ts';
import { GPS_ERA_DAYS } from '../tables/clocks.ts';
import { fieldAt, textAt, textsOf, trace, value, xmpAt, xmpFirst } from '../trace.ts';
import { MOVIE_HEADER, MOVIE_KEY, movieProgram } from './movie-program.ts';

/** GPS and EXIF further apart than this contradict: a cached fix may be hours old, never a day and a half. */
const GPS_TOLERANCE = 1.5 * DAY;
/** ModifyDate earlier than this is the firmware's own constant: an old photo with a new date keeps a time of its own years. */
const FIRMWARE_AGE = 5 * 365 * DAY;
/** ModifyDate later than this is a save of its own. */
const SAVED_LATER = 60_000;

function read(r: Reading): void {
  const block = r.exif[0];
  const raw = block && gpsTime(block);
  const first = block && exifTime(block, raw?.interval.from ?? null);
  const gps = raw && first ? era(raw, first) : raw;
  const original = gps && gps !== raw && block ? exifTime(block, gps.interval.from) : first;
  const sef = sefTime(r);
  const sources = [original, gps, sef].filter((s) => s !== undefined);
  if (!original && !sef) {
    const later = xmpTime(r) ?? movieKeyTime(r) ?? movieTime(r);
    if (later) sources.unshift(later);
  }
  const told = sources.find((s) => s.name !== 'GPS');
  const doubt = told && (told.doubt ?? begun(r, told) ?? rolledBack(told, gps));
  if (told && doubt) {
    // Every other clock of the same device is as wrong, so nothing else stands in for it.
    const local = told.local === undefined ? '' : isoLocal(told.local, told.offset ?? null);
    trace(r, 'time.clock-doubtful', told.at, { rule: doubt, local: value(local) });
    return;
  }
  if (block) modified(r, block, original);
  if (original && gps) mismatch(r, original, gps);
  capture(r, sources);
}

/**
 * A GPS date one or two eras too early, as receivers show that miss a rollover of the ten-bit week: put right where it
 * then fits the camera's own clock, else as it stands.
 */
function era(gps: Source, original: Source): Source {
  for (const eras of [1, 2]) {
    const at = gps.interval.from + eras * GPS_ERA_DAYS * DAY;
    const { from, to } = original.interval;
    if (at >= from - GPS_TOLERANCE && at <= to + GPS_TOLERANCE) {
      return { ...gps, interval: { from: at, to: at } };
    }
  }
  return gps;
}

/** A camera whose clock is set by such a receiver: its own time is exactly an era before the GPS time. */
function rolledBack(told: Source, gps: Source | undefined): string | null {
  if (!gps) return null;
  const days = (gps.interval.from - told.interval.from) / DAY;
  const off = Math.abs(days - GPS_ERA_DAYS * Math.round(days / GPS_ERA_DAYS));
  return days > GPS_ERA_DAYS / 2 && off <= 1.5 ? 'gps-rollover' : null;
}

/**
 * The time of digitising and XMP's dates are those of a document, which programs write: a collage has its template's, a logo the day it
 * was begun, a scan the paper's. They are a capture only where the file names a camera.
 */
function begun(r: Reading, told: Source): string | null {
  if (!/^(?:EXIF digitized|XMP )/.test(told.name)) return null;
  const named = r.traces.some((t) => t.id === 'device') || xmpFirst(r, 'ns.adobe.com/tiff', 'Model');
  return named ? null : 'no-recorder-named';
}

function capture(r: Reading, sources: Source[]) {
  // A GPS time alone may be a cached fix of another day; it needs a clock beside it.
  const first = sources.find((s) => s.name !== 'GPS');
  if (!first) return;
  const exact = sources.filter((s) => s.interval.to - s.interval.from < HOUR);
  const agree = agreeing(sources, exact);
  const interval = agree && exact[0] ? exact[0].interval : hull(sources.map((s) => s.interval));
  const known = agree && exact.length > 0;
  trace(r, 'time.capture', first.at, {
    ...(first.local === undefined ? {} : { local: isoLocal(first.local, first.offset ?? null) }),
    ...(known ? { utc: isoUtc(interval.from) } : {}),
    earliest: isoUtc(interval.from),
    latest: isoUtc(interval.to),
    sources: sources.map((s) => s.name),
    ...(first.calendar ? { calendar: first.calendar } : {}),
    ...(agree ? {} : { clocksDisagree: true as const }),
  });
}

/** Exact clocks this far apart still show one moment: a fix a few minutes old, a slow phone clock. */
const ONE_MOMENT = 15 * 60_000;

/**
 * Do all clocks allow one moment? A GPS time that gives no zone to the camera's clock is left over from another
 * moment, so it confirms nothing by itself.
 */
function agreeing(sources: readonly Source[], exact: readonly Source[]): boolean {
  const [first] = exact;
  if (!first) return true;
  const at = first.interval.from;
  const gpsOnly = exact.every((s) => s.name === 'GPS') && sources.length > exact.length;
  return (
    !gpsOnly &&
    exact.every((s) => Math.abs(s.interval.from - at) <= ONE_MOMENT) &&
    sources.every((s) => s.interval.from - ONE_MOMENT <= at && at <= s.interval.to + ONE_MOMENT)
  );
}

/** Samsung's capture epoch in UTC. */
function sefTime(r: Reading): Source | undefined {
  const b = r.sef.find((s) => s.type === 0x0a01 || s.name === 'Image_UTC_Data');
  const digits = b && /^\s*(\d{13})\b/.exec(b.text)?.[1];
  if (!b || !digits) return undefined;
  const ms = Number(digits);
  if (ms < Date.UTC(2005, 0, 1) || ms > Date.UTC(2100, 0, 1)) return undefined;
  const at = { place: `${b.place}-Image_UTC_Data`, offset: b.offset, length: b.length, raw: b.text };
  return { name: 'SEF', interval: { from: ms, to: ms }, at };
}

/** XMP's own dates, used only when EXIF has none. */
function xmpTime(r: Reading): Source | undefined {
  for (const [uri, name] of [
    ['photoshop', 'DateCreated'],
    ['ns.adobe.com/xap', 'CreateDate'],
  ] as const) {
    for (const packet of r.xmp) {
      const p = packet.properties.find((q) => q.name === name && q.uri.includes(uri));
      const t = p && clock(p.value);
      if (!p || !t) continue;
      const day = t.dateOnly ? DAY : 0;
      const interval =
        t.offset !== null && !t.dateOnly
          ? { from: t.ms - t.offset * 60_000, to: t.ms - t.offset * 60_000 }
          : { from: t.ms - ANY_ZONE, to: t.ms + ANY_ZONE + day };
      return {
        name: `XMP ${name}`,
        interval,
        local: t.ms,
        offset: t.offset,
        doubt:
          (/^video\//.test(r.w.mime) ? movieDoubt(r) : null) ??
          (t.dateOnly ? null : doubtAbout(t, r.exif[0]?.exif)),
        calendar: t.calendar,
        at: xmpAt(packet, p),
      };
    }
  }
  return undefined;
}

/** Creation date with its zone in a movie's keys, as phones write it. `day` alone is the release date of a film just as well. */
function movieKeyTime(r: Reading): Source | undefined {
  const [t] = textsOf(r, 'com.apple.quicktime.creationdate', 'day');
  const parsed = t && clock(t.text);
  if (!t || !parsed || parsed.dateOnly) return undefined;
  const doubt = parsed.offset === null ? ANY_ZONE : 0;
  const utc = parsed.ms - (parsed.offset ?? 0) * 60_000;
  return {
    name: MOVIE_KEY,
    interval: { from: utc - doubt, to: utc + doubt },
    local: parsed.ms,
    offset: parsed.offset,
    doubt: movieDoubt(r) ?? doubtAbout(parsed),
    calendar: parsed.calendar,
    at: textAt(t),
  };
}

/**
 * Why a movie's time says nothing of its capture: programs that cut, convert or pack a video write the time of their own work, copy a
 * template's, or keep a part's, so only what a phone's or camera's own recorder wrote is a capture time.
 */
function movieDoubt(r: Reading): string | null {
  if (movieProgram(r)) return 'written-by-program';
  const recorder = r.traces.some((t) => t.id === 'device') || textsOf(r, 'com.android.version').length > 0;
  return recorder ? null : 'no-recorder-named';
}

/** A movie's header time: UTC by the standard, local on some phones, so the zone stays open. */
function movieTime(r: Reading): Source | undefined {
  const ms = r.w.created;
  // A header of 64 bits can name a time that no calendar has.
  if (ms === undefined || ms < Date.UTC(1990, 0, 1) || ms > Date.UTC(2100, 0, 1)) return undefined;
  const at = { place: `${r.w.prefix}:moov-mvhd`, offset: -1, length: 0, raw: isoUtc(ms) };
  const interval = { from: ms - ANY_ZONE, to: ms + ANY_ZONE };
  return { name: MOVIE_HEADER, interval, doubt: movieDoubt(r) ?? doubtAbout({ ms }), at };
}

function modified(r: Reading, block: ExifBlock, original: Source | undefined) {
  const saved = dateOf(block.exif, MODIFIED);
  if (!saved) return;
  const at = fieldAt(block, saved.field, 'ModifyDate', saved.text);
  const local = isoLocal(saved.ms, saved.offset);
  trace(r, 'time.modified', at, { local: value(local) });
  // A constant that a camera never updates says nothing about a later save.
  if (original?.local === undefined || saved.doubt) return;
  const times = { capture: isoLocal(original.local, null), modified: isoLocal(saved.ms, null) };
  const days = (saved.ms - original.local) / DAY;
  if (saved.ms > original.local + SAVED_LATER) {
    trace(r, 'time.modified-after-capture', at, { ...times, daysLater: Math.round(days * 100) / 100 });
  } else if (saved.ms < original.local - ANY_ZONE && saved.ms > original.local - FIRMWARE_AGE) {
    // Within a zone's width a camera may have had its clock set between the two.
    trace(r, 'time.modified-before-capture', at, times);
  }
}

function mismatch(r: Reading, original: Source, gps: Source) {
  const { from, to } = original.interval;
  const g = gps.interval.from;
  const apart = g < from ? from - g : g > to ? g - to : 0;
  if (apart <= GPS_TOLERANCE) return;
  trace(r, 'time.gps-mismatch', gps.at, {
    days: Math.round(apart / DAY),
    exif: isoLocal(original.local ?? from, original.offset ?? null),
    gps: isoUtc(g),
  });
}

declare module '../types.ts' {
  interface TraceValues {
    'time.capture': {
      /** As the clock showed it, with its offset where that is known; the instant where one clock is exact. */
      local?: string;
      utc?: string;
      /** The interval in which every clock allows it to have been taken. */
      earliest: string;
      latest: string;
      sources: string[];
      /** Calendar the year was written in, where it was not the Gregorian one. */
      calendar?: string;
      clocksDisagree?: true;
    };
    /** A clock that nobody set: which rule says so (tables/clocks.ts). It gives no capture time. */
    'time.clock-doubtful': { rule: string; local: string };
    'time.modified': { local: string };
    'time.modified-after-capture': { capture: string; modified: string; daysLater: number };
    'time.modified-before-capture': { capture: string; modified: string };
    'time.gps-mismatch': { days: number; exif: string; gps: string };
  }
}

/** Its findings are those of capture-time.ts. */
export const clocks: FileCheck = {
  id: 'clocks',
  traces: {
    'time.capture': null,
    'time.clock-doubtful': null,
    'time.modified': null,
    'time.modified-after-capture': null,
    'time.modified-before-capture': null,
    'time.gps-mismatch': null,
  },
  read,
};
