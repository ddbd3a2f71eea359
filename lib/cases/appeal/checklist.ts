/**
 * What an appeal must contain, per platform and claim reason, as data: appeals are refused for one missing element. Platforms
 * without a published list get the general one, and the seller is told so.
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

interface Rule {
  /** Console ids; the general rule has none. */
  consoles: readonly string[];
  always: readonly Element[];
  reasons: Partial<Record<ClaimReason, readonly Element[]>>;
  source: string;
  verifiedOn: string;
}

const CONDITION: readonly Element[] = ['finding', 'buyer-photos', 'listing', 'packing'];

const RULES: readonly Rule[] = [
  {
    consoles: ['tiktok'],
    always: ['order', 'dates', 'tracking', 'talk'],
    reasons: {
      damaged: CONDITION,
      defective: ['listing', 'buyer-photos', 'packing', 'policy'],
      'wrong-item': ['listing', 'packing', 'buyer-photos'],
      'missing-parts': ['packing', 'listing', 'buyer-photos'],
      'not-received': ['delivered'],
      other: ['buyer-photos', 'reply'],
    },
    source: 'TikTok Shop US, After-Sales Evidence Guide for Appeals and Disputes (2025-12-10)',
    verifiedOn: '2026-11-29',
  },
  {
    consoles: ['shopee', 'lazada'],
    always: ['order', 'dates', 'talk'],
    reasons: {
      damaged: [...CONDITION, 'tracking'],
      spoiled: [...CONDITION, 'tracking'],
      defective: ['buyer-photos', 'listing', 'packing', 'tracking'],
      'wrong-item': ['listing', 'packing', 'tracking'],
      'missing-parts': ['packing', 'tracking', 'buyer-photos'],
      'not-received': ['tracking', 'delivered'],
    },
    source: 'Shopee help centre, supporting documents in a return or refund dispute',
    verifiedOn: '2026-11-29',
  },
  {
    consoles: ['amazon', 'ebay', 'shopify', 'etsy'],
    always: ['order', 'amount', 'dates', 'tracking', 'delivered', 'talk', 'policy'],
    reasons: {
      damaged: [...CONDITION, 'returned-item'],
      defective: ['listing', 'buyer-photos', 'returned-item'],
      'wrong-item': ['listing', 'packing', 'returned-item'],
      'missing-parts': ['packing', 'listing'],
    },
    source:
      'card-dispute guides (invoice, proof of delivery, customer communication, policy); merchant-domain S22, S25',
    verifiedOn: '2026-11-29',
  },
];

const GENERAL: Rule = {
  consoles: [],
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
  source:
    'numbered proofs with what each shows, times, request and its answer (merchant-domain, section 8 and text T5)',
  verifiedOn: '2026-11-29',
};

export interface AppealChecklist {
  reasons: ClaimReason[];
  /** False when the platform has published no list and the general one stands in. */
  published: boolean;
  source: string;
  verifiedOn: string;
  elements: { element: Element; state: ElementState }[];
}

const STATE: Record<Element, (dossier: Dossier) => ElementState> = {
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
  reply: ({ requests }) =>
    yes(
      requests.some(
        ({ answeredAt, dueAt }) => answeredAt !== null || (dueAt !== null && dueAt !== undefined),
      ),
    ),
  person: (dossier) => yes(wasReviewed(dossier) && lastDecision(dossier)),
  'returned-item': () => 'by-hand',
  policy: () => 'by-hand',
};

const yes = (there: unknown): ElementState => (there ? 'has' : 'lacks');

/** The list for a case, each element once, with what the case has of it. */
export function appealChecklist(dossier: Dossier): AppealChecklist {
  const { claim } = dossier.claim;
  const told = claimReasons(claim.reason);
  // What the buyer writes counts only where the chosen reason says nothing.
  const reasons = told[0] === 'other' ? claimReasons(claim.description) : told;
  const rule = RULES.find(({ consoles }) => consoles.includes(claim.console)) ?? GENERAL;
  const wanted = new Set<Element>([
    ...rule.always,
    ...reasons.flatMap(
      (reason) => rule.reasons[reason] ?? rule.reasons.other ?? GENERAL.reasons[reason] ?? [],
    ),
  ]);
  return {
    reasons,
    published: rule !== GENERAL,
    source: rule.source,
    verifiedOn: rule.verifiedOn,
    elements: ELEMENTS.filter((element) => wanted.has(element)).map((element) => ({
      element,
      state: STATE[element](dossier),
    })),
  };
}
