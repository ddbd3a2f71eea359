/**
 * The full C2PA validator (c2pa-wasm), hermetic: for a dedicated worker that is started for the first file with JUMBF and
 * ended when idle. Nothing here touches the network: the module is handed in, and the context switches every fetch off.
 */
import init, { WasmReader } from '@contentauth/c2pa-wasm';
import { LIMITS } from '../limits.ts';
import { type CredentialValidation, validationOf } from './validation.ts';

/** A trust list that the seller imported: PEM certificates, with where it came from and when. */
export interface TrustList {
  pem: string;
  source: string;
  /** ISO date of the list; lists age. */
  date: string;
  licence?: string | undefined;
  /** The official C2PA lists, as fetched or brought along; not a file of the seller's. */
  official?: boolean | undefined;
}

/**
 * Reading 118 public files with the defaults contacted manifest hosts and did:web hosts named by the file; with this
 * context no file made a request.
 */
const HERMETIC = {
  verify: { remote_manifest_fetch: false, ocsp_fetch: false },
  core: { decode_identity_assertions: false, allowed_network_hosts: [] },
};

/** Key purposes a claim signer may have (C2PA 2.2, 14.5.1.1): claim signing, document signing, e-mail, Microsoft's own. */
const PURPOSES = [
  '1.3.6.1.4.1.62558.2.1',
  '1.3.6.1.5.5.7.3.36',
  '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.4.1.311.76.59.1.9',
  '1.3.6.1.5.5.7.3.8',
];

/** Only the certificates of a PEM text: lists carry subject lines between them. */
const certificates = (pem: string): string =>
  [
    ...pem
      .slice(0, LIMITS.pemChars)
      .matchAll(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g),
  ]
    .map((m) => m[0])
    .join('\n');

let started: Promise<unknown> | null = null;

/**
 * Validates the credential of one file.
 * @param mime type from the bytes, never from the name.
 * @param wasm compiled module, its bytes, or an address inside the extension; used by the first call only.
 * @returns codes, never the validator's own overall state: that calls an expired certificate invalid.
 */
export async function validateCredential(
  bytes: Uint8Array,
  mime: string,
  wasm: WebAssembly.Module | BufferSource | URL | string,
  trust?: TrustList,
): Promise<CredentialValidation> {
  started ??= init({ module_or_path: wasm });
  try {
    await started;
  } catch (error) {
    started = null;
    throw error;
  }
  const context = {
    ...HERMETIC,
    trust: {
      ...(trust ? { trust_anchors: certificates(trust.pem) } : {}),
      trust_config: PURPOSES.join('\n'),
    },
  };
  const used = trust ? { source: trust.source, date: trust.date } : null;
  let reader: WasmReader | undefined;
  try {
    reader = await WasmReader.fromBytes(mime, bytes, JSON.stringify(context));
    return validationOf(JSON.parse(reader.json()), used);
  } catch (error) {
    return failure(error, used);
  } finally {
    reader?.free();
  }
}

function failure(error: unknown, trustedBy: CredentialValidation['trustedBy']): CredentialValidation {
  const why = (error instanceof Error ? error.message : String(error)).slice(0, 300);
  return { ...validationOf(null, trustedBy), state: /JumbfNotFound/.test(why) ? 'none' : 'unreadable', why };
}
