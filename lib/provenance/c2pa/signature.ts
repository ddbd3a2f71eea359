/** Who signed and when, from the COSE signature (RFC 9052): read only, not verified here. */
import { findAscii, latin1, u8, utf8OrLatin1 } from '../../formats/bytes.ts';
import { LIMITS } from '../limits.ts';
import { type Cbor, decodeCbor, isMap } from './cbor.ts';

export interface Signature {
  /** Organisation and common name of the signing certificate's subject. */
  organisation: string;
  commonName: string;
  /** Time of the time stamp token, ISO UTC; empty without one. */
  signedAt: string;
  certificates: number;
  /** A payload that the signature brings along (C2PA asks for none): what was signed, where that is not the claim. */
  payload?: Uint8Array;
}

/** COSE header of the certificate chain (RFC 9360), by number and by the name older writers use. */
const X5CHAIN = ['33', 'x5chain'];

export function readSignature(cbor: Uint8Array): Signature {
  const out: Signature = { organisation: '', commonName: '', signedAt: '', certificates: 0 };
  const cose = decodeCbor(cbor);
  if (!Array.isArray(cose)) return out;
  if (cose[2] instanceof Uint8Array && cose[2].length > 0) out.payload = cose[2];
  const outer = cose[0] instanceof Uint8Array ? decodeCbor(cose[0]) : undefined;
  const headers = [outer, cose[1]].filter(isMap);
  for (const header of headers) {
    const chain = X5CHAIN.map((key) => header[key]).find((v) => v !== undefined);
    const list = Array.isArray(chain) ? chain : [chain];
    const first = list[0];
    if (first instanceof Uint8Array && out.certificates === 0) {
      out.certificates = list.length;
      Object.assign(out, subjectOf(first));
    }
    for (const key of ['sigTst2', 'sigTst']) out.signedAt ||= stampOf(header[key]);
  }
  return out;
}

function stampOf(v: Cbor | undefined): string {
  if (!isMap(v) || !Array.isArray(v.tstTokens)) return '';
  const token = v.tstTokens[0];
  const der = isMap(token) ? token.val : undefined;
  return der instanceof Uint8Array ? genTime(der) : '';
}

/** DER of the object identifier id-ct-TSTInfo (RFC 3161). */
const TST_INFO = '\x06\x0b*\x86H\x86÷\r\x01\x09\x10\x01\x04';

/** genTime of a time stamp token: the first GeneralizedTime after the TSTInfo identifier. */
function genTime(der: Uint8Array): string {
  const info = findBytes(der, TST_INFO);
  if (info < 0) return '';
  const end = Math.min(der.length, info + 400);
  for (let at = info; at < end; at++) {
    const length = u8(der, at + 1);
    if (u8(der, at) !== 0x18 || length < 15 || length > 24) continue;
    const text = latin1(der.subarray(at + 2, at + 2 + length));
    const t = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,6})?Z$/.exec(text);
    if (t) return `${t[1]}-${t[2]}-${t[3]}T${t[4]}:${t[5]}:${t[6]}Z`;
  }
  return '';
}

/** Position of bytes given as characters 0 to 255. */
const findBytes = (b: Uint8Array, text: string) => findAscii(b, text, 0, Math.min(b.length, 200_000));

interface Der {
  tag: number;
  from: number;
  end: number;
}

/** One DER element at `at`; null where it does not fit. */
function element(b: Uint8Array, at: number, limit: number): Der | null {
  if (at + 2 > limit) return null;
  const first = u8(b, at + 1);
  if (first < 0x80) return within({ tag: u8(b, at), from: at + 2, end: at + 2 + first }, limit);
  const bytes = first & 0x7f;
  if (bytes === 0 || bytes > 4) return null;
  let length = 0;
  for (let i = 0; i < bytes; i++) length = length * 256 + u8(b, at + 2 + i);
  return within({ tag: u8(b, at), from: at + 2 + bytes, end: at + 2 + bytes + length }, limit);
}

const within = (d: Der, limit: number) => (d.end <= limit ? d : null);

function children(b: Uint8Array, parent: Der): Der[] {
  const out: Der[] = [];
  let at = parent.from;
  while (at < parent.end && out.length < LIMITS.derItems) {
    const e = element(b, at, parent.end);
    if (!e) break;
    out.push(e);
    at = e.end;
  }
  return out;
}

/** Subject of a certificate (RFC 5280 4.1): the sixth field of the body after the optional version. */
function subjectOf(der: Uint8Array): { organisation: string; commonName: string } {
  const found = { organisation: '', commonName: '' };
  const certificate = element(der, 0, der.length);
  const body = certificate && children(der, certificate)[0];
  if (!body) return found;
  const fields = children(der, body);
  const subject = fields[fields[0]?.tag === 0xa0 ? 5 : 4];
  if (!subject) return found;
  for (const set of children(der, subject)) {
    for (const pair of children(der, set)) {
      const [oid, text] = children(der, pair);
      if (!oid || !text) continue;
      // 2.5.4.3 common name, 2.5.4.10 organisation.
      const id = latin1(der.subarray(oid.from, oid.end));
      const shown = utf8OrLatin1(der.subarray(text.from, text.end)).slice(0, 200);
      if (id === 'U\x04\x03') found.commonName = shown;
      if (id === 'U\x04\x0a') found.organisation = shown;
    }
  }
  return found;
}
