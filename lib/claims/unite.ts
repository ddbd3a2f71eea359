/** Two readings of one claim become one record: later values win, nothing known is forgotten. */
import type { Claim, ClaimItem, EvidenceRef } from './model.ts';

/** Query parameters that sign an address or let it expire (consoles.md §5.1); they change while the picture stays. */
const SIGNATURE =
  /^(x-signature|x-expires|signature|expires|ossaccesskeyid|auth_key|sign|token|x-amz-.*|policy|key-pair-id)$/i;

/** Whether an address carries a signature or an expiry, and so must be used unchanged. */
export function isSigned(url: string): boolean {
  try {
    const parsed = new URL(url);
    return (
      parsed.hostname.includes('-sign') ||
      [...parsed.searchParams.keys()].some((name) => SIGNATURE.test(name))
    );
  } catch {
    return false;
  }
}

/** The part of an address that stays the same over page loads: no fragment, no signature parameters. */
export function stableAddress(url: string): string {
  try {
    const parsed = new URL(url);
    parsed.hash = '';
    for (const name of [...parsed.searchParams.keys()])
      if (SIGNATURE.test(name)) parsed.searchParams.delete(name);
    return parsed.href;
  } catch {
    return url;
  }
}

function uniteEvidence(known: EvidenceRef[], fresh: EvidenceRef[]): EvidenceRef[] {
  const byAddress = new Map(known.map((ref) => [stableAddress(ref.originalUrl), ref]));
  // A fresh signed address replaces the stale one of the same picture; its place in the order stays.
  for (const ref of fresh)
    byAddress.set(stableAddress(ref.originalUrl), {
      ...byAddress.get(stableAddress(ref.originalUrl)),
      ...ref,
    });
  return [...byAddress.values()];
}

function uniteItems(known: ClaimItem[], fresh: ClaimItem[]): ClaimItem[] {
  if (!fresh.length) return known;
  if (!known.length) return fresh;
  const out = known.map((item) => ({ ...item }));
  for (const item of fresh) {
    const same = out.find(
      (other) =>
        (item.itemId &&
          item.itemId === other.itemId &&
          (!item.skuId || !other.skuId || item.skuId === other.skuId)) ||
        (item.title && item.title === other.title) ||
        (out.length === 1 && fresh.length === 1 && !(item.itemId && other.itemId)),
    );
    if (same) Object.assign(same, definedOf(item));
    else out.push(item);
  }
  return out;
}

function definedOf<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== undefined && member !== ''),
  ) as Partial<T>;
}

/**
 * Merges a fresh reading into the record known so far. Both must have the same `key`.
 * A field missing in the fresh reading keeps its known value (a list row never empties what the detail page told).
 */
export function uniteClaims(known: Claim, fresh: Claim): Claim {
  const buyer = known.buyer || fresh.buyer ? { ...known.buyer, ...definedOf(fresh.buyer ?? {}) } : undefined;
  return {
    ...known,
    ...definedOf(fresh),
    kind: fresh.kind === 'other' ? known.kind : fresh.kind,
    stage: fresh.stage === 'unknown' ? known.stage : (fresh.stage ?? known.stage),
    buyer,
    items: uniteItems(known.items, fresh.items),
    evidence: uniteEvidence(known.evidence, fresh.evidence),
  };
}
