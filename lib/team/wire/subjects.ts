/** Streams and subjects of one shop. Every name after the shop's id is a keyed hash (crypto/secrets.ts). */

/**
 * `log`: the ledgers, one subject a seat, nothing is ever deleted. `now`: the newest value of each thing. `bytes`: encrypted
 * pieces of pictures. `lease`: who looks at what, gone by itself.
 */
export const STREAMS = ['log', 'now', 'bytes', 'lease'] as const;
export type StreamName = (typeof STREAMS)[number];

/** Where a claim's name would stand, for what belongs to none: such names are hashes of 32 digits. */
export const OF_LIBRARY = 'library';

export const LEASE_MS = 10 * 60_000;

const SHOP = /^[0-9a-f]{16}$/;

export const isShopId = (text: string): boolean => SHOP.test(text);

/** The stream's name on the server. */
export const streamOf = (shop: string, stream: StreamName): string => `CLAIMLENS_${shop}_${stream}`;

/** A subject: stream, then kind and names. Names hold no dot, star or space. */
export const subjectOf = (shop: string, stream: StreamName, ...parts: string[]): string =>
  ['claimlens', shop, stream, ...parts].join('.');

/** The parts behind the stream; empty for a subject that is not of this shop and stream. */
export function partsOf(shop: string, stream: StreamName, subject: string): string[] {
  const start = `${subjectOf(shop, stream)}.`;
  return subject.startsWith(start) ? subject.slice(start.length).split('.') : [];
}
