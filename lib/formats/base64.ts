/** Base64 from messages, which carry no bytes. */

import { bytesOfBase64 } from '../base/base64.ts';

/** Base64 to bytes; null when it is none. */
export function fromBase64(text: string): Uint8Array | null {
  try {
    return bytesOfBase64(text);
  } catch {
    return null;
  }
}

/** Bytes to base64; in pieces, since a call takes only so many arguments. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}
