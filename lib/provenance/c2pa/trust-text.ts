/** Reading a trust list as text: PEM blocks with certificates (RFC 7468, RFC 5280), whole or not at all. */
import { children, readNode } from '../../formats/der.ts';
import { LIMITS } from '../limits.ts';

export interface TrustText {
  certificates: number;
  /** ISO date on which the newest certificate began: no list is older than what it holds. */
  newest: string;
}

const BLOCK = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g;

/** @returns null for a text that is too long, holds no certificate, or holds one that is cut off or damaged. */
export function readTrustText(pem: string): TrustText | null {
  if (pem.length > LIMITS.pemChars) return null;
  const begun = pem.split('-----BEGIN CERTIFICATE-----').length - 1;
  const blocks = [...pem.matchAll(BLOCK)];
  if (begun === 0 || blocks.length !== begun) return null;
  let newest = '';
  for (const [, base64 = ''] of blocks) {
    const began = notBefore(base64);
    if (!began) return null;
    if (Date.parse(began) > (newest ? Date.parse(newest) : 0)) newest = began;
  }
  return newest ? { certificates: begun, newest } : null;
}

/** ISO date of a certificate's notBefore; null where the structure does not hold. */
function notBefore(base64: string): string | null {
  let der: Uint8Array;
  try {
    der = Uint8Array.from(atob(base64.replace(/\s/g, '')), (c) => c.charCodeAt(0));
  } catch {
    return null;
  }
  const certificate = readNode(der);
  const body = certificate && certificate.end === der.length ? children(certificate.content)?.[0] : undefined;
  const fields = body && children(body.content);
  if (!fields) return null;
  // Version is optional; validity is the fourth field after it (RFC 5280, 4.1).
  const validity = fields[fields[0]?.tag === 0xa0 ? 4 : 3];
  const began = validity && children(validity.content)?.[0];
  return began ? dateOf(began.tag, String.fromCharCode(...began.content.subarray(0, 20))) : null;
}

/** UTCTime counts its years from 1950 (RFC 5280, 4.1.2.5.1). */
function dateOf(tag: number, text: string): string | null {
  const m = (tag === 0x17 ? /^(\d\d)(\d\d)(\d\d)\d{6}Z$/ : /^(\d{4})(\d\d)(\d\d)\d{6}Z$/).exec(text);
  if (!m) return null;
  const year = tag === 0x17 ? (Number(m[1]) < 50 ? 2000 : 1900) + Number(m[1]) : Number(m[1]);
  return `${year}-${m[2]}-${m[3]}`;
}
