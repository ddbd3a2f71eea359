/**
 * What a team's secrets become: keys by HKDF-SHA-256 (RFC 5869), names by HMAC. A name on the server is a keyed hash, so that
 * the server never learns an order number from a subject.
 */
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Bytes of every secret and key. */
export const SECRET_BYTES = 32;

const derive = (secret: Uint8Array, salt: Uint8Array | undefined, info: string): Uint8Array =>
  hkdf(sha256, secret, salt, utf8ToBytes(`claimlens-team/1 ${info}`), SECRET_BYTES);

export const newSecret = (): Uint8Array => crypto.getRandomValues(new Uint8Array(SECRET_BYTES));

/** A shop's secrets as one seat holds them. */
export interface ShopSecrets {
  /** Id of the shop on the server, 16 hex digits; no secret. */
  shop: string;
  /** Made with the team: names and the list of epochs hang on it, for as long as the team exists. */
  root: Uint8Array;
  /** Secret of each epoch this seat has been given; 1 is the first. */
  epochs: ReadonlyMap<number, Uint8Array>;
}

/** The newest epoch a seat knows. Throws RangeError when it knows none. */
export function currentEpoch({ epochs }: ShopSecrets): number {
  const newest = Math.max(...epochs.keys());
  if (!Number.isFinite(newest)) throw new RangeError('no epoch known');
  return newest;
}

/** Name of a thing on the server: 32 hex digits of HMAC-SHA-256, different for each kind. */
export const nameOf = (root: Uint8Array, kind: string, id: string): string =>
  bytesToHex(hmac(sha256, derive(root, undefined, 'names'), utf8ToBytes(`${kind}\n${id}`))).slice(0, 32);

/** Key of the list of epochs, which a seat must read before it has the epoch's own secret. */
export const registryKey = (root: Uint8Array): Uint8Array => derive(root, undefined, 'registry');

/**
 * Key of messages. With a claim's own key both are needed: without the epoch's secret a revoked seat reads nothing new of a
 * claim it once knew, without the claim's key nobody reads an erased claim.
 */
export const messageKey = (epochSecret: Uint8Array, claimKey: Uint8Array | null): Uint8Array =>
  derive(epochSecret, claimKey ?? undefined, claimKey ? 'claim' : 'shop');

/** Key that wraps an epoch's secret for one seat, from the secret that both sides of X25519 agree on. */
export const wrapKey = (agreed: Uint8Array, epoch: number, seat: string): Uint8Array =>
  derive(agreed, undefined, `wrap ${epoch} ${seat}`);
