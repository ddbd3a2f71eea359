/**
 * The roll of seats. The founder's public key comes with the invitation; every other seat is believed by its grant. A seat's keys
 * never change once they were seen, so that a server cannot put another in its place.
 */
import * as v from 'valibot';
import { fromBase64 } from '../../formats/base64.ts';
import { EnvelopeError, type Letter, openForShop } from '../crypto/envelope.ts';
import type { ShopSecrets } from '../crypto/secrets.ts';
import { SeatBody } from '../records/bodies.ts';
import type { StreamName } from '../wire/subjects.ts';
import { isGranted } from './grants.ts';

/** The seat that made the team, by its public signing key. */
export interface Founder {
  seat: string;
  verifying: Uint8Array;
}

/** A seat on the roll, with the place of the record that says so. */
export interface Member {
  body: SeatBody;
  place: number;
  /** Sequence of that record on the server. */
  seq: number;
}
export type Roll = ReadonlyMap<string, Member>;

const bytesOf = (text: string): Uint8Array => fromBase64(text) ?? new Uint8Array();

/**
 * The key of a seat that may speak, for `openLetter`. One that was revoked is believed in what it said before: in the log up to where
 * the founder ended it, in `now` up to the record that revoked it. Pieces of pictures prove themselves by their hash.
 * @param seq sequence of the message in its stream
 */
export const speakers =
  (roll: Roll, stream: StreamName, seq: number) =>
  (seat: string): Uint8Array | null => {
    const member = roll.get(seat);
    if (!member || member.body.state === 'invited') return null;
    const { body } = member;
    const ends: Record<StreamName, number> = {
      log: body.endsAt ?? 0,
      now: member.seq,
      bytes: Number.POSITIVE_INFINITY,
      lease: 0,
    };
    return body.state === 'revoked' && seq > ends[stream] ? null : bytesOf(body.verifying);
  };

/** Keys that a seat's record itself may be signed with: the founder's, or the one that it names. */
function signerOf(founder: Founder, roll: Roll, seat: string, { body }: Letter): Uint8Array | null {
  if (seat === founder.seat) return founder.verifying;
  const parsed = v.safeParse(SeatBody, body);
  if (!parsed.success || parsed.output.seat !== seat) return null;
  const known = roll.get(seat)?.body;
  if (known?.state === 'revoked') return null;
  if (known && known.state !== 'invited' && known.verifying !== parsed.output.verifying) return null;
  return bytesOf(parsed.output.verifying);
}

/**
 * The roll with one more record of a seat. Throws EnvelopeError when it is not to be believed; returns the roll as it is when it is
 * older than what stands there.
 */
export async function withRecord(
  roll: Roll,
  founder: Founder,
  secrets: ShopSecrets,
  subject: string,
  message: Uint8Array,
  seq: number,
): Promise<Roll> {
  const letter = await openForShop(
    secrets,
    (seat, said) => signerOf(founder, roll, seat, said),
    null,
    subject,
    message,
  );
  if (letter.kind !== 'seat') throw new EnvelopeError('form');
  const parsed = v.safeParse(SeatBody, letter.body);
  if (!parsed.success) throw new EnvelopeError('form');
  const body = parsed.output;
  const known = roll.get(body.seat);
  if (known && letter.place <= known.place) return roll;
  if (letter.seat !== founder.seat) {
    if (body.state !== 'active' && body.state !== 'left') throw new EnvelopeError('seat');
    if (known && known.body.state !== 'invited' && known.body.chain !== body.chain)
      throw new EnvelopeError('seat');
    // One chain, one writer: a seat must not pass another's ledger off as its own.
    for (const other of roll.values())
      if (other.body.seat !== body.seat && other.body.chain === body.chain) throw new EnvelopeError('seat');
    if (!(await isGranted(founder.verifying, secrets.shop, body))) throw new EnvelopeError('seat');
  } else if (known && known.body.state !== 'invited' && known.body.verifying !== body.verifying) {
    throw new EnvelopeError('seat');
  }
  return new Map(roll).set(body.seat, { body, place: letter.place, seq });
}
