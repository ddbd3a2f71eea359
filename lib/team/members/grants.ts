/** What lets a seat speak: a grant that the founder signed for an invitation's key, and that key's word for the seat's own keys. */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { fromBase64, toBase64 } from '../../formats/base64.ts';
import { isSignedBy, sign } from '../crypto/seat-key.ts';
import type { SeatBody } from '../records/bodies.ts';

type Grant = NonNullable<SeatBody['grant']>;

const granted = (shop: string, seat: string, key: string, until: string): Uint8Array =>
  utf8ToBytes(`claimlens-team-grant/1\n${shop}\n${seat}\n${key}\n${until}`);
const joined = (shop: string, seat: string, verifying: string, wrapping: string): Uint8Array =>
  utf8ToBytes(`claimlens-team-join/1\n${shop}\n${seat}\n${verifying}\n${wrapping}`);

const bytesOf = (text: string): Uint8Array => fromBase64(text) ?? new Uint8Array();

/** The founder lets whoever has the key `key` join as `seat` until an instant. */
export async function makeGrant(
  founderSigning: Uint8Array,
  shop: string,
  seat: string,
  key: Uint8Array,
  until: string,
): Promise<Grant> {
  const by = await sign(founderSigning, granted(shop, seat, toBase64(key), until));
  return { seat, key: toBase64(key), until, by: toBase64(by) };
}

/** The invitation's key vouches for the keys that the new seat made for itself. */
export async function makeProof(
  invitationSigning: Uint8Array,
  shop: string,
  seat: string,
  verifying: string,
  wrapping: string,
): Promise<string> {
  return toBase64(await sign(invitationSigning, joined(shop, seat, verifying, wrapping)));
}

/** Whether a seat's record hangs together back to the founder. */
export async function isGranted(founder: Uint8Array, shop: string, body: SeatBody): Promise<boolean> {
  const { grant, seat, verifying, wrapping, proof } = body;
  if (!grant || grant.seat !== seat) return false;
  const { key, until, by } = grant;
  return (
    (await isSignedBy(founder, bytesOf(by), granted(shop, seat, key, until))) &&
    (await isSignedBy(bytesOf(key), bytesOf(proof), joined(shop, seat, verifying, wrapping)))
  );
}
