/** Epochs: a new secret for the seats that stay, each time one is revoked. */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { fromBase64, toBase64 } from '../../formats/base64.ts';
import { EnvelopeError, openLetter, type Signer, sealLetter } from '../crypto/envelope.ts';
import { seal, unseal } from '../crypto/seal.ts';
import { agree, newSeatKeys, type SeatKeys } from '../crypto/seat-key.ts';
import { newSecret, registryKey, type ShopSecrets, wrapKey } from '../crypto/secrets.ts';
import { EpochBody } from '../records/bodies.ts';
import type { Founder } from './roll.ts';

const about = (shop: string, epoch: number, what: string): Uint8Array =>
  utf8ToBytes(`claimlens-team-epoch/1\n${shop}\n${epoch}\n${what}`);
const bytesOf = (text: string): Uint8Array => {
  const bytes = fromBase64(text);
  if (!bytes) throw new EnvelopeError('form');
  return bytes;
};

/** A new epoch and the message that gives it to the seats that stay (id and public wrapping key, base64). */
export async function newEpoch(
  secrets: ShopSecrets,
  founder: Signer,
  subject: string,
  stay: readonly { seat: string; wrapping: string }[],
): Promise<{ epoch: number; secret: Uint8Array; message: Uint8Array }> {
  const last = Math.max(...secrets.epochs.keys());
  const epoch = last + 1;
  const secret = newSecret();
  // A key pair for this one message.
  const once = await newSeatKeys();
  const boxes: EpochBody['boxes'] = {};
  for (const { seat, wrapping } of stay) {
    const key = wrapKey(await agree(once.unwrapping, bytesOf(wrapping)), epoch, seat);
    boxes[seat] = toBase64(await seal(key, secret, about(secrets.shop, epoch, seat)));
  }
  const before = toBase64(
    await seal(secret, secrets.epochs.get(last)!, about(secrets.shop, epoch, 'before')),
  );
  const body: EpochBody = { epoch, with: toBase64(once.wrapping), boxes, before };
  const message = await sealLetter(founder, registryKey(secrets.root), subject, {
    kind: 'epoch',
    place: 1,
    epoch: 0,
    body,
  });
  return { epoch, secret, message };
}

async function bodyOf(
  secrets: ShopSecrets,
  founder: Founder,
  subject: string,
  message: Uint8Array,
): Promise<EpochBody> {
  const key = registryKey(secrets.root);
  const signer = (seat: string) => (seat === founder.seat ? founder.verifying : null);
  const letter = await openLetter(key, signer, subject, message);
  const parsed = v.safeParse(EpochBody, letter.body);
  if (letter.kind !== 'epoch' || !parsed.success) throw new EnvelopeError('form');
  return parsed.output;
}

/**
 * The secrets that an epoch's message adds: its own where it has a box for this seat or the secret is known already, then the one before
 * it. Unchanged for a seat that was left out. Throws EnvelopeError or SealError for a message that is none.
 */
export async function withEpoch(
  secrets: ShopSecrets,
  founder: Founder,
  own: { seat: string; keys: SeatKeys },
  subject: string,
  message: Uint8Array,
): Promise<ShopSecrets> {
  const body = await bodyOf(secrets, founder, subject, message);
  const { epoch } = body;
  const epochs = new Map(secrets.epochs);
  const box = Object.hasOwn(body.boxes, own.seat) ? body.boxes[own.seat] : undefined;
  if (!epochs.has(epoch) && box !== undefined) {
    const key = wrapKey(await agree(own.keys.unwrapping, bytesOf(body.with)), epoch, own.seat);
    epochs.set(epoch, await unseal(key, bytesOf(box), about(secrets.shop, epoch, own.seat)));
  }
  const secret = epochs.get(epoch);
  if (secret && !epochs.has(epoch - 1))
    epochs.set(epoch - 1, await unseal(secret, bytesOf(body.before), about(secrets.shop, epoch, 'before')));
  return { ...secrets, epochs };
}
