/** The claim as every part of the product knows it, and the schema that checks it at every border. */
import * as v from 'valibot';

/** Longest texts kept from a page; a page that sends more is cut, not refused (limits of what a person can read). */
const TEXT = 4_000;
const NAME = 300;
const ID = 80;

const text = (max: number) =>
  v.pipe(
    v.string(),
    v.transform((s) => s.slice(0, max)),
  );

/** https only: a page-supplied picture address with any other scheme is never stored. */
export const HttpsUrl = v.pipe(
  v.string(),
  v.maxLength(4_096),
  v.check((s) => {
    try {
      return new URL(s).protocol === 'https:';
    } catch {
      return false;
    }
  }, 'not an https address'),
);

/** ISO 8601 instant with offset or Z, e.g. `2026-10-02T11:00:00+08:00`. */
export const Instant = v.pipe(v.string(), v.isoTimestamp());

export const ClaimKind = v.picklist(['refund-only', 'return-refund', 'exchange', 'partial', 'other']);

/** What happens when the clock reaches zero: consoles.md §7.4. */
export const DeadlineEffect = v.picklist([
  'money-goes-out',
  'closes-for-seller',
  'platform-decides',
  'penalty',
  'unknown',
]);

/** One platform-neutral stage: merchant-domain.md §2. */
export const ClaimStage = v.picklist([
  'waits-for-seller',
  'waits-for-buyer',
  'returned',
  'platform',
  'paid',
  'closed-unpaid',
  'unknown',
]);

/** `value` is an integer number of minor units (fen, cents); currencies without minor units use whole units. */
export const Money = v.object({
  value: v.pipe(v.number(), v.safeInteger()),
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
});

export const EvidenceRef = v.object({
  /** The address as the page showed it. */
  url: HttpsUrl,
  /** The best address of the stored object (consoles.md §5); equal to `url` when no rule applies. */
  originalUrl: HttpsUrl,
  kind: v.picklist(['photo', 'video']),
  /** Which round of the claim brought it, counted from 1; absent where the page does not tell. */
  round: v.optional(v.pipe(v.number(), v.safeInteger())),
});

export const ClaimItem = v.object({
  itemId: v.optional(text(ID)),
  skuId: v.optional(text(ID)),
  title: v.optional(text(NAME)),
  sku: v.optional(text(NAME)),
  imageUrl: v.optional(HttpsUrl),
});

export const Claim = v.object({
  /** `${console}:${claimId}` */
  key: v.pipe(v.string(), v.maxLength(ID * 2), v.regex(/^[a-z0-9-]+:.+$/)),
  console: v.pipe(v.string(), v.maxLength(40), v.regex(/^[a-z0-9-]+$/)),
  shopId: v.optional(text(ID)),
  claimId: v.pipe(v.string(), v.minLength(1), v.maxLength(ID)),
  orderId: v.optional(text(ID)),
  buyer: v.optional(v.object({ id: v.optional(text(ID)), name: v.optional(text(NAME)) })),
  kind: ClaimKind,
  reason: v.optional(text(NAME)),
  description: v.optional(text(TEXT)),
  amount: v.optional(Money),
  /** What the buyer paid for the line: never the amount asked back. */
  paid: v.optional(Money),
  items: v.pipe(v.array(ClaimItem), v.maxLength(50)),
  evidence: v.pipe(v.array(EvidenceRef), v.maxLength(60)),
  appliedAt: v.optional(Instant),
  deadlineAt: v.optional(Instant),
  deadlineEffect: v.optional(DeadlineEffect),
  orderedAt: v.optional(Instant),
  shippedAt: v.optional(Instant),
  deliveredAt: v.optional(Instant),
  trackingNo: v.optional(text(ID)),
  /** The console's own word for the status, and the stage it was read as. */
  status: v.optional(text(NAME)),
  stage: v.optional(ClaimStage),
  pageUrl: v.pipe(v.string(), v.maxLength(4_096)),
  readAt: Instant,
  reader: v.object({
    console: v.string(),
    version: v.string(),
    how: v.picklist(['json', 'dom', 'generic', 'taught', 'file']),
  }),
});

export type Claim = v.InferOutput<typeof Claim>;
export type ClaimKind = v.InferOutput<typeof ClaimKind>;
export type ClaimStage = v.InferOutput<typeof ClaimStage>;
export type DeadlineEffect = v.InferOutput<typeof DeadlineEffect>;
export type Money = v.InferOutput<typeof Money>;
export type ClaimItem = v.InferOutput<typeof ClaimItem>;
export type EvidenceRef = v.InferOutput<typeof EvidenceRef>;

/** The claim's key from its two parts. */
export const claimKey = (console: string, claimId: string): string => `${console}:${claimId}`;
/** Answers to the claim as a whole: each excludes the others. */
export const OUTCOMES = ['accept', 'accept-in-part', 'ask-for-evidence', 'contest'] as const;

/** Everything that is kept as a decision: the answers, another verdict than the shown one, and a pair of pictures that is no match. */
export const DECISIONS = [...OUTCOMES, 'override-verdict', 'not-a-match'] as const;

export type DecisionKind = (typeof DECISIONS)[number];
