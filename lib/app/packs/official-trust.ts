/** Getting the official C2PA trust lists at the seller's click: the signers' and the time stamp services', from their own address. */
import { ProductError } from '../../base/errors.ts';
import { bundledTrust } from '../../engine/pool/bundled-trust.ts';
import { dropHosts, requestHosts } from '../../platform/permissions.ts';
import { extensionUrl } from '../../platform/tabs.ts';
import { readTrustText } from '../../provenance/c2pa/trust-text.ts';
import type { TrustList } from '../../provenance/index.ts';
import { OFFICIAL_TRUST } from '../../provenance/tables/official-trust.ts';
import { setTrustList } from './trust-list.ts';

/** Why the lists were not taken over. */
export type OfficialRefusal = 'not-allowed' | 'not-reached' | 'malformed' | 'older';

export class OfficialTrustError extends ProductError {
  override readonly name = 'OfficialTrustError';
  readonly why: OfficialRefusal;
  constructor(why: OfficialRefusal) {
    super(`official trust list: ${why}`);
    this.why = why;
  }
  static {
    ProductError.register('OfficialTrustError', OfficialTrustError);
  }
}

async function text(url: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(url, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      cache: 'no-store',
      signal: AbortSignal.timeout(30_000),
    });
  } catch {
    throw new OfficialTrustError('not-reached');
  }
  if (!response.ok) throw new OfficialTrustError('not-reached');
  return response.text();
}

/**
 * The lists as one, checked.
 * @param current the list in use: an official one that is newer is not replaced.
 * Throws OfficialTrustError.
 */
export function officialList(signers: string, stamps: string, current: TrustList | null): TrustList {
  const [own, services] = [readTrustText(signers), readTrustText(stamps)];
  if (!own || !services) throw new OfficialTrustError('malformed');
  const date = Date.parse(own.newest) > Date.parse(services.newest) ? own.newest : services.newest;
  if (current?.official && Date.parse(current.date) > Date.parse(date)) throw new OfficialTrustError('older');
  const { source, licence } = OFFICIAL_TRUST;
  return { pem: `${signers.trim()}\n${stamps.trim()}\n`, source, licence, date, official: true };
}

/**
 * Asks for the host, fetches both lists, stores them, and gives the host back: nothing is fetched again by itself. Must be
 * called from a click. Throws OfficialTrustError.
 */
export async function getOfficialTrust(current: TrustList | null): Promise<void> {
  const hosts = [OFFICIAL_TRUST.host];
  if (!(await requestHosts(hosts))) throw new OfficialTrustError('not-allowed');
  try {
    const [signers, stamps] = await Promise.all([text(OFFICIAL_TRUST.signers), text(OFFICIAL_TRUST.stamps)]);
    await setTrustList(officialList(signers, stamps, current));
  } finally {
    await dropHosts(hosts);
  }
}

/** The lists that this release brings along, or null. */
export const bundledList = (): Promise<TrustList | null> => bundledTrust(extensionUrl('/trust/lists.json'));
