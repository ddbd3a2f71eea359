/** Until when the buyer is asked to answer. */
import type { Clock } from '../clock.ts';
import { wallClock } from '../instants.ts';

const HOUR = 3_600_000;
/** Time given where no clock presses. */
const USUAL_MS = 24 * HOUR;
/** Time kept for the seller to look and decide after the answer: four hours, or a third of a clock that leaves less. */
const KEPT_MS = 4 * HOUR;
const KEPT_SHARE = 1 / 3;

/**
 * The instant to answer by: a day from now, and always before the platform's own clock ends. Whole hours where there are some.
 * @param clock the claim's running clock, if any
 * @param now milliseconds since epoch
 */
export function answerBy(clock: Clock | null, now: number): string {
  const left = clock ? Date.parse(clock.at) - now : Number.POSITIVE_INFINITY;
  const given = left > 0 ? Math.min(USUAL_MS, Math.max(left - KEPT_MS, left * KEPT_SHARE)) : USUAL_MS;
  const at = now + given;
  const hour = Math.floor(at / HOUR) * HOUR;
  return new Date(hour > now + HOUR ? hour : at).toISOString();
}

const pad = (n: number): string => String(n).padStart(2, '0');

/** `2026-10-02 18:00` in Beijing, where the buyer reads it; the text itself when it is no instant. */
export function dueText(iso: string): string {
  const w = wallClock(iso);
  return w ? `${w.year}-${pad(w.month)}-${pad(w.day)} ${pad(w.hour)}:${pad(w.minute)}` : iso;
}

/** Back from `2026-10-02T18:00` (or with a space), read in Beijing; null for anything else. */
export function dueInstant(text: string): string | null {
  const at = new Date(`${text.replace(' ', 'T')}:00+08:00`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
