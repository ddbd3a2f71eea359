/** Capture time as an interval, against the order, and the clocks that contradict. */
import { describe, expect, it } from 'vitest';
import { clock, offsetBetween, offsetMinutes } from '../../../../lib/provenance/formats/time.ts';
import { judge, readFile } from '../../../../lib/provenance/index.ts';
import type { ProvenanceContext } from '../../../../lib/provenance/types.ts';
import { ascii, type Entry, exifSegment, join, jpeg, le32, sef, tiff } from '../files.ts';

const NOW = '2026-11-24T12:00:00Z';
const rationals = (tag: number, values: number[]): Entry => ({
  tag,
  type: 5,
  count: values.length,
  bytes: join(...values.map((v) => join(le32(v), le32(1)))),
});

interface Shot {
  original?: string;
  offset?: string;
  modified?: string;
  gps?: [string, number, number, number];
  make?: string;
  utcMs?: number;
}

function photo(s: Shot): Uint8Array {
  const ifd0 = [
    ...(s.make ? [ascii(0x010f, s.make)] : []),
    ...(s.modified ? [ascii(0x0132, s.modified)] : []),
  ];
  const exif = [
    ...(s.original ? [ascii(0x9003, s.original)] : []),
    ...(s.offset ? [ascii(0x9011, s.offset)] : []),
  ];
  const gps = s.gps ? [rationals(7, s.gps.slice(1) as number[]), ascii(0x1d, s.gps[0])] : [];
  const trailer = s.utcMs ? sef([[0x0a01, 'Image_UTC_Data', String(s.utcMs)]]) : new Uint8Array(0);
  return jpeg([exifSegment(tiff(ifd0, exif, gps))], trailer);
}

const capture = (s: Shot) => readFile(photo(s)).traces.find((t) => t.id === 'time.capture')?.values;
const codes = (s: Shot, context: Partial<ProvenanceContext>) =>
  judge(readFile(photo(s)), { now: NOW, ...context }).findings.map((f) => `${f.code} ${f.strength}`);

describe('clock strings', () => {
  it('reads EXIF, XMP and offsets', () => {
    expect(clock('2026:10:01 09:15:00')).toEqual({
      ms: Date.UTC(2026, 9, 1, 9, 15),
      offset: null,
      dateOnly: false,
    });
    expect(clock('2026-10-01T09:15:00.5+08:00')).toMatchObject({ offset: 480 });
    expect(clock('2026-10-01')).toMatchObject({ dateOnly: true });
    expect(offsetMinutes('-03:30')).toBe(-210);
  });

  it.each([
    '0000:00:00 00:00:00',
    '1970:01:01 08:00:00',
    '1980:01:01 00:00:00',
    '2000:01:01 00:00:00',
    '2000:01:02 03:04:05',
    '    :  :     :  :  ',
    '2026:13:01 00:00:00',
    '2026:02:30 00:00:00',
    '',
  ])('%j is no time', (text) => expect(clock(text)).toBeNull());

  it('derives a zone only where one exists', () => {
    const utc = Date.UTC(2026, 9, 1, 1, 15);
    expect(offsetBetween(utc + 480 * 60_000 + 40_000, utc)).toBe(480);
    expect(offsetBetween(utc + 345 * 60_000, utc)).toBe(345);
    expect(offsetBetween(utc + 255 * 60_000, utc)).toBeNull();
    expect(offsetBetween(utc + 16 * 60 * 60_000, utc)).toBeNull();
  });
});

describe('capture interval', () => {
  it('is ± 14 h without an offset, exact with one', () => {
    expect(capture({ original: '2026:10:01 09:15:00' })).toMatchObject({
      earliest: '2026-09-30T19:15:00Z',
      latest: '2026-10-01T23:15:00Z',
      sources: ['EXIF'],
    });
    expect(capture({ original: '2026:10:01 09:15:00', offset: '+08:00' })).toMatchObject({
      utc: '2026-10-01T01:15:00Z',
      sources: ['EXIF+offset'],
    });
  });

  it("takes the zone from a GPS time, and Samsung's UTC time", () => {
    expect(capture({ original: '2026:10:01 09:15:10', gps: ['2026:10:01', 1, 15, 2] })).toMatchObject({
      utc: '2026-10-01T01:15:10Z',
      sources: ['EXIF+GPS-offset', 'GPS'],
    });
    expect(capture({ original: '2026:10:01 09:15:00', utcMs: Date.UTC(2026, 9, 1, 1, 15) })).toMatchObject({
      utc: '2026-10-01T01:15:00Z',
      sources: ['EXIF', 'SEF'],
    });
  });

  it('keeps both ends when the clocks disagree', () => {
    const t = capture({ original: '2026:10:01 09:15:00', offset: '+08:00', gps: ['2026:09:30', 20, 0, 0] });
    expect(t).toMatchObject({
      clocksDisagree: true,
      earliest: '2026-09-30T20:00:00Z',
      latest: '2026-10-01T01:15:00Z',
    });
  });

  it('does not take a left-over GPS fix for the time', () => {
    const stale = capture({ original: '2026:10:01 09:15:00', gps: ['2026:08:20', 1, 15, 0] });
    expect(stale).toMatchObject({
      clocksDisagree: true,
      earliest: '2026-08-20T01:15:00Z',
      latest: '2026-10-01T23:15:00Z',
    });
    expect(stale).not.toHaveProperty('utc');
    expect(capture({ original: '2026:10:01 09:15:00', gps: ['2026:10:01', 5, 2, 0] })).toMatchObject({
      clocksDisagree: true,
      earliest: '2026-09-30T19:15:00Z',
      latest: '2026-10-01T23:15:00Z',
    });
  });

  it('makes no capture time of ModifyDate, defaults or a GPS fix alone', () => {
    expect(capture({ modified: '2026:10:01 09:15:00' })).toBeUndefined();
    expect(capture({ original: '0000:00:00 00:00:00' })).toBeUndefined();
    expect(capture({ gps: ['2026:10:01', 1, 15, 0] })).toBeUndefined();
  });
});

describe('against the order', () => {
  const shot: Shot = { original: '2026:10:01 09:15:00', offset: '+08:00', make: 'Xiaomi' };
  it.each<[string, Shot, Partial<ProvenanceContext>, string[]]>([
    [
      'before delivery',
      shot,
      { orderedAt: '2026-09-28T00:00:00Z', deliveredAt: '2026-10-02T03:00:00Z' },
      ['captured-before-delivery contradiction'],
    ],
    [
      'before the order',
      shot,
      { orderedAt: '2026-10-01T02:00:00Z', deliveredAt: '2026-10-03T03:00:00Z' },
      ['captured-before-order contradiction'],
    ],
    [
      'before shipping',
      shot,
      { shippedAt: '2026-10-02T03:00:00Z' },
      ['captured-before-delivery contradiction'],
    ],
    ['after the claim', shot, { appliedAt: '2026-09-30T00:00:00Z' }, ['captured-after-claim weak']],
    [
      'between delivery and claim',
      shot,
      { deliveredAt: '2026-09-30T10:00:00Z', appliedAt: '2026-10-01T02:00:00Z' },
      ['capture-time-fits supports-claim'],
    ],
    [
      'within the zone doubt',
      { original: '2026:10:01 09:15:00' },
      { deliveredAt: '2026-10-01T20:00:00Z' },
      [],
    ],
    [
      'outside the zone doubt',
      { original: '2026:10:01 09:15:00', make: 'HUAWEI' },
      { deliveredAt: '2026-10-02T00:00:00Z' },
      ['captured-before-delivery contradiction'],
    ],
    [
      'a camera clock',
      { ...shot, make: 'Canon' },
      { deliveredAt: '2026-10-02T03:00:00Z' },
      ['captured-before-delivery strong'],
    ],
    ['in the future', { ...shot, original: '2027:10:01 09:15:00' }, {}, ['time-contradiction weak']],
    [
      'saved before it was taken',
      { ...shot, modified: '2026:08:01 09:15:00' },
      {},
      ['time-contradiction moderate'],
    ],
    [
      'GPS 42 days off',
      { ...shot, gps: ['2026:08:20', 1, 15, 0] },
      { deliveredAt: '2026-10-02T03:00:00Z' },
      ['time-contradiction moderate', 'captured-before-delivery strong'],
    ],
    ['no order times', shot, {}, []],
  ])('%s', (_, s, context, expected) => expect(codes(s, context)).toEqual(expected));

  it('says why it was not checked', () => {
    const state = (s: Shot, context: Partial<ProvenanceContext>) =>
      judge(readFile(photo(s)), { now: NOW, ...context }).checks.find((c) => c.name === 'capture-time')!
        .result;
    expect(state({ make: 'x' }, { deliveredAt: NOW })).toEqual({
      state: 'not-checked',
      reason: 'no-capture-time',
    });
    expect(state(shot, {})).toEqual({ state: 'not-checked', reason: 'no-order-times' });
    expect(
      state(shot, { deliveredAt: '2026-10-01T01:15:00Z', appliedAt: '2026-10-01T01:15:00Z' }),
    ).toMatchObject({ state: 'found' });
  });
});
