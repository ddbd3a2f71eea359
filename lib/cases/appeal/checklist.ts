/**
 * What an appeal must contain, per platform and claim reason, as data: appeals are refused for one missing element. Where a
 * platform publishes no list, the usual one stands in, and the seller is told so.
 */
import { type Dossier, lastDecision, wasReviewed } from '../dossier.ts';
import { type ClaimReason, claimReasons } from './reason.ts';

export const ELEMENTS = [
  'order',
  'amount',
  'dates',
  'tracking',
  'delivered',
  'finding',
  'buyer-photos',
  'listing',
  'packing',
  'talk',
  'reply',
  'person',
  'returned-item',
  'policy',
] as const;
export type Element = (typeof ELEMENTS)[number];

/** `by-hand`: nothing of the kind is kept here; the seller adds it where the appeal is filed. */
export type ElementState = 'has' | 'lacks' | 'by-hand';

/** Guides that publish what an appeal must contain; their names stand in the texts. */
type GuideId = 'tiktok-evidence-guide' | 'shopee-documents' | 'amazon-appeals' | 'card-disputes';

interface Rule {
  /** Console ids, each with the guide that its list was taken from; null where it publishes none. The general rule has none. */
  consoles: Readonly<Record<string, GuideId | null>>;
  always: readonly Element[];
  reasons: Partial<Record<ClaimReason, readonly Element[]>>;
  /** Day on which the guides were read last. */
  verifiedOn: string;
}

const CONDITION: readonly Element[] = ['finding', 'buyer-photos', 'listing', 'packing'];

const RULES: readonly Rule[] = [
  {
    // TikTok Shop US, After-Sales Evidence Guide for Appeals and Disputes (2025-12-10).
    consoles: { tiktok: 'tiktok-evidence-guide' },
    always: ['order', 'dates', 'tracking', 'talk'],
    reasons: {
      damaged: CONDITION,
      spoiled: CONDITION,
      defective: ['listing', 'buyer-photos', 'packing', 'policy'],
      'wrong-item': ['listing', 'packing', 'buyer-photos'],
      'missing-parts': ['packing', 'listing', 'buyer-photos'],
      'not-received': ['delivered'],
      other: ['buyer-photos', 'reply'],
    },
    verifiedOn: '2026-11-29',
  },
  {
    consoles: { shopee: 'shopee-documents' },
    always: ['order', 'dates', 'talk'],
    reasons: {
      damaged: [...CONDITION, 'tracking'],
      spoiled: [...CONDITION, 'tracking'],
      defective: ['buyer-photos', 'listing', 'packing', 'tracking'],
      'wrong-item': ['listing', 'packing', 'tracking'],
      'missing-parts': ['packing', 'tracking', 'buyer-photos'],
      'not-received': ['tracking', 'delivered'],
    },
    verifiedOn: '2026-11-29',
  },
  {
    // Invoice, proof of delivery, talk with the customer and policy are what Amazon's appeals and card schemes ask for alike.
    consoles: { amazon: 'amazon-appeals', shopify: 'card-disputes', ebay: null, etsy: null },
    always: ['order', 'amount', 'dates', 'tracking', 'delivered', 'talk', 'policy'],
    reasons: {
      damaged: [...CONDITION, 'returned-item'],
      defective: ['listing', 'buyer-photos', 'returned-item'],
      'wrong-item': ['listing', 'packing', 'returned-item'],
      'missing-parts': ['packing', 'listing'],
    },
    verifiedOn: '2026-11-29',
  },
];

/** Numbered proofs with what each shows, the times, the request and its answer: what decisions that were won had. */
const GENERAL: Rule = {
  consoles: {},
  always: ['order', 'amount', 'dates', 'talk', 'reply', 'person'],
  reasons: {
    damaged: [...CONDITION, 'tracking'],
    spoiled: [...CONDITION, 'tracking', 'delivered'],
    defective: ['finding', 'buyer-photos', 'listing', 'packing'],
    'wrong-item': ['listing', 'packing', 'tracking'],
    'missing-parts': ['packing', 'tracking', 'listing'],
    'not-received': ['tracking', 'delivered'],
    other: ['finding', 'buyer-photos'],
  },
  verifiedOn: '2026-11-29',
};

export interface AppealChecklist {
  reasons: ClaimReason[];
  /** Null when the platform has published no list and the usual one stands in. */
  source: GuideId | null;
  verifiedOn: string;
  elements: { element: Element; state: ElementState }[];
}

const STATE: Record<Element, (dossier: Dossier, now: number) => ElementState> = {
  order: ({ claim: { claim } }) => yes(claim.orderId && claim.claimId),
  amount: ({ claim: { claim } }) => yes(claim.amount),
  dates: ({ claim: { claim } }) =>
    yes(claim.appliedAt && (claim.deliveredAt ?? claim.shippedAt ?? claim.orderedAt)),
  tracking: ({ claim: { claim } }) => yes(claim.trackingNo),
  delivered: ({ claim: { claim } }) => yes(claim.deliveredAt),
  finding: ({ findings }) =>
    yes(findings.some(({ finding }) => finding.photo && (finding.against || finding.region?.length))),
  'buyer-photos': ({ evidence }) => yes(evidence.some(({ sha256 }) => sha256 !== null)),
  listing: ({ references }) => yes(references.length > 0),
  packing: ({ archive }) => yes(archive.some(({ missingSince }) => missingSince === null)),
  talk: ({ requests }) => yes(requests.length > 0),
  reply: ({ requests }, now) =>
    yes(requests.some(({ answeredAt, dueAt }) => answeredAt || (dueAt && Date.parse(dueAt) < now))),
  person: (dossier) => yes(wasReviewed(dossier) && lastDecision(dossier)),
  'returned-item': () => 'by-hand',
  policy: () => 'by-hand',
};

const yes = (there: unknown): ElementState => (there ? 'has' : 'lacks');

/**
 * The list for a case, each element once, with what the case has of it.
 * @param now milliseconds since 1970: a buyer has time to reply until the date given
 */
export function appealChecklist(dossier: Dossier, now: number): AppealChecklist {
  const { claim } = dossier.claim;
  const told = claimReasons(claim.reason);
  // What the buyer writes counts only where the chosen reason says nothing.
  const reasons = told[0] === 'other' ? claimReasons(claim.description) : told;
  const rule = RULES.find(({ consoles }) => Object.hasOwn(consoles, claim.console)) ?? GENERAL;
  const wanted = new Set<Element>([
    ...rule.always,
    ...reasons.flatMap(
      (reason) => rule.reasons[reason] ?? rule.reasons.other ?? GENERAL.reasons[reason] ?? [],
    ),
  ]);
  return {
    reasons,
    source: rule.consoles[claim.console] ?? null,
    verifiedOn: rule.verifiedOn,
    elements: ELEMENTS.filter((element) => wanted.has(element)).map((element) => ({
      element,
      state: STATE[element](dossier, now),
    })),
  };
}
