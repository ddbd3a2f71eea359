/**
 * A trusted timestamp without any request of ours: the digest goes into a file that the seller takes to a service of their
 * choice (RFC 3161), and the service's token is imported and compared with the digest later.
 */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { definite } from '../../formats/ber.ts';
import { children, readNode, TAG, writeNode } from '../../formats/der.ts';

/** 2.16.840.1.101.3.4.2.1 */
const SHA256_OID = Uint8Array.of(0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01);
/** 1.2.840.113549.1.7.2 signedData */
const SIGNED_DATA_OID = '2a864886f70d010702';
/** 1.2.840.113549.1.9.16.1.4 id-ct-TSTInfo */
const TST_INFO_OID = '2a864886f70d0109100104';

/**
 * TimeStampReq (RFC 3161 §2.4.1): version 1, SHA-256 imprint, certificate asked for. Without a nonce, so that the same
 * digest gives the same file. Throws RangeError when `sha256` is not 64 hex digits.
 */
export function timestampRequest(sha256: string): Uint8Array<ArrayBuffer> {
  if (!/^[0-9a-f]{64}$/i.test(sha256)) throw new RangeError('not a SHA-256');
  const algorithm = writeNode(TAG.sequence, writeNode(TAG.oid, SHA256_OID), writeNode(TAG.nothing));
  const imprint = writeNode(TAG.sequence, algorithm, writeNode(TAG.octets, hexToBytes(sha256.toLowerCase())));
  return writeNode(
    TAG.sequence,
    writeNode(TAG.integer, Uint8Array.of(1)),
    imprint,
    writeNode(TAG.boolean, Uint8Array.of(0xff)),
  );
}

export type TokenAnswer =
  /** The token is about this digest. Its signature is for the verifier with the service's certificate (`openssl ts -verify`). */
  | { state: 'fits'; genTime: string; policy: string }
  | { state: 'other-digest'; digest: string }
  | { state: 'refused'; status: number }
  | { state: 'not-a-token'; why: string };

/** 2.16.840.1.101.3.4.2.1 to .3 by the number of hex digits: SHA-256, SHA-384, SHA-512. */
const HASH_OIDS: Readonly<Record<number, string>> = {
  64: '608648016503040201',
  96: '608648016503040202',
  128: '608648016503040203',
};

/**
 * Compares an imported answer (TimeStampResp) or bare token (ContentInfo) with a digest in hex (SHA-256; tokens of others may be
 * about SHA-384 or SHA-512). Never throws.
 */
export function checkToken(bytes: Uint8Array, wanted: string): TokenAnswer {
  if (bytes.length > 1_000_000) return { state: 'not-a-token', why: 'larger than 1 MB' };
  const plain = definite(bytes);
  const outer = plain && readNode(plain);
  const parts = outer?.tag === TAG.sequence ? children(outer.content) : null;
  if (!parts?.[0]) return { state: 'not-a-token', why: 'not DER' };
  let token = parts;
  if (parts[0].tag === TAG.sequence) {
    const status = children(parts[0].content)?.[0];
    const code = status?.tag === TAG.integer ? (status.content.at(-1) ?? -1) : -1;
    // 0 granted, 1 granted with changes (RFC 3161 §2.4.2).
    if (code !== 0 && code !== 1) return { state: 'refused', status: code };
    token = (parts[1] && children(parts[1].content)) ?? [];
  }
  const info = tstInfo(token);
  if (!info) return { state: 'not-a-token', why: 'no timestamp information inside' };
  const [, policy, imprint, , time] = info;
  const [algorithm, hashed] = (imprint && children(imprint.content)) ?? [];
  const oid = algorithm && children(algorithm.content)?.[0];
  if (!hashed || !oid || !policy || !time)
    return { state: 'not-a-token', why: 'timestamp information is incomplete' };
  const digest = bytesToHex(hashed.content);
  if (bytesToHex(oid.content) !== HASH_OIDS[wanted.length] || digest !== wanted.toLowerCase())
    return { state: 'other-digest', digest };
  return { state: 'fits', genTime: isoTime(time.content), policy: oidText(policy.content) };
}

/** The digest in hex that a token or answer is about; null for what is none. */
export function imprintOf(bytes: Uint8Array): string | null {
  const answer = checkToken(bytes, '0'.repeat(64));
  return answer.state === 'other-digest' ? answer.digest : null;
}

/** ContentInfo → SignedData → encapContentInfo → TSTInfo. */
function tstInfo(contentInfo: { tag: number; content: Uint8Array }[]) {
  const [type, wrapped] = contentInfo;
  if (type?.tag !== TAG.oid || bytesToHex(type.content) !== SIGNED_DATA_OID || wrapped?.tag !== TAG.context0)
    return null;
  const signed = readNode(wrapped.content);
  const inner = signed && children(signed.content);
  const encapsulated = inner?.[2] && children(inner[2].content);
  const [contentType, content] = encapsulated ?? [];
  if (!contentType || bytesToHex(contentType.content) !== TST_INFO_OID || content?.tag !== TAG.context0)
    return null;
  const octets = readNode(content.content);
  const info = octets?.tag === TAG.octets ? readNode(octets.content) : null;
  return info?.tag === TAG.sequence ? children(info.content) : null;
}

/** GeneralizedTime `YYYYMMDDHHMMSS[.f]Z` as ISO; the text itself when it is another form. */
function isoTime(content: Uint8Array): string {
  const text = new TextDecoder('latin1').decode(content.subarray(0, 32));
  const m = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(text);
  return m ? `${m[1]}-${m[2]}-${m[3]}T${m[4]}:${m[5]}:${m[6]}${m[7] ?? ''}Z` : text;
}

function oidText(content: Uint8Array): string {
  const arcs: number[] = [];
  let value = 0;
  for (const byte of content.subarray(0, 64)) {
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(value);
      value = 0;
    }
  }
  const [first = 0, ...rest] = arcs;
  const top = Math.min(2, Math.floor(first / 40));
  return [top, first - top * 40, ...rest].join('.');
}
