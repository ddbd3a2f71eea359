/** An invitation as a QR code: drawn on one seat, read off a picture on the other. */
import { type QrCode, qrCode } from '../../formats/qr/qr-code.ts';
import { readInvitation } from '../../team/members/invitation.ts';
import { barcodesIn } from '../archive/barcodes.ts';

/** What a QR code holds at most, in characters. */
const LONGEST = 3_000;

/** The code of an invitation's text, and until when it is good (ISO); the code is null for a text that no code holds. */
export function codeOfInvitation(text: string): { code: QrCode | null; until: string } {
  const invitation = readInvitation(text);
  const until = typeof invitation === 'string' ? '' : invitation.until;
  const bytes = new TextEncoder().encode(text);
  return { code: bytes.length < LONGEST - 100 ? qrCode(bytes) : null, until };
}

/** The invitation's text in a picture; null where there is none to be read. What it says is checked when it is used. */
export async function invitationIn(picture: Blob): Promise<string | null> {
  const texts = await barcodesIn(picture, LONGEST);
  return texts.find((text) => text.startsWith('claimlens-team:')) ?? null;
}
