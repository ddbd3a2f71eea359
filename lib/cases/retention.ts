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
  | { claimKey: string; what: 'pixels' | 'all'; dueAt: string };

const DAY = 86_400_000;
const CLOSED = new Set<ClaimStage | undefined>(['paid', 'closed-unpaid']);
const DISPUTED = new Set<Verdict | null>(['several-signs', 'file-declares-ai', 'worth-checking']);

/** The next step for a claim and when it is due: the visible counter. */
export function retentionOf(claim: KeptClaim, policy: RetentionPolicy): RetentionStep {
  const { claimKey } = claim;
  if (claim.legalHold) return { claimKey, what: 'hold' };
  const after = (iso: string, days: number) => new Date(Date.parse(iso) + days * DAY).toISOString();
  if (claim.hasCase || claim.flagged || DISPUTED.has(claim.verdict)) {
    const closedAt = claim.hasCase ? claim.caseClosedAt : CLOSED.has(claim.stage) ? claim.changedAt : null;
    return closedAt === null
      ? { claimKey, what: 'open' }
      : { claimKey, what: 'all', dueAt: after(closedAt, policy.disputedDays) };
  }
  return claim.pixelsKept
    ? { claimKey, what: 'pixels', dueAt: after(claim.firstSeenAt, policy.cleanPixelsDays) }
    : {
        claimKey,
        what: 'all',
        dueAt: after(claim.firstSeenAt, policy.cleanPixelsDays + policy.cleanHashesDays),
      };
}

/** The steps that are due at `now` (ms since epoch), oldest first, and the next one to come. */
export function retentionPlan(
  claims: readonly KeptClaim[],
  policy: RetentionPolicy,
  now: number,
): { due: RetentionStep[]; next: RetentionStep | null } {
  const dated = claims
    .map((claim) => retentionOf(claim, policy))
    .flatMap((step) => ('dueAt' in step ? [{ step, at: Date.parse(step.dueAt) }] : []))
    .sort((a, b) => a.at - b.at || (a.step.claimKey < b.step.claimKey ? -1 : 1));
  return {
    due: dated.filter(({ at }) => at <= now).map(({ step }) => step),
    next: dated.find(({ at }) => at > now)?.step ?? null,
  };
}
