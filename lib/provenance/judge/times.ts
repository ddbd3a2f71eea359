/** Capture time against the order's own times. Says something only when the whole possible interval is on one side. */
import type { Fact, Finding, FindingCode, Strength } from '../../claims/finding.ts';
import { DAY } from '../formats/time.ts';
import { GPS_ERA_DAYS } from '../tables/clocks.ts';
import type { Trace } from '../types.ts';
import { type Case, found, tracesOf } from './proof.ts';

const msOf = (iso: Fact | undefined): number => (typeof iso === 'string' ? Date.parse(iso) : Number.NaN);

/** Makers whose cameras have no network clock; phones set theirs from the network. */
const CAMERAS =
  /^(canon|nikon|sony|fujifilm|fuji|olympus|om digital|panasonic|pentax|ricoh|leica|kodak|casio|gopro|dji|hasselblad|sigma)/i;

export interface Taken {
  trace: Trace;
  from: number;
  to: number;
}

/** The capture interval of the file; null when it has none. */
export function taken(c: Case): Taken | null {
  const trace = tracesOf(c, 'time.capture')[0];
  const from = msOf(trace?.values.earliest);
  const to = msOf(trace?.values.latest);
  return trace && Number.isFinite(from) && Number.isFinite(to) ? { trace, from, to } : null;
}

/** How far the clock can be trusted: UTC from a satellite or the network, a phone's, a camera's, or unknown. */
function clockOf(c: Case, t: Trace): string {
  const sources = sourcesOf(t);
  if (sources.includes('GPS') || sources.includes('SEF')) return 'utc';
  const make = tracesOf(c, 'device')[0]?.values.make;
  if (typeof make !== 'string') return 'unknown';
  if (
    /^sony$/i.test(make) &&
    /^(xq|[a-z]\d{4}$|so-|sog)/i.test(String(tracesOf(c, 'device')[0]?.values.model))
  )
    return 'phone';
  return CAMERAS.test(make) ? 'camera' : 'phone';
}

const sourcesOf = (t: Trace): string[] =>
  Array.isArray(t.values.sources) ? t.values.sources.filter((s) => typeof s === 'string') : [];

/**
 * Does the time fit the order once a known fault of clocks is taken back? A clock set by a GPS receiver that missed a
 * rollover of the week number lags by 1,024 weeks or twice that.
 */
export function doubted(c: Case, t: Taken): boolean {
  const from = Math.min(...[msOf(c.context.orderedAt), msOf(c.context.shippedAt)].filter(Number.isFinite));
  const end = msOf(c.context.now) + DAY;
  return [1, 2].some((eras) => {
    const shift = eras * GPS_ERA_DAYS * DAY;
    return Number.isFinite(from) && t.to + shift >= from && t.from + shift <= end;
  });
}

export function times(c: Case): Finding[] {
  const t = taken(c);
  const out = contradictions(c, t);
  if (!t || doubted(c, t)) return [...out, ...existed(c)];
  const ordered = msOf(c.context.orderedAt);
  const delivered = msOf(c.context.deliveredAt);
  const shipped = msOf(c.context.shippedAt);
  const applied = msOf(c.context.appliedAt);
  const clock = clockOf(c, t.trace);
  const doubtful = clock === 'camera' || t.trace.values.clocksDisagree === true || out.length > 0;
  const against = (code: FindingCode, strength: Strength, event: string, at: number) =>
    out.push(
      found(code, strength, 'capture-time', t.trace, {
        clock,
        event,
        eventAt: new Date(at).toISOString(),
        marginHours: Math.round(Math.min(Math.abs(at - t.to), Math.abs(t.from - at)) / 360_000) / 10,
      }),
    );
  const digitized = sourcesOf(t.trace).every((s) => s.startsWith('EXIF digitized'));
  const hard: Strength = digitized ? 'moderate' : doubtful ? 'strong' : 'contradiction';
  // A year that was translated from another calendar may confirm, never accuse.
  if (t.trace.values.calendar === undefined) {
    if (t.to < ordered) against('captured-before-order', hard, 'ordered', ordered);
    else if (t.to < delivered) against('captured-before-delivery', hard, 'delivered', delivered);
    else if (t.to < shipped) against('captured-before-delivery', hard, 'shipped', shipped);
    // A photo added in a later round is taken after the claim as a matter of course.
    if (t.from > applied) against('captured-after-claim', 'weak', 'applied', applied);
  }
  const end = Number.isFinite(applied) ? applied : msOf(c.context.now);
  if (t.from >= delivered && t.to <= end && !doubtful) {
    against('capture-time-fits', 'supports-claim', 'delivered', delivered);
  }
  return out;
}

/**
 * A time stamp on the credential is an upper bound: the picture existed then. Only one that the validator found right,
 * on a credential that fits these bytes.
 */
function existed(c: Case): Finding[] {
  for (const t of tracesOf(c, 'c2pa')) {
    const codes = Array.isArray(t.values.codes) ? t.values.codes : [];
    const signed = msOf(t.values.signedAt);
    if (t.values.integrity !== 'ok' || !codes.includes('timeStamp.validated') || !Number.isFinite(signed))
      continue;
    const strength: Strength = codes.includes('timeStamp.trusted') ? 'contradiction' : 'strong';
    const [code, event, at]: [FindingCode, string, number] =
      signed < msOf(c.context.orderedAt)
        ? ['captured-before-order', 'ordered', msOf(c.context.orderedAt)]
        : ['captured-before-delivery', 'delivered', msOf(c.context.deliveredAt)];
    if (!(signed < at)) continue;
    return [
      found(code, strength, 'capture-time', t, {
        capturedAt: t.values.signedAt ?? null,
        existedBy: t.values.signedAt ?? null,
        event,
        eventAt: new Date(at).toISOString(),
        marginHours: Math.round((at - signed) / 360_000) / 10,
      }),
    ];
  }
  return [];
}

/** Times in the file that cannot both be right. */
function contradictions(c: Case, t: Taken | null): Finding[] {
  const out: Finding[] = [];
  for (const trace of tracesOf(c, 'time.gps-mismatch')) {
    out.push(found('time-contradiction', 'moderate', 'capture-time', trace, { between: 'exif-and-gps' }));
  }
  for (const trace of tracesOf(c, 'time.modified-before-capture')) {
    out.push(
      found('time-contradiction', 'moderate', 'capture-time', trace, { between: 'modified-and-capture' }),
    );
  }
  const now = msOf(c.context.now);
  if (t && t.from > now + DAY && t.trace.values.calendar === undefined) {
    out.push(
      found('time-contradiction', 'moderate', 'capture-time', t.trace, { between: 'capture-and-now' }),
    );
  }
  for (const credential of tracesOf(c, 'c2pa')) {
    const signed = msOf(credential.values.signedAt);
    if (t && signed + DAY < t.from && t.trace.values.calendar === undefined) {
      out.push(
        found('time-contradiction', 'moderate', 'capture-time', credential, {
          between: 'signed-and-capture',
          capture: t.trace.values.earliest ?? null,
        }),
      );
    }
  }
  return out;
}
