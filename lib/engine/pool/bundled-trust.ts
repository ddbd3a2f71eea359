/** The trust lists that a release may bring along (build/trust-lists.ts). Read from the package only, once. */
import * as v from 'valibot';
import type { TrustList } from '../../provenance/index.ts';

const LIST = v.object({
  pem: v.string(),
  source: v.string(),
  date: v.string(),
  licence: v.string(),
  official: v.literal(true),
});

/** @param address of `trust/lists.json` in the package. @returns null where the package has none. */
export async function bundledTrust(address: string): Promise<TrustList | null> {
  try {
    const response = await fetch(address);
    const read = response.ok ? v.safeParse(LIST, await response.json()) : null;
    return read?.success ? read.output : null;
  } catch {
    return null;
  }
}

/** The one to judge with: the seller's own file before any official list, of two official ones the newer. */
export function chosenTrust(own: TrustList | null, bundled: TrustList | null): TrustList | null {
  if (!own || !bundled) return own ?? bundled;
  return own.official && Date.parse(bundled.date) > Date.parse(own.date) ? bundled : own;
}
