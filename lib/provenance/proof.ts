/** Turning traces into findings that an arbiter can check: place, offset, raw value, hex, and a public tool's command. */
import type { Proof } from '../claims/check.ts';
import type { Finding, FindingCode, FindingOf, Strength } from '../claims/finding.ts';
import type { AiDeclaration, FileReport, ProvenanceContext, Trace, TraceId } from './types.ts';
import { PROVENANCE_VERSION } from './version.ts';

/** What the rules look at. */
export interface Case {
  report: FileReport;
  context: ProvenanceContext;
  /** Whether previews were compared with the picture: null without pixels, false when the file holds none. */
  compared: boolean | null;
  /** What one trace declares about AI, and whether it declares an edit, as its check says. */
  aiOf(t: Trace): AiDeclaration;
  declaresEdit(t: Trace): boolean;
}

/** The traces of these ids, in the order in which they were found. */
export const tracesOf = <I extends TraceId>(
  c: Pick<Case, 'report'>,
  ...ids: I[]
): Extract<Trace, { id: I }>[] =>
  c.report.traces.filter((t): t is Extract<Trace, { id: I }> => (ids as string[]).includes(t.id));

/** Traces that say the same, told once: the first of each key, with the places of the others. */
export function merged<T extends Trace>(
  traces: readonly T[],
  key: (t: T) => string,
): [T, { alsoAt?: string[] }][] {
  const groups = new Map<string, T[]>();
  for (const t of traces) groups.set(key(t), [...(groups.get(key(t)) ?? []), t]);
  return [...groups.values()].map(([first, ...others]) => [
    first!,
    others.length > 0 ? { alsoAt: others.map((t) => t.place) } : {},
  ]);
}

export const checkOf = (name: string): { name: string; version: string } => ({
  name,
  version: PROVENANCE_VERSION,
});

/** Milliseconds of an ISO instant; NaN when there is none. */
export const msOf = (iso: string | null | undefined): number => (iso ? Date.parse(iso) : Number.NaN);

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
const proof = (t: Trace): Proof => ({
  trace: t.id,
  place: t.place,
  offset: t.offset,
  length: t.length,
  raw: t.raw,
  hex: t.hex ?? '',
  command: toolFor(t.place),
});

/** A finding about a trace: the facts named by its code, the proof, and the trace's own values for whoever looks closer. */
export const found = <C extends FindingCode>(
  code: C,
  strength: Strength,
  check: string,
  t: Trace,
  facts: NoInfer<Omit<FindingOf<C>['facts'], keyof Proof>>,
): Finding =>
  ({
    code,
    strength,
    facts: defined({ ...t.values, ...facts, ...proof(t) }),
    check: checkOf(check),
  }) as Finding;

/** Without the names that have no value: a fact is there or it is not. */
const defined = (facts: object): object =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
