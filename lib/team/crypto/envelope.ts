/**
 * The form of every message: a version, the epoch and a place in the clear, and inside, encrypted, who says what, signed.
 * Subject, epoch and place are associated data: a message that is moved to another subject or place does not open, and one that
 * is put back where it stood has a place that the reader has seen already.
 */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from '../../claims/canonical.ts';
import { fromBase64, toBase64 } from '../../formats/base64.ts';
import { SealError, seal, unseal } from './seal.ts';
import { isSignedBy, sign } from './seat-key.ts';
import { currentEpoch, messageKey, type ShopSecrets } from './secrets.ts';

/** Version of this form. A message of a higher one is left for a newer product to read. */
export const ENVELOPE = 1;
/** version u8, epoch u32, place u48, big-endian. */
const HEAD = 11;
/** Most that one message may hold: the server's own default limit of 1 MiB less room for its headers. */
export const LARGEST = 1_000_000;

/**
 * Why a message is not accepted. `newer`: a later version's. `epoch`: from an epoch this seat was never given. `sealed`: key,
 * bytes or place do not fit. `form`: no message of ours. `seat`: nobody of the team. `signature`: not that seat's.
 */
export type Refusal = 'newer' | 'epoch' | 'sealed' | 'form' | 'seat' | 'signature';

export class EnvelopeError extends Error {
  override readonly name = 'EnvelopeError';
  readonly why: Refusal;
  constructor(why: Refusal) {
    super(`message refused: ${why}`);
    this.why = why;
  }
}

/** What travels. `place` counts up within a subject, from 1. */
export interface Letter {
  kind: string;
  seat: string;
  place: number;
  epoch: number;
  body: unknown;
}

function head(epoch: number, place: number): Uint8Array {
  const out = new Uint8Array(HEAD);
  const view = new DataView(out.buffer);
  view.setUint8(0, ENVELOPE);
  view.setUint32(1, epoch);
  view.setUint16(5, Math.floor(place / 2 ** 32));
  view.setUint32(7, place % 2 ** 32);
  return out;
}

/** Version, epoch and place of a message. Throws EnvelopeError `form` or `newer`. */
export function headOf(message: Uint8Array): { epoch: number; place: number } {
  if (message.length <= HEAD || message[0] === 0) throw new EnvelopeError('form');
  if (message[0]! > ENVELOPE) throw new EnvelopeError('newer');
  const view = new DataView(message.buffer, message.byteOffset, HEAD);
  return { epoch: view.getUint32(1), place: view.getUint16(5) * 2 ** 32 + view.getUint32(7) };
}

const about = (subject: string, epoch: number, place: number): Uint8Array =>
  utf8ToBytes(`claimlens-team/${ENVELOPE}\n${subject}\n${epoch}\n${place}`);

const signed = (subject: string, epoch: number, place: number, kind: string, body: string): Uint8Array =>
  utf8ToBytes(`claimlens-team-signature/${ENVELOPE}\n${subject}\n${epoch}\n${place}\n${kind}\n${body}`);

/** Who signs: a seat's id and its private key as PKCS #8. */
export interface Signer {
  seat: string;
  signing: Uint8Array;
}

/**
 * Signs and encrypts a body of plain JSON for a subject and place.
 * @param key encrypts; `epoch` says to the reader which one to use
 * @throws RangeError beyond LARGEST
 */
export async function sealLetter(
  signer: Signer,
  key: Uint8Array,
  subject: string,
  { kind, place, epoch, body }: Omit<Letter, 'seat'>,
): Promise<Uint8Array> {
  const text = canonicalJson(body);
  const signature = await sign(signer.signing, signed(subject, epoch, place, kind, text));
  const inside = JSON.stringify([kind, signer.seat, toBase64(signature), text]);
  const sealed = await seal(key, utf8ToBytes(inside), about(subject, epoch, place));
  const out = new Uint8Array(HEAD + sealed.length);
  out.set(head(epoch, place));
  out.set(sealed, HEAD);
  if (out.length > LARGEST) throw new RangeError(`a message of ${out.length} bytes`);
  return out;
}

/** The same with the newest epoch, and the claim's key where the subject is about a claim. */
export function sealForShop(
  secrets: ShopSecrets,
  signer: Signer,
  claimKey: Uint8Array | null,
  subject: string,
  letter: Pick<Letter, 'kind' | 'place' | 'body'>,
): Promise<Uint8Array> {
  const epoch = currentEpoch(secrets);
  const key = messageKey(secrets.epochs.get(epoch)!, claimKey);
  return sealLetter(signer, key, subject, { ...letter, epoch });
}

/** Decrypts and takes apart; the signature is returned for `checkSignature`. Throws EnvelopeError. */
async function opened(key: Uint8Array, subject: string, message: Uint8Array) {
  const { epoch, place } = headOf(message);
  let plain: Uint8Array;
  try {
    plain = await unseal(key, message.subarray(HEAD), about(subject, epoch, place));
  } catch (error) {
    if (error instanceof SealError) throw new EnvelopeError('sealed');
    throw error;
  }
  try {
    const parts: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain));
    if (!Array.isArray(parts) || parts.length !== 4 || parts.some((part) => typeof part !== 'string'))
      throw new EnvelopeError('form');
    const [kind, seat, signature, text] = parts as [string, string, string, string];
    const letter: Letter = { kind, seat, place, epoch, body: JSON.parse(text) };
    const mark = fromBase64(signature) ?? new Uint8Array();
    return { letter, signature: mark, message: signed(subject, epoch, place, kind, text) };
  } catch {
    throw new EnvelopeError('form');
  }
}

/**
 * Opens a message with a known key.
 * @param keyOf the public signing key of a seat that may speak in this letter; null for one that may not
 * @throws EnvelopeError
 */
export async function openLetter(
  key: Uint8Array,
  keyOf: (seat: string, letter: Letter) => Uint8Array | null,
  subject: string,
  message: Uint8Array,
): Promise<Letter> {
  const { letter, signature, message: said } = await opened(key, subject, message);
  const verifying = keyOf(letter.seat, letter);
  if (!verifying) throw new EnvelopeError('seat');
  if (!(await isSignedBy(verifying, signature, said))) throw new EnvelopeError('signature');
  return letter;
}

/** The same with the epoch that the message names. */
export async function openForShop(
  secrets: ShopSecrets,
  keyOf: (seat: string, letter: Letter) => Uint8Array | null,
  claimKey: Uint8Array | null,
  subject: string,
  message: Uint8Array,
): Promise<Letter> {
  const { epoch } = headOf(message);
  const secret = secrets.epochs.get(epoch);
  if (!secret) throw new EnvelopeError('epoch');
  return openLetter(messageKey(secret, claimKey), keyOf, subject, message);
}
