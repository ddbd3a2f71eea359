/** Partial readings of one claim (list row, detail page, JSON answer) become one, and then a checked claim. */
import * as v from 'valibot';
import { orderKeyed } from './ids.ts';
import { Claim, type ClaimItem, claimKey, EvidenceRef, HttpsUrl } from './model.ts';
import type { PartialClaim, PartialEvidence } from './partial.ts';
import { stableAddress } from './unite.ts';

function mergeEvidence(one: PartialEvidence[] = [], other: PartialEvidence[] = []): PartialEvidence[] {
  const byObject = new Map<string, PartialEvidence>();
  for (const entry of [...one, ...other]) {
    const key = stableAddress(entry.originalUrl ?? entry.url);
    byObject.set(key, { ...entry, ...byObject.get(key) });
  }
  return [...byObject.values()];
}

function mergeItems(one: ClaimItem[] = [], other: ClaimItem[] = []): ClaimItem[] {
  if (!one.length || !other.length) return one.length ? one : other;
  // One item on both sides is the same item told twice; otherwise the fuller list stands.
  if (one.length === 1 && other.length === 1) return [{ ...other[0], ...defined(one[0] ?? {}) }];
  return one.length >= other.length ? one : other;
}

function defined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, part]) => part !== undefined && part !== ''),
  ) as Partial<T>;
}

/**
 * Two partial readings of one claim as one. What `surer` tells stands; `other` fills the gaps. Pictures of both are kept, each
 * stored object once. A kind `other` or a stage `unknown` is a gap.
 */
export function mergePartials(surer: PartialClaim, other: PartialClaim): PartialClaim {
  const evidence = mergeEvidence(surer.evidence, other.evidence);
  const items = mergeItems(surer.items, other.items);
  const buyer = surer.buyer || other.buyer ? { ...other.buyer, ...defined(surer.buyer ?? {}) } : undefined;
  const raw = surer.raw || other.raw ? { ...other.raw, ...surer.raw } : undefined;
  const kind = surer.kind && surer.kind !== 'other' ? surer.kind : (other.kind ?? surer.kind);
  const stage = surer.stage && surer.stage !== 'unknown' ? surer.stage : (other.stage ?? surer.stage);
  return {
    ...other,
    ...defined(surer),
    ...(evidence.length && { evidence }),
    ...(items.length && { items }),
    ...(buyer && { buyer }),
    ...(raw && { raw }),
    ...(kind && { kind }),
    ...(stage && { stage }),
  };
}

/** Where and how a claim was read. */
export interface ReadMeta {
  console: string;
  version: string;
  how: Claim['reader']['how'];
  pageUrl: string;
  /** ISO instant. */
  readAt: string;
}

const ID_LENGTH = 80;

/**
 * A checked claim from everything known of it; undefined when it has neither a claim nor an order number. Where only the order
 * is known, a marked stand-in id is used (`order-…`). Parts that do not fit the model are left out, the rest is kept.
 */
export function toClaim(partial: PartialClaim, meta: ReadMeta): Claim | undefined {
  const claimId = partial.claimId ?? (partial.orderId && orderKeyed(partial.orderId));
  if (!claimId || claimId.length > ID_LENGTH) return undefined;
  const evidence = (partial.evidence ?? []).flatMap((entry) => {
    const parsed = v.safeParse(EvidenceRef, { ...entry, originalUrl: entry.originalUrl ?? entry.url });
    return parsed.success ? [parsed.output] : [];
  });
  const items = (partial.items ?? []).map((item) => {
    const { imageUrl, ...rest } = item;
    return v.is(HttpsUrl, imageUrl) ? { ...rest, imageUrl } : rest;
  });
  const { raw: _raw, ...fields } = partial;
  const parsed = v.safeParse(Claim, {
    ...fields,
    key: claimKey(meta.console, claimId),
    console: meta.console,
    claimId,
    kind: partial.kind ?? 'other',
    items: items.slice(0, 50),
    evidence: evidence.slice(0, 60),
    pageUrl: meta.pageUrl.slice(0, 4_096),
    readAt: meta.readAt,
    reader: { console: meta.console, version: meta.version, how: meta.how },
  });
  return parsed.success ? parsed.output : undefined;
}
