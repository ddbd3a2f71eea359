/** Turning traces into findings that an arbiter can check: place, offset, raw value, hex, and a public tool's command. */
import type { Check, Fact, Finding, FindingCode, Strength } from '../../claims/finding.ts';
import type { FileReport, ProvenanceContext, Trace } from '../types.ts';
import { PROVENANCE_VERSION } from '../version.ts';

/** What the rules look at. */
export interface Case {
  report: FileReport;
  context: ProvenanceContext;
}

export const tracesOf = (c: Case, ...ids: string[]): Trace[] =>
  c.report.traces.filter((t) => ids.includes(t.id));

export const checkOf = (name: string): { name: string; version: string } => ({
  name,
  version: PROVENANCE_VERSION,
});

/** Commands by place, first fitting row; FILE stands for the photo's file. */
const COMMANDS: readonly [RegExp, string][] = [
  [/C2PA-thumbnail/, 'c2patool FILE --output DIR'],
  [/C2PA|APP11|caBX|:jumb$/, 'c2patool --detailed FILE'],
  [/EXIF-thumbnail/, 'exiftool -b -ThumbnailImage FILE > thumbnail.jpg'],
  [/MPF-preview/, 'exiftool -b -PreviewImage -MPImage2 FILE > preview.jpg'],
  [/APP13-thumbnail/, 'exiftool -b -PhotoshopThumbnail FILE > thumbnail.jpg'],
  [/XMP/, 'exiftool -a -G1 -s -XMP:all FILE'],
  [/IPTC|IIM/, 'exiftool -a -G1 -s -IPTC:all FILE'],
  [/GPSDateStamp/, 'exiftool -a -G1 -s -GPS:all FILE'],
  [/(?:EXIF|eXIf|^tiff)-(\w+)$/, 'exiftool -a -G1 -s -$1 FILE'],
  [/^(?:jpeg:COM|gif:comment)$/, 'exiftool -Comment FILE'],
  [/^png:(?:tEXt|zTXt|iTXt)/, 'exiftool -a -G1 -s -PNG:all FILE'],
  [/SEF/, 'exiftool -a -G1 -s -Samsung:all FILE'],
  [/^jpeg:DQT$/, 'exiftool -JPEGDigest FILE'],
  [/moov|udta/, 'exiftool -a -G1 -s -QuickTime:all FILE'],
  [/:size$/, 'exiftool -ImageSize FILE'],
  [/^file-name$/, ''],
];

/** The command line with which anyone can see the value; '' where only the name is meant. */
export function toolFor(place: string): string {
  for (const [pattern, command] of COMMANDS) {
    const m = pattern.exec(place);
    if (m) return command.replace('$1', m[1] ?? '');
  }
  return 'exiftool -v3 FILE';
}

/** Where and what: the facts every finding about a trace carries. */
export const proof = (t: Trace): Record<string, Fact> => ({
  place: t.place,
  offset: t.offset,
  length: t.length,
  raw: t.raw,
  hex: t.hex ?? '',
  command: toolFor(t.place),
});

/** A finding about a trace; the trace's values are its facts, `more` wins. */
export const found = (
  code: FindingCode,
  strength: Strength,
  check: string,
  t: Trace,
  more: Record<string, Fact> = {},
): Finding => ({
  code,
  strength,
  facts: { ...t.values, ...more, trace: t.id, ...proof(t) },
  check: checkOf(check),
});

export const check = (name: string, result: Check['result']): Check => ({ ...checkOf(name), result });
