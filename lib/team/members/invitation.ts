/** An invitation as text: everything a new seat needs, for one seat and until an instant. Who has the text can join: it is a secret. */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { canonicalJson, sha256Hex } from '../../claims/canonical.ts';
import { fromBase64, toBase64 } from '../../formats/base64.ts';
import { isShopId } from '../wire/subjects.ts';

const START = 'claimlens-team:1:';
/** Digits of a checksum: a text that lost its end by copying says so at once. */
const CHECK = 8;
/** Days an invitation holds. */
export const INVITATION_DAYS = 3;

const Bytes = v.pipe(v.string(), v.maxLength(200), v.regex(/^[A-Za-z0-9+/]+={0,2}$/));

const Invitation = v.object({
  url: v.pipe(v.string(), v.maxLength(300)),
  user: v.pipe(v.string(), v.maxLength(200)),
  password: v.pipe(v.string(), v.maxLength(500)),
  shop: v.pipe(v.string(), v.check(isShopId)),
  root: Bytes,
  epoch: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  secret: Bytes,
  /** Id of the new seat on the roll, and the key pair that may join as it (PKCS #8 and raw). */
  seat: v.pipe(v.string(), v.maxLength(40)),
  signing: Bytes,
  founder: v.object({ seat: v.pipe(v.string(), v.maxLength(40)), verifying: Bytes }),
  until: v.pipe(v.string(), v.isoTimestamp()),
});
export type Invitation = v.InferOutput<typeof Invitation>;

/** Why a text is no invitation: another text, one that is cut or mistyped, or one of a newer version. */
export type InvitationFault = 'not-one' | 'damaged' | 'newer';

export function writeInvitation(invitation: Invitation): string {
  const body = toBase64(utf8ToBytes(canonicalJson(invitation)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
  return `${START}${body}.${sha256Hex(utf8ToBytes(body)).slice(0, CHECK)}`;
}

/** Reads a pasted text; blanks and line ends that a chat put in are left out. */
export function readInvitation(text: string): Invitation | InvitationFault {
  const whole = text.replace(/\s+/g, '');
  if (!whole.startsWith(START)) return /^claimlens-team:\d+:/.test(whole) ? 'newer' : 'not-one';
  const [body = '', check = ''] = whole.slice(START.length).split('.');
  if (sha256Hex(utf8ToBytes(body)).slice(0, CHECK) !== check) return 'damaged';
  const bytes = fromBase64(body.replaceAll('-', '+').replaceAll('_', '/'));
  try {
    const parsed = v.safeParse(Invitation, JSON.parse(new TextDecoder().decode(bytes ?? new Uint8Array())));
    return parsed.success ? parsed.output : 'damaged';
  } catch {
    return 'damaged';
  }
}
