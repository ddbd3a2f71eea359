/** The claim's clock: when it ends, what happens at zero, and how much attention it needs now. */
import type { Claim, DeadlineEffect } from '../claims/model.ts';

export interface Clock {
  at: string;
  effect: DeadlineEffect;
  /** True when the page told no deadline and the time comes from the table below. */
  estimated: boolean;
  /** Where an estimated time comes from. */
  source: string;
}

/** Fallback clocks, used only while the page tells none; hours from the request (merchant-domain table, 2026-11). */
interface FallbackClock {
  console: string;
  hours: number;
  effect: DeadlineEffect;
  source: string;
  effectiveFrom: string;
  effectiveTo: string | null;
  verifiedOn: string;
}

const FALLBACK: readonly FallbackClock[] = [
  fallback('pinduoduo', 48, 'report of 2023-12; varies by claim type'),
  fallback('douyin', 48, 'common value; to be confirmed on the page'),
  fallback('jd', 24, 'common value, the shorter of 24 and 48 hours; to be confirmed on the page'),
  fallback('taobao', 24, 'common value, the shortest of 1 to 5 days; to be confirmed on the page'),
  fallback('tiktok', 48, 'seller guide for Indonesia'),
];

function fallback(console: string, hours: number, source: string): FallbackClock {
  return {
    console,
    hours,
    effect: 'money-goes-out',
    source,
    effectiveFrom: '2023-12-01',
    effectiveTo: null,
    verifiedOn: '2026-11-24',
  };
}

/** Stages in which no seller's clock runs. */
const AT_REST = new Set(['paid', 'closed-unpaid']);

/** The claim's running clock; null when none runs or none is known. The page's own deadline always wins. */
export function clockOf(claim: Claim): Clock | null {
  if (claim.stage && AT_REST.has(claim.stage)) return null;
  if (claim.deadlineAt)
    return {
      at: claim.deadlineAt,
      effect: claim.deadlineEffect ?? 'unknown',
      estimated: false,
      source: 'page',
    };
  if (claim.stage !== undefined && claim.stage !== 'waits-for-seller' && claim.stage !== 'unknown')
    return null;
  const row = FALLBACK.find(({ console }) => console === claim.console);
  const from = claim.appliedAt ? Date.parse(claim.appliedAt) : Number.NaN;
  if (!row || Number.isNaN(from)) return null;
  return {
    at: new Date(from + row.hours * 3_600_000).toISOString(),
    effect: row.effect,
    estimated: true,
    source: row.source,
  };
}

/** Share of the amount that is at stake when the clock reaches zero, by effect. */
const AT_STAKE: Record<DeadlineEffect, number> = {
  'money-goes-out': 1,
  penalty: 1,
  unknown: 0.8,
  'platform-decides': 0.5,
  'closes-for-seller': 0,
};

/** Hours added to the time left, so that the last minutes of a tiny claim do not outrank everything else. */
const SOFTENING_HOURS = 2;

/**
 * How much attention a claim needs at `now` (ms since epoch): money at stake per hour left; larger is more urgent.
 * A clock that ran out scores 0: what could be lost is lost, and the appeal has its own clock. A claim without an amount
 * counts as one major unit, so that it still sorts by time.
 */
export function urgency(clock: Clock | null, amount: { value: number } | undefined, now: number): number {
  if (!clock) return 0;
  const hours = (Date.parse(clock.at) - now) / 3_600_000;
  if (Number.isNaN(hours) || hours <= 0) return 0;
  return (AT_STAKE[clock.effect] * Math.max(amount?.value ?? 0, 100)) / (hours + SOFTENING_HOURS);
}

/** Dangerous clocks that end within `withinHours` of `now`: what badges and desktop notices warn of. */
export function isPressing(clock: Clock | null, now: number, withinHours: number): boolean {
  if (!clock || clock.effect === 'closes-for-seller') return false;
  const left = Date.parse(clock.at) - now;
  return left > 0 && left <= withinHours * 3_600_000;
}
