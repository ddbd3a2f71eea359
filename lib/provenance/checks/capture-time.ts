/** Capture time against the order's own times. Says something only when the whole possible interval is on one side. */
import * as v from 'valibot';
import { code, type FactsIn, traceFacts } from '../../claims/check.ts';
import type { Finding, Strength } from '../../claims/finding.ts';
import type { FileCheck } from '../file-check.ts';
import { DAY } from '../formats/time.ts';
import { type Case, found, msOf, tracesOf } from '../proof.ts';
import { GPS_ERA_DAYS } from '../tables/clocks.ts';
import type { Trace, TraceOf } from '../types.ts';
import { MOVIE_HEADER, MOVIE_KEY } from './movie-program.ts';

/** Facts of every capture time that is held against an event of the order. */
const against = traceFacts({
  /** The instant where it is known, else the local time, else the earliest that the clocks allow. */
  capturedAt: v.string(),
  event: v.picklist(['ordered', 'shipped', 'delivered', 'applied']),
  eventAt: v.string(),
  gapMs: v.number(),
  /** How the clock was set, or that the file's clocks disagree; absent for a time stamp, which is no clock of the file's. */
  clock: v.optional(v.picklist(['utc', 'phone', 'camera', 'unknown', 'disagree'])),
  /** By a time stamp: the picture existed then. */
  existedBy: v.optional(v.string()),
});

const codes = {
  'captured-before-order': code({
    strengths: ['contradiction', 'strong', 'moderate'],
    family: 'order-time',
    reason: 'META',
    hard: 'strong',
    facts: against,
  }),
  'captured-before-delivery': code({
    strengths: ['contradiction', 'strong', 'moderate'],
    family: 'order-time',
    reason: 'META',
    hard: 'strong',
    facts: against,
  }),
  'captured-after-claim': code({
    strengths: ['weak'],
    family: 'order-time',
    reason: 'META',
    hard: 'never',
    facts: against,
  }),
  'capture-time-fits': code({
    strengths: ['supports-claim'],
    family: 'order-time',
    reason: 'META',
    hard: 'never',
    facts: against,
  }),
  'time-contradiction': code({
    strengths: ['moderate', 'weak'],
    family: 'order-time',
    reason: 'META',
    hard: 'never',
    facts: traceFacts({
      between: v.picklist(['exif-and-gps', 'modified-and-capture', 'capture-and-now', 'signed-and-capture']),
    }),
  }),
};

declare module '../../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

/** Makers whose cameras have no network clock; phones set theirs from the network. */
const CAMERAS =
  /^(canon|nikon|sony|fujifilm|fuji|olympus|om digital|panasonic|pentax|ricoh|leica|kodak|casio|gopro|dji|hasselblad|sigma)/i;

interface Taken {
  trace: TraceOf<'time.capture'>;
  from: number;
  to: number;
}

/** The capture interval of the file; null when it has none. */
function taken(c: Case): Taken | null {
  const [trace] = tracesOf(c, 'time.capture');
  const from = msOf(trace?.values.earliest);
  const to = msOf(trace?.values.latest);
  return trace && Number.isFinite(from) && Number.isFinite(to) ? { trace, from, to } : null;
}

/** How far the clock can be trusted: UTC from a satellite or the network, a phone's, a camera's, or unknown. */
function clockOf(c: Case, t: Taken['trace']): 'utc' | 'phone' | 'camera' | 'unknown' {
  const { sources } = t.values;
  if (sources.includes('GPS') || sources.includes('SEF')) return 'utc';
  const named = tracesOf(c, 'device')[0]?.values;
  if (!named) return 'unknown';
  if (/^sony$/i.test(named.make) && /^(xq|[a-z]\d{4}$|so-|sog)/i.test(named.model)) return 'phone';
  return CAMERAS.test(named.make) ? 'camera' : 'phone';
}

/**
 * Does the time fit the order once a known fault of clocks is taken back? A clock set by a GPS receiver that missed a
 * rollover of the week number lags by 1,024 weeks or twice that.
 */
function doubted(c: Case, t: Taken): boolean {
  const from = Math.min(...[msOf(c.context.orderedAt), msOf(c.context.shippedAt)].filter(Number.isFinite));
  const end = msOf(c.context.now) + DAY;
  return [1, 2].some((eras) => {
    const shift = eras * GPS_ERA_DAYS * DAY;
    return Number.isFinite(from) && t.to + shift >= from && t.from + shift <= end;
  });
}

/** Rounded to six minutes: finer than any of these clocks is worth. */
const gap = (ms: number): number => Math.round(ms / 360_000) * 360_000;

type Event = 'ordered' | 'shipped' | 'delivered' | 'applied';
type AgainstCode =
  | 'captured-before-order'
  | 'captured-before-delivery'
  | 'captured-after-claim'
  | 'capture-time-fits';

function judge(c: Case): Finding[] {
  const t = taken(c);
  const out = contradictions(c, t);
  if (!t || doubted(c, t)) return [...out, ...existed(c)];
  const ordered = msOf(c.context.orderedAt);
  const delivered = msOf(c.context.deliveredAt);
  const shipped = msOf(c.context.shippedAt);
  const applied = msOf(c.context.appliedAt);
  const clock = clockOf(c, t.trace);
  const { utc, local, earliest, sources, calendar, clocksDisagree } = t.trace.values;
  const doubtful = clock === 'camera' || clocksDisagree === true || out.length > 0;
  const say = (name: AgainstCode, strength: Strength, event: Event, at: number) =>
    out.push(
      found(name, strength, 'capture-time', t.trace, {
        capturedAt: utc ?? local ?? earliest,
        clock: clocksDisagree ? 'disagree' : clock,
        event,
        eventAt: new Date(at).toISOString(),
        gapMs: gap(Math.min(Math.abs(at - t.to), Math.abs(t.from - at))),
      }),
    );
  // The time of digitising and XMP's dates are a program's as often as the camera's.
  const digitized = sources.every((source) => /^(?:EXIF digitized|XMP )/.test(source));
  // A movie's header holds when the file was begun, and recorders, cutters and transcoders all write it.
  const header = sources.every((source) => source === MOVIE_HEADER);
  const sure = !doubtful && !sources.includes(MOVIE_KEY);
  // Without a camera's name nobody knows which program wrote the time.
  const hard: Strength =
    digitized || header || clock === 'unknown' ? 'moderate' : sure ? 'contradiction' : 'strong';
  // A year that was translated from another calendar may confirm, never accuse.
  if (calendar === undefined) {
    if (t.to < ordered) say('captured-before-order', hard, 'ordered', ordered);
    else if (t.to < delivered) say('captured-before-delivery', hard, 'delivered', delivered);
    else if (t.to < shipped) say('captured-before-delivery', hard, 'shipped', shipped);
    // A photo added in a later round is taken after the claim as a matter of course.
    if (t.from > applied && !header) say('captured-after-claim', 'weak', 'applied', applied);
  }
  const end = Number.isFinite(applied) ? applied : msOf(c.context.now);
  if (t.from >= delivered && t.to <= end && !doubtful && !header) {
    say('capture-time-fits', 'supports-claim', 'delivered', delivered);
  }
  return out;
}

/**
 * A time stamp on the credential is an upper bound: the picture existed then. Only one that the validator found right,
 * on a credential that fits these bytes.
 */
function existed(c: Case): Finding[] {
  const ordered = msOf(c.context.orderedAt);
  const delivered = msOf(c.context.deliveredAt);
  for (const t of tracesOf(c, 'c2pa')) {
    const { integrity, codes: validation, signedAt } = t.values;
    const signed = msOf(signedAt);
    const stamped =
      validation.includes('timeStamp.validated') && validation.includes('claimSignature.validated');
    if (integrity !== 'ok' || !stamped || !Number.isFinite(signed)) continue;
    const strength: Strength = validation.includes('timeStamp.trusted') ? 'contradiction' : 'strong';
    const [name, event, at] =
      signed < ordered
        ? (['captured-before-order', 'ordered', ordered] as const)
        : (['captured-before-delivery', 'delivered', delivered] as const);
    if (signedAt === undefined || !(signed < at)) continue;
    return [
      found(name, strength, 'capture-time', t, {
        capturedAt: signedAt,
        existedBy: signedAt,
        event,
        eventAt: new Date(at).toISOString(),
        gapMs: gap(at - signed),
      }),
    ];
  }
  return [];
}

/** Times in the file that cannot both be right. */
function contradictions(c: Case, t: Taken | null): Finding[] {
  const say = (
    trace: Trace,
    between: 'exif-and-gps' | 'modified-and-capture' | 'capture-and-now' | 'signed-and-capture',
  ) => {
    // A clock that runs ahead was set wrong; nobody gains by a date that has not come.
    const strength: Strength = between === 'capture-and-now' ? 'weak' : 'moderate';
    return found('time-contradiction', strength, 'capture-time', trace, { between });
  };
  const out = [
    ...tracesOf(c, 'time.gps-mismatch').map((trace) => say(trace, 'exif-and-gps')),
    ...tracesOf(c, 'time.modified-before-capture').map((trace) => say(trace, 'modified-and-capture')),
  ];
  if (!t || t.trace.values.calendar !== undefined) return out;
  const header = t.trace.values.sources.every((source) => source === MOVIE_HEADER);
  if (!header && t.from > msOf(c.context.now) + DAY) out.push(say(t.trace, 'capture-and-now'));
  for (const credential of tracesOf(c, 'c2pa')) {
    if (msOf(credential.values.signedAt) + DAY < t.from) out.push(say(credential, 'signed-and-capture'));
  }
  return out;
}

function limits(c: Case): string | null {
  const t = taken(c);
  if (tracesOf(c, 'time.clock-doubtful').length > 0 || (t !== null && doubted(c, t))) return 'clock-doubtful';
  if (!t) return 'no-capture-time';
  const { orderedAt, shippedAt, deliveredAt, appliedAt } = c.context;
  return orderedAt || shippedAt || deliveredAt || appliedAt ? null : 'no-order-times';
}

export const captureTime: FileCheck = { id: 'capture-time', codes, judge, limits };
