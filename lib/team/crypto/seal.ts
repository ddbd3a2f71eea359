/** AES-256-GCM with associated data (NIST SP 800-38D), a fresh random nonce of 96 bits in front of each ciphertext. */

const NONCE = 12;
const TAG_BITS = 128;

/** The key was wrong, or bytes or their place were changed; which of these cannot be told. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

const keyOf = (raw: Uint8Array, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', raw as Uint8Array<ArrayBuffer>, 'AES-GCM', false, [use]);

const parameters = (nonce: Uint8Array, about: Uint8Array): AesGcmParams => ({
  name: 'AES-GCM',
  iv: nonce as Uint8Array<ArrayBuffer>,
  additionalData: about as Uint8Array<ArrayBuffer>,
  tagLength: TAG_BITS,
});

/** Encrypts. `about` is not stored: who opens it must know it. Returns nonce and ciphertext with its tag. */
export async function seal(
  key: Uint8Array,
  plain: Uint8Array,
  about: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
  const sealed = await crypto.subtle.encrypt(
    parameters(nonce, about),
    await keyOf(key, 'encrypt'),
    plain as Uint8Array<ArrayBuffer>,
  );
  const out = new Uint8Array(NONCE + sealed.byteLength);
  out.set(nonce);
  out.set(new Uint8Array(sealed), NONCE);
  return out;
}

/** Decrypts. Throws SealError when key, bytes or `about` do not fit. */
export async function unseal(
  key: Uint8Array,
  sealed: Uint8Array,
  about: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  if (sealed.length < NONCE + TAG_BITS / 8) throw new SealError('too short');
  try {
    const plain = await crypto.subtle.decrypt(
      parameters(sealed.subarray(0, NONCE), about),
      await keyOf(key, 'decrypt'),
      sealed.subarray(NONCE) as Uint8Array<ArrayBuffer>,
    );
    return new Uint8Array(plain);
  } catch {
    throw new SealError('does not open');
  }
}
