/** Clocks that were never set accuse nobody; clocks that may be right still speak. */
import { describe, expect, it } from 'vitest';
import { judge, readFile } from '../../../../lib/provenance/index.ts';
import { CLOCK_RULES } from '../../../../lib/provenance/tables/clocks.ts';
import { ascii, bytesEntry, type Entry, exifSegment, join, jpeg, le32, tiff, utf8 } from '../files.ts';

const CONTEXT = {
  now: '2026-05-07T00:00:00Z',
  orderedAt: '2026-05-01T00:00:00Z',
  deliveredAt: '2026-05-04T00:00:00Z',
  appliedAt: '2026-05-06T00:00:00Z',
};

interface Shot {
  original?: string;
  digitized?: string;
  modified?: string;
  make?: string;
  model?: string;
  software?: string;
  version?: string;
  offset?: string;
  gps?: [string, number, number, number];
}

function photo(s: Shot): Uint8Array {
  const texts: [number, string | undefined][] = [
    [0x010f, s.make],
    [0x0110, s.model],
    [0x0131, s.software],
    [0x0132, s.modified],
  ];
  const exifTexts: [number, string | undefined][] = [
    [0x9003, s.original],
    [0x9004, s.digitized],
    [0x9011, s.offset],
  ];
  const entries = (list: [number, string | undefined][]): Entry[] =>
    list.flatMap(([tag, text]) => (text === undefined ? [] : [ascii(tag, text)]));
  const version = s.version ? [bytesEntry(0x9000, utf8(s.version))] : [];
  const time = s.gps && {
    tag: 7,
    type: 5,
    count: 3,
    bytes: join(...s.gps.slice(1).map((v) => join(le32(Number(v)), le32(1)))),
  };
  const gps = time ? [time, ascii(0x1d, s.gps![0])] : [];
  return jpeg([exifSegment(tiff(entries(texts), [...version, ...entries(exifTexts)], gps))]);
}

const answer = (s: Shot) => judge(readFile(photo(s)), CONTEXT);
const timeCodes = (s: Shot) =>
  answer(s)
    .findings.map((f) => f.code)
    .filter((code) => /^captured-before|^time-contradiction|^capture-time-fits/.test(code));

describe('a doubtful clock', () => {
  it.each<[string, Shot]>([
    ['constant of reference camera code', { original: '2002:12:08 12:00:00' }],
    ['the same day, running', { original: '2002:12:08 17:31:12' }],
    ['new year of any year', { original: '2017:01:01 03:12:44' }],
    ['new year of this year', { original: '2026:01:01 00:00:31' }],
    ['new year in UTC, shown in America', { original: '2018:12:31 16:00:41' }],
    ['no button cell, second day', { original: '2014:01:02 19:10:00' }],
    ['GPS receiver without a fix', { original: '2019:04:07 00:12:10' }],
    ['month of the firmware', { original: '2019:08:01 00:14:02' }],
    ['midnight to the second', { original: '2021:06:15 00:00:00' }],
    ['eights', { original: '2008:08:08 08:08:08' }],
    ['32-bit seconds', { original: '2038:01:19 03:14:07' }],
    ['before EXIF 2.32', { original: '2018:06:15 09:11:12', version: '0232' }],
    ['before offset tags', { original: '2013:06:15 09:11:12', offset: '+08:00' }],
    ['before the iPhone', { original: '2020:06:15 09:11:12', make: 'Apple', model: 'iPhone 15 Pro' }],
    [
      'before its iOS',
      { original: '2022:06:15 09:11:12', make: 'Apple', model: 'iPhone 12', software: '18.6.1' },
    ],
    ['before the Galaxy', { original: '2022:06:15 09:11:12', make: 'samsung', model: 'SM-S928B' }],
    [
      'before the firmware',
      { original: '2019:06:15 09:11:12', make: 'samsung', model: 'SM-G965F', software: 'G965FXXU7DTA5' },
    ],
    ['before the Xiaomi number', { original: '2021:06:15 09:11:12', make: 'Xiaomi', model: '23127PN0CC' }],
    [
      'before the Android',
      { original: '2012:06:15 09:11:12', make: 'Meitu', software: 'Meitu M8-user 7.1.1' },
    ],
    ['an action camera', { original: '2015:02:03 09:11:12', make: 'DJI', model: 'Osmo Action 4' }],
    ['a clock a GPS era back', { original: '2006:09:19 09:11:12' }],
    ['a clock an era behind its GPS', { original: '2006:09:19 09:11:12', gps: ['2026:05:05', 2, 11, 0] }],
    ['a Buddhist year before the order', { original: '2569:03:05 09:11:12' }],
    ['a Republic of China year', { original: '0115:03:05 09:11:12' }],
    ['a Hebrew year', { original: '5786:05:05 09:11:12' }],
  ])('%s', (_, shot) => {
    expect(timeCodes(shot)).toEqual([]);
  });

  it('says that the time was not used', () => {
    const check = answer({ original: '2010:01:01 00:03:12' }).checks.find((c) => c.name === 'capture-time');
    expect(check?.result).toEqual({ state: 'not-checked', reason: 'clock-doubtful' });
  });
});

describe('a clock in another form', () => {
  it.each<[string, Shot]>([
    ['Buddhist', { original: '2569:05:05 09:11:12' }],
    ['Japanese era', { original: '0008:05:05 09:11:12' }],
    ['Arabic digits', { original: '٢٠٢٦:٠٥:٠٥ ٠٩:١١:١٢' }],
    ['Thai digits', { original: '๒๕๖๙:๐๕:๐๕ ๐๙:๑๑:๑๒' }],
  ])('%s is read', (_, shot) => {
    const found = answer(shot).report.traces.find((t) => t.id === 'time.capture');
    expect(found?.values.local).toBe('2026-05-05T09:11:12');
    expect(timeCodes(shot)).toEqual(['capture-time-fits']);
  });
});

describe('GPS dates', () => {
  const at = { original: '2026:05:05 09:11:12', make: 'samsung', model: 'SM-G965F' };
  it.each<[string, [string, number, number, number]]>([
    ['one era early', ['2006:09:19', 2, 11, 0]],
    ['extra digits', ['2026:05:0505', 2, 11, 0]],
    ['two eras early', ['1987:02:03', 2, 11, 0]],
    ['year since 1900', ['126:05:05', 2, 11, 0]],
  ])('%s contradict nothing', (_, gps) =>
    expect(timeCodes({ ...at, gps })).not.toContain('time-contradiction'),
  );

  it('of another month contradict', () => {
    expect(timeCodes({ ...at, gps: ['2026:02:01', 2, 11, 0] })).toContain('time-contradiction');
  });
});

describe('a clock that may be right', () => {
  it.each<[string, Shot, string]>([
    [
      'before the order',
      { original: '2026:03:11 15:20:08', make: 'Xiaomi', model: '23127PN0CC' },
      'contradiction',
    ],
    [
      'of the year before',
      { original: '2025:11:30 09:41:27', make: 'Apple', model: 'iPhone 15' },
      'contradiction',
    ],
    ['1 January in the afternoon', { original: '2026:01:01 15:20:08', make: 'Xiaomi' }, 'contradiction'],
    ['the time of digitising alone', { digitized: '2026:03:11 15:20:08', make: 'Xiaomi' }, 'moderate'],
  ])('%s still speaks', (_, shot, strength) => {
    const found = answer(shot).findings.find((f) => f.code === 'captured-before-order');
    expect(found?.strength).toBe(strength);
  });

  it('every rule names its source', () => {
    for (const rule of CLOCK_RULES) expect(rule.source.length, rule.id).toBeGreaterThan(20);
  });
});
