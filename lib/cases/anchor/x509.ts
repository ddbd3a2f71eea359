/** As much X.509 (RFC 5280) and CMS (RFC 5652) as the signature of a timestamp token needs, verified with WebCrypto. */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { children, readNode, TAG, writeNode } from '../../formats/der.ts';

/** A node together with its own bytes, which signatures are taken over. */
export interface Tlv {
  tag: number;
  content: Uint8Array;
  raw: Uint8Array;
}

/** Children with their bytes; empty for what is not DER. */
export function parts(content: Uint8Array): Tlv[] {
  let at = 0;
  return (children(content) ?? []).map(({ tag, content: inner, end }) => {
    const raw = content.subarray(at, end);
    at = end;
    return { tag, content: inner, raw };
  });
}

/** The one node that some bytes hold; null for anything else. */
export function whole(bytes: Uint8Array): Tlv | null {
  const node = readNode(bytes);
  return node && node.end === bytes.length ? { tag: node.tag, content: node.content, raw: bytes } : null;
}

export const oidOf = (node: Tlv | undefined): string =>
  node?.tag === TAG.oid ? bytesToHex(node.content) : '';

/** UTCTime and GeneralizedTime (RFC 5280 §4.1.2.5) in milliseconds; NaN for another form. */
export function timeOf(node: Tlv | undefined): number {
  const text = new TextDecoder('latin1').decode(node?.content.subarray(0, 32));
  const m = /^(\d{2}|\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(text);
  if (!m) return Number.NaN;
  const [, y = '', month, day, hour, minute, second, fraction = ''] = m;
  // Two digits: 1950 to 2049.
  const year = y.length === 4 ? y : Number(y) < 50 ? `20${y}` : `19${y}`;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction.slice(0, 4)}Z`);
}

const HASHES: Readonly<Record<string, string>> = {
  '608648016503040201': 'SHA-256',
  '608648016503040202': 'SHA-384',
  '608648016503040203': 'SHA-512',
};
/** Name of a digest algorithm's OID; null for one that is not taken (SHA-1, MD5 and the unknown). */
export const hashOf = (oid: string): string | null => HASHES[oid] ?? null;

const RSA = '2a864886f70d010101';
const PSS = '2a864886f70d01010a';
const EC = '2a8648ce3d0201';
/** Signature algorithms that name their hash; plain `rsaEncryption` takes the digest algorithm beside it. */
const SIGNATURES: Readonly<Record<string, string>> = {
  '2a864886f70d01010b': 'SHA-256',
  '2a864886f70d01010c': 'SHA-384',
  '2a864886f70d01010d': 'SHA-512',
  '2a8648ce3d040302': 'SHA-256',
  '2a8648ce3d040303': 'SHA-384',
  '2a8648ce3d040304': 'SHA-512',
};
const CURVES: Readonly<Record<string, [name: string, bytes: number]>> = {
  '2a8648ce3d030107': ['P-256', 32],
  '2b81040022': ['P-384', 48],
  '2b81040023': ['P-521', 66],
};

export interface Certificate {
  raw: Uint8Array;
  tbs: Uint8Array;
  serial: string;
  issuer: string;
  subject: string;
  /** Common name, or organisation, for people. */
  name: string;
  notBefore: number;
  notAfter: number;
  spki: Uint8Array;
  isCa: boolean;
  mayStamp: boolean;
  /** Hex of the subject key identifier (RFC 5280 §4.2.1.2); empty where there is none. */
  keyId: string;
  /** AlgorithmIdentifier of the signature on it. */
  algorithm: Tlv;
  signature: Uint8Array;
}

const KEY_ID = '551d0e';
const EKU = '551d25';
const BASIC = '551d13';
const STAMPING = '2b06010505070308';

/** A certificate from its DER; null for what is none. */
export function certificateOf(raw: Uint8Array): Certificate | null {
  const [tbs, algorithm, signature] = parts(whole(raw)?.content ?? new Uint8Array());
  if (!tbs || !algorithm || !signature) return null;
  const fields = parts(tbs.content);
  // Version 1 leaves its number out.
  if (fields[0]?.tag === 0xa0) fields.shift();
  const [serial, , issuer, validity, subject, spki, ...rest] = fields;
  if (!serial || !issuer || !validity || !subject || !spki) return null;
  const [from, to] = parts(validity.content);
  const extensions = rest.find(({ tag }) => tag === 0xa3);
  const list = parts(parts(extensions?.content ?? new Uint8Array())[0]?.content ?? new Uint8Array());
  const extension = (oid: string) => {
    const found = list.map(({ content }) => parts(content)).find(([id]) => oidOf(id) === oid);
    return { critical: found?.length === 3, value: found?.at(-1)?.content };
  };
  const usage = extension(EKU);
  const usages = usage.value ? parts(whole(usage.value)?.content ?? new Uint8Array()).map(oidOf) : [];
  const basic = extension(BASIC).value;
  const ca = basic && parts(whole(basic)?.content ?? new Uint8Array())[0];
  return {
    raw,
    tbs: tbs.raw,
    serial: bytesToHex(serial.content),
    issuer: bytesToHex(issuer.raw),
    subject: bytesToHex(subject.raw),
    name: nameOf(subject),
    notBefore: timeOf(from),
    notAfter: timeOf(to),
    spki: spki.raw,
    isCa: ca?.tag === TAG.boolean && ca.content[0] !== 0,
    // RFC 3161 §2.3: that one purpose alone, and critical.
    mayStamp: usage.critical && usages.length === 1 && usages[0] === STAMPING,
    keyId: bytesToHex(whole(extension(KEY_ID).value ?? new Uint8Array())?.content ?? new Uint8Array()),
    algorithm,
    signature: signature.content.subarray(1),
  };
}

/** Common name (2.5.4.3), else organisation (2.5.4.10). */
function nameOf(subject: Tlv): string {
  const pairs = parts(subject.content).flatMap(({ content }) =>
    parts(content).map((one) => parts(one.content)),
  );
  const text = (oid: string) => {
    const value = pairs.find(([id]) => oidOf(id) === oid)?.[1]?.content;
    return value && new TextDecoder().decode(value.subarray(0, 200));
  };
  return text('550403') ?? text('55040a') ?? '';
}

/** How a signature is checked with WebCrypto. */
interface Method {
  key: RsaHashedImportParams | EcKeyImportParams;
  by: AlgorithmIdentifier | RsaPssParams | EcdsaParams;
  /** Bytes of r and of s, for ECDSA. */
  size: number | null;
}

/** Null for an algorithm that is not taken: SHA-1, MD5, and what browsers cannot compute (SM2, Ed448, Brainpool curves). */
function methodOf(spki: Uint8Array, algorithm: Tlv, digest: string | null): Method | null {
  const [named, parameters] = parts(algorithm.content);
  const [kind, curveId] = parts(
    parts(whole(spki)?.content ?? new Uint8Array())[0]?.content ?? new Uint8Array(),
  );
  const oid = oidOf(named);
  if (oid === PSS) return pssMethod(parameters);
  const hash = SIGNATURES[oid] ?? (oid === RSA || oid === EC ? digest : null);
  if (!hash) return null;
  if (oidOf(kind) === RSA)
    return { key: { name: 'RSASSA-PKCS1-v1_5', hash }, by: 'RSASSA-PKCS1-v1_5', size: null };
  const curve = CURVES[oidOf(curveId)];
  if (oidOf(kind) !== EC || !curve) return null;
  const [namedCurve, size] = curve;
  return { key: { name: 'ECDSA', namedCurve }, by: { name: 'ECDSA', hash }, size };
}

/** RSASSA-PSS-params (RFC 4055 §3.1): hash, mask with the same hash (WebCrypto has no other), length of the salt. */
function pssMethod(parameters: Tlv | undefined): Method | null {
  const fields = parts(parameters?.content ?? new Uint8Array());
  const field = (tag: number) => parts(fields.find((one) => one.tag === tag)?.content ?? new Uint8Array())[0];
  const hash = hashOf(oidOf(parts(field(0xa0)?.content ?? new Uint8Array())[0]));
  const mask = parts(field(0xa1)?.content ?? new Uint8Array())[1];
  if (!hash || hashOf(oidOf(parts(mask?.content ?? new Uint8Array())[0])) !== hash) return null;
  const saltLength = field(0xa2)?.content.reduce((sum, byte) => sum * 256 + byte, 0) ?? 20;
  return { key: { name: 'RSA-PSS', hash }, by: { name: 'RSA-PSS', saltLength }, size: null };
}

/** `unknown`: an algorithm that is not taken; nothing is said about the signature then. */
export type Signed = 'yes' | 'no' | 'unknown';

/**
 * Whether a signature over `data` was made with the key of a SubjectPublicKeyInfo. `digest` names the hash where the
 * algorithm itself does not.
 */
export async function isSigned(
  data: Uint8Array,
  signature: Uint8Array,
  spki: Uint8Array,
  algorithm: Tlv,
  digest: string | null,
): Promise<Signed> {
  const method = methodOf(spki, algorithm, digest);
  if (!method) return 'unknown';
  const plain = method.size === null ? copy(signature) : plainEcdsa(signature, method.size);
  if (!plain) return 'no';
  try {
    const key = await crypto.subtle.importKey('spki', plainRsa(spki), method.key, false, ['verify']);
    return (await crypto.subtle.verify(method.by, key, plain, copy(data))) ? 'yes' : 'no';
  } catch {
    return 'unknown';
  }
}

/** A key that is marked for PSS alone, under the name of all RSA keys, which is the one that WebCrypto imports. */
function plainRsa(spki: Uint8Array): Uint8Array<ArrayBuffer> {
  const [algorithm, key] = parts(whole(spki)?.content ?? new Uint8Array());
  if (!algorithm || !key || oidOf(parts(algorithm.content)[0]) !== PSS) return copy(spki);
  const rsa = writeNode(TAG.oid, hexToBytes(RSA));
  return writeNode(TAG.sequence, writeNode(TAG.sequence, rsa, writeNode(TAG.nothing)), key.raw);
}

/** WebCrypto takes no views of shared memory. */
const copy = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

/** r and s of a DER signature (RFC 3279 §2.2.3) side by side, as WebCrypto takes them. */
function plainEcdsa(signature: Uint8Array, size: number): Uint8Array<ArrayBuffer> | null {
  const numbers = parts(whole(signature)?.content ?? new Uint8Array());
  if (numbers.length !== 2) return null;
  const out = new Uint8Array(2 * size);
  for (const [i, { content }] of numbers.entries()) {
    const digits = content[0] === 0 ? content.subarray(1) : content;
    if (digits.length > size) return null;
    out.set(digits, (i + 1) * size - digits.length);
  }
  return out;
}

/** Certificates of a PEM text; what is none is left out. */
export const certificatesOf = (pem: string): Certificate[] =>
  [...pem.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g)].flatMap(
    ([, text = '']) =>
      certificateOf(Uint8Array.from(atob(text.replace(/\s/g, '')), (char) => char.charCodeAt(0))) ?? [],
  );
