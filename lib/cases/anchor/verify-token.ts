/** Verifies a timestamp token (RFC 3161): what it is about, its signature, and the certificates up to one that is trusted. */
import { bytesToHex } from '@noble/hashes/utils.js';
import { definite } from '../../formats/ber.ts';
import { TAG } from '../../formats/der.ts';
import { checkToken } from './timestamp.ts';
import { type Certificate, certificateOf, hashOf, isSigned, oidOf, parts, type Tlv, whole } from './x509.ts';

export type TokenVerdict =
  /** `trusted` is false where the chain is sound and ends at a certificate that nobody here has put trust in. */
  | { state: 'valid'; genTime: string; authority: string; trusted: boolean }
  | {
      state: 'refused';
      /**
       * `other-digest`: about something else. `signature`: not signed by its own certificate, or changed since. `certificate`:
       * no certificate for timestamps, or not issued by the next one. `expired`: outside its certificate's time.
       * `back-dated`: earlier than what it is said to cover. `algorithm`: signed in a way that cannot be checked here (SM2, SHA-1),
       * so that nothing is said about it.
       */
      why:
        | 'not-a-token'
        | 'other-digest'
        | 'signature'
        | 'certificate'
        | 'expired'
        | 'back-dated'
        | 'algorithm';
    };

const refused = (why: Extract<TokenVerdict, { state: 'refused' }>['why']): TokenVerdict => ({
  state: 'refused',
  why,
});

const CONTENT_TYPE = '2a864886f70d010903';
const MESSAGE_DIGEST = '2a864886f70d010904';
const SIGNING_CERTIFICATE_2 = '2a864886f70d010910022f';
const TST_INFO = '2a864886f70d0109100104';
/** Longest chain that is followed. */
const MOST_STEPS = 6;
const SLACK_MS = 15 * 60_000;

/**
 * @param bytes an authority's answer (TimeStampResp) or the bare token
 * @param digest in hex: what the token should be about (SHA-256 here; SHA-384 and SHA-512 of others)
 * @param trusted certificates that somebody here trusts; the signer's own may be among them, where the token leaves it out
 * @param madeAt ISO instant at which what the digest covers was made by this machine's clock, where it is known
 */
export async function verifyToken(
  bytes: Uint8Array,
  digest: string,
  trusted: readonly Certificate[],
  madeAt: string | null = null,
): Promise<TokenVerdict> {
  const about = checkToken(bytes, digest);
  if (about.state === 'other-digest') return refused('other-digest');
  if (about.state !== 'fits') return refused('not-a-token');
  const signed = signedData(definite(bytes) ?? bytes);
  if (!signed) return refused('not-a-token');
  const signer = [...signed.certificates, ...trusted].find((one) =>
    signed.keyId === null
      ? one.issuer === signed.issuer && one.serial === signed.serial
      : one.keyId === signed.keyId,
  );
  if (!signer) return refused('certificate');
  const hash = hashOf(signed.digest);
  if (!hash) return refused('algorithm');
  if (!(await fitsAttributes(signed, signer, hash))) return refused('signature');
  const answer = await isSigned(signed.toSign, signed.signature, signer.spki, signed.algorithm, hash);
  if (answer !== 'yes') return refused(answer === 'no' ? 'signature' : 'algorithm');
  if (!signer.mayStamp) return refused('certificate');
  const at = Date.parse(about.genTime);
  const chain = await chainOf(signer, [...trusted, ...signed.certificates], trusted);
  if (chain.certificates.some(({ notBefore, notAfter }) => !(notBefore <= at && at <= notAfter)))
    return refused('expired');
  if (madeAt !== null && at < Date.parse(madeAt) - SLACK_MS) return refused('back-dated');
  return {
    state: 'valid',
    genTime: about.genTime,
    authority: signer.name,
    trusted: chain.trusted,
  };
}

interface Signed {
  content: Uint8Array;
  certificates: Certificate[];
  issuer: string;
  serial: string;
  /** Where the signer is named by its key instead. */
  keyId: string | null;
  digest: string;
  algorithm: Tlv;
  attributes: Tlv[];
  toSign: Uint8Array;
  signature: Uint8Array;
}

/** TimeStampResp or ContentInfo → SignedData with its one signer. */
function signedData(bytes: Uint8Array): Signed | null {
  const outer = parts(whole(bytes)?.content ?? new Uint8Array());
  const info = outer[0]?.tag === TAG.sequence ? parts(outer[1]?.content ?? new Uint8Array()) : outer;
  const fields = parts(parts(info[1]?.content ?? new Uint8Array())[0]?.content ?? new Uint8Array());
  const content = parts(parts(fields[2]?.content ?? new Uint8Array())[1]?.content ?? new Uint8Array())[0]
    ?.content;
  const certificates = fields.find(({ tag }) => tag === 0xa0);
  const signers = fields.at(-1);
  const [info1, ...more] = parts(signers?.tag === TAG.set ? signers.content : new Uint8Array());
  if (!content || !info1 || more.length > 0) return null;
  const [, sid, digest, ...rest] = parts(info1.content);
  const attributes = rest[0]?.tag === 0xa0 ? rest.shift() : undefined;
  const [algorithm, signature] = rest;
  const keyId = sid?.tag === 0x80 ? bytesToHex(sid.content) : null;
  const [issuer, serial] = keyId === null ? parts(sid?.content ?? new Uint8Array()) : [];
  // RFC 5652 §5.4: the attributes are signed under the tag of a set.
  if (!attributes || (keyId === null && !serial) || !digest || !algorithm || !signature) return null;
  const toSign = new Uint8Array(attributes.raw);
  toSign[0] = TAG.set;
  return {
    content,
    certificates: parts(certificates?.content ?? new Uint8Array()).flatMap(
      ({ raw }) => certificateOf(raw) ?? [],
    ),
    issuer: issuer ? bytesToHex(issuer.raw) : '',
    serial: serial ? bytesToHex(serial.content) : '',
    keyId,
    digest: oidOf(parts(digest.content)[0]),
    algorithm,
    attributes: parts(attributes.content),
    toSign,
    signature: signature.content,
  };
}

/** The signed attributes speak of this content and of this certificate (RFC 5035 §3: so that no other can be put in its place). */
async function fitsAttributes(signed: Signed, signer: Certificate, hash: string): Promise<boolean> {
  const value = (oid: string): Tlv | undefined => {
    const found = signed.attributes.map(({ content }) => parts(content)).find(([id]) => oidOf(id) === oid);
    return found && parts(found[1]?.content ?? new Uint8Array())[0];
  };
  const digest = async (bytes: Uint8Array, name: string) =>
    bytesToHex(new Uint8Array(await crypto.subtle.digest(name, new Uint8Array(bytes))));
  if (oidOf(value(CONTENT_TYPE)) !== TST_INFO) return false;
  const message = value(MESSAGE_DIGEST);
  if (!message || bytesToHex(message.content) !== (await digest(signed.content, hash))) return false;
  const bound = value(SIGNING_CERTIFICATE_2);
  // Authorities of before 2010 bind their certificate by SHA-1 only, which binds nothing today; the chain still has to hold.
  if (!bound) return true;
  const [first] = parts(parts(bound.content)[0]?.content ?? new Uint8Array());
  const fields = parts(first?.content ?? new Uint8Array());
  const named = fields[0]?.tag === TAG.sequence ? hashOf(oidOf(parts(fields[0].content)[0])) : 'SHA-256';
  const certHash = fields.find(({ tag }) => tag === TAG.octets);
  return !!named && !!certHash && bytesToHex(certHash.content) === (await digest(signer.raw, named));
}

/** From the signer up to a trusted certificate, to one that signed itself, or as far as it can be followed. */
async function chainOf(
  signer: Certificate,
  known: readonly Certificate[],
  trusted: readonly Certificate[],
): Promise<{ certificates: Certificate[]; trusted: boolean }> {
  const certificates = [signer];
  const isTrusted = ({ raw }: Certificate): boolean =>
    trusted.some((one) => bytesToHex(one.raw) === bytesToHex(raw));
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const last = certificates.at(-1) as Certificate;
    if (isTrusted(last)) return { certificates, trusted: true };
    if (last.issuer === last.subject) return { certificates, trusted: false };
    let next: Certificate | null = null;
    for (const one of known)
      if (
        one.subject === last.issuer &&
        one.isCa &&
        (await isSigned(last.tbs, last.signature, one.spki, last.algorithm, null)) === 'yes'
      ) {
        next = one;
        break;
      }
    // Many authorities leave their root out of the token, and nobody here may know it: sound, and not trusted.
    if (!next) break;
    certificates.push(next);
  }
  return { certificates, trusted: false };
}
