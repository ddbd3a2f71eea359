/** How long what is kept, counted per claim: the shortest that the purpose allows, a hold for what is in dispute. */
import type { Verdict } from '../claims/finding.ts';
import type { ClaimStage } from '../claims/model.ts';

/** Days, as the settings hold them (the privacy page states the defaults). */
export interface RetentionPolicy {
  /** A claim without finding: pictures this long, … */
  cleanPixelsDays: number;
  /** … then hashes and codes this long, then everything goes. */
  cleanHashesDays: number;
  /** A disputed claim: this long after it was closed. */
  disputedDays: number;
}

/** What retention needs to know of a claim. Instants are ISO. */
export interface KeptClaim {
  claimKey: string;
  firstSeenAt: string;
  stage: ClaimStage | undefined;
  verdict: Verdict | null;
  /** True when every photo of it is kept and was checked. */
  checkedWhole: boolean;
  /** True while something of it still waits to be fetched, read or checked. */
  waiting: boolean;
  flagged: boolean;
  hasCase: boolean;
  caseClosedAt: string | null;
  /** Last time the claim itself changed: what a claim without a case counts its close from. */
  changedAt: string;
  legalHold: boolean;
  pixelsKept: boolean;
}

export type RetentionStep =
  | { claimKey: string; what: 'hold' }
  /** Still open: nothing is counted yet. */
  | { claimKey: string; what: 'open' }
  /** Closed, and not checked to the end: nothing is counted until it is. */
  | { claimKey: string; what: 'unchecked' }
  | { claimKey: string; what: 'pixels' | 'all'; dueAt: string };

const DAY = 86_400_000;
const CLOSED = new Set<ClaimStage | undefined>(['paid', 'closed-unpaid']);

/**
 * Whether nothing was found on a claim that is over: the only ones whose photos may go early. What was not checked, waits, is
 * flagged, held or worked on is never among them: no answer is not a clean answer.
 */
export const isClean = (claim: KeptClaim): boolean =>
  CLOSED.has(claim.stage) &&
  claim.verdict === 'no-anomaly' &&
  claim.checkedWhole &&
  !claim.waiting &&
  !claim.flagged &&
  !claim.hasCase &&
  !claim.legalHold;

/** The next step for a claim and when it is due: the visible counter. */
export function retentionOf(claim: KeptClaim, policy: RetentionPolicy): RetentionStep {
  const { claimKey } = claim;
  if (claim.legalHold) return { claimKey, what: 'hold' };
  const after = (ms: number, days: number) => new Date(ms + days * DAY).toISOString();
  const closedAt = claim.hasCase ? claim.caseClosedAt : CLOSED.has(claim.stage) ? claim.changedAt : null;
  if (closedAt === null) return { claimKey, what: 'open' };
  if (claim.waiting || (claim.verdict === null && !claim.hasCase)) return { claimKey, what: 'unchecked' };
  if (!isClean(claim))
    return { claimKey, what: 'all', dueAt: after(Date.parse(closedAt), policy.disputedDays) };
  // A claim may be decided long after it was read: its days begin when it is over.
  const from = Math.max(Date.parse(claim.firstSeenAt), Date.parse(closedAt));
  return claim.pixelsKept
    ? { claimKey, what: 'pixels', dueAt: after(from, policy.cleanPixelsDays) }
    : { claimKey, what: 'all', dueAt: after(from, policy.cleanPixelsDays + policy.cleanHashesDays) };
}

/** A step that has a day. */
export type DatedStep = Extract<RetentionStep, { dueAt: string }>;

/** The steps that are due at `now` (ms since epoch), oldest first, and the next one to come. */
export function retentionPlan(
  claims: readonly KeptClaim[],
  policy: RetentionPolicy,
  now: number,
): { due: DatedStep[]; next: DatedStep | null } {
  const dated = claims
    .map((claim) => retentionOf(claim, policy))
    .flatMap((step) => ('dueAt' in step ? [{ step, at: Date.parse(step.dueAt) }] : []))
    .sort((a, b) => a.at - b.at || (a.step.claimKey < b.step.claimKey ? -1 : 1));
  return {
    due: dated.filter(({ at }) => at <= now).map(({ step }) => step),
    next: dated.find(({ at }) => at > now)?.step ?? null,
  };
}

/** What is to go, by claim, and since when it has stood in the list. */
export type Listed = Record<string, { what: 'pixels' | 'all'; since: string }>;

/** Nothing goes by itself before it has stood in the list for this long, in milliseconds. */
export const LISTED_FOR_MS = DAY;

/**
 * Of what is due, what has stood in the list for a day and goes now; and the list for the next run, which loses what is no
 * longer due.
 */
export function listedSteps(
  due: readonly DatedStep[],
  listed: Listed,
  now: number,
): { ready: DatedStep[]; listed: Listed } {
  const isReady = ({ claimKey, what }: DatedStep): boolean => {
    const known = listed[claimKey];
    return known?.what === what && now - Date.parse(known.since) >= LISTED_FOR_MS;
  };
  const since = new Date(now).toISOString();
  return {
    ready: due.filter(isReady),
    listed: Object.fromEntries(
      due
        .filter((step) => !isReady(step))
        .map(({ claimKey, what }) => {
          const known = listed[claimKey];
          return [claimKey, known?.what === what ? known : { what, since }];
        }),
    ),
  };
}
