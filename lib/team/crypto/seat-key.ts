/**
 * A seat's two key pairs: Ed25519 signs what it says (RFC 8032), X25519 receives new epochs (RFC 7748). Both are the browser's
 * own: Chromium has Ed25519 since 137 and X25519 since 133, Firefox since 129 and 130.
 */

/** A seat's keys as they are kept: private parts as PKCS #8, public parts raw (32 bytes). They never leave the machine. */
export interface SeatKeys {
  signing: Uint8Array;
  verifying: Uint8Array;
  unwrapping: Uint8Array;
  wrapping: Uint8Array;
}

const bytes = (value: Uint8Array): Uint8Array<ArrayBuffer> => value as Uint8Array<ArrayBuffer>;

async function exported(pair: CryptoKeyPair): Promise<[Uint8Array, Uint8Array]> {
  const secret = await crypto.subtle.exportKey('pkcs8', pair.privateKey);
  const open = await crypto.subtle.exportKey('raw', pair.publicKey);
  return [new Uint8Array(secret), new Uint8Array(open)];
}

/** Whether this browser has the two algorithms. */
export async function canTeam(): Promise<boolean> {
  try {
    await newSeatKeys();
    return true;
  } catch {
    return false;
  }
}

export async function newSeatKeys(): Promise<SeatKeys> {
  const sign = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  const agree = (await crypto.subtle.generateKey('X25519', true, ['deriveBits'])) as CryptoKeyPair;
  const [signing, verifying] = await exported(sign);
  const [unwrapping, wrapping] = await exported(agree);
  return { signing, verifying, unwrapping, wrapping };
}

/** Signature of 64 bytes. */
export async function sign(signing: Uint8Array, message: Uint8Array): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('pkcs8', bytes(signing), 'Ed25519', false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('Ed25519', key, bytes(message)));
}

/** Whether the signature is this key's over this message; false also for bytes that are no key or no signature. */
export async function isSignedBy(
  verifying: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', bytes(verifying), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, bytes(signature), bytes(message));
  } catch {
    return false;
  }
}

/** The secret that two X25519 keys agree on, 32 bytes. Throws when the public key is none, or of low order. */
export async function agree(unwrapping: Uint8Array, wrapping: Uint8Array): Promise<Uint8Array> {
  const own = await crypto.subtle.importKey('pkcs8', bytes(unwrapping), 'X25519', false, ['deriveBits']);
  const other = await crypto.subtle.importKey('raw', bytes(wrapping), 'X25519', false, []);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'X25519', public: other }, own, 256));
}
