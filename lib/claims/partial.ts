/** What one source (a list row, a detail page, one JSON answer) told about a claim: any part of it may be missing. */
import type { ClaimItem, ClaimKind, ClaimStage, DeadlineEffect, Money } from './model.ts';

/** A picture or video as one source named it; `originalUrl` is the best address of the stored object where a CDN rule applies. */
export interface PartialEvidence {
  url: string;
  originalUrl?: string;
  kind: 'photo' | 'video';
  /** Round of the claim that brought it, counted from 1; absent where the source does not tell. */
  round?: number;
}

/** The texts as the page showed them, kept beside the parsed values so that a doubtful parse can be looked at. */
export interface RawTexts {
  amount?: string;
  paid?: string;
  kind?: string;
  appliedAt?: string;
  deadline?: string;
  orderedAt?: string;
  shippedAt?: string;
  deliveredAt?: string;
}

/** Ids are strings, times are ISO instants with offset, money is in minor units. At least one of the two ids is present. */
export interface PartialClaim {
  claimId?: string;
  orderId?: string;
  shopId?: string;
  buyer?: { id?: string; name?: string };
  kind?: ClaimKind;
  reason?: string;
  description?: string;
  amount?: Money;
  paid?: Money;
  items?: ClaimItem[];
  evidence?: PartialEvidence[];
  appliedAt?: string;
  deadlineAt?: string;
  deadlineEffect?: DeadlineEffect;
  orderedAt?: string;
  shippedAt?: string;
  deliveredAt?: string;
  trackingNo?: string;
  status?: string;
  stage?: ClaimStage;
  raw?: RawTexts;
}

/** The fields a reader can report as read or missing. */
export const FIELDS = [
  'claimId',
  'orderId',
  'shopId',
  'buyer',
  'kind',
  'reason',
  'description',
  'amount',
  'paid',
  'items',
  'evidence',
  'appliedAt',
  'deadlineAt',
  'orderedAt',
  'shippedAt',
  'deliveredAt',
  'trackingNo',
  'status',
] as const satisfies readonly (keyof PartialClaim)[];

export type Field = (typeof FIELDS)[number];

/** Whether a partial reading has something for a field (an empty list is nothing). */
export function hasField(partial: PartialClaim, field: Field): boolean {
  const value = partial[field];
  if (value === undefined || value === '') return false;
  return Array.isArray(value) ? value.length > 0 : true;
}
