/** Puts the validator's result into a report: by its codes, never by its overall state. */

import { summarise } from '../summary.ts';
import type { FileReport, Trace, TraceOf } from '../types.ts';
import type { CredentialValidation } from './validation.ts';

/** `listed`: on the trust list, signature right; `unknown`: right as far as checked, nobody vouches; `not-valid`: it does not hold. */
export type SignerState = 'listed' | 'unknown' | 'not-valid';

const HARD = /^assertion\.(data|bmff|boxes|collection)Hash\.(match|mismatch)$/;

/**
 * Whether the bytes fit the hash that was signed. What was hashed here decides; the validator reports a mismatch also where only
 * the excluded ranges are not to its taste (genuine captures of one camera app), so its mismatch counts alone only where
 * nothing was hashed here and none of its own hashes match.
 */
function integrityOf(
  v: CredentialValidation,
  own: 'ok' | 'broken' | 'unchecked',
  why: string | null | undefined,
): 'ok' | 'broken' | 'unchecked' {
  const hard = (codes: string[], end: string) => codes.some((c) => HARD.test(c) && c.endsWith(end));
  const matches = hard(v.success, '.match');
  const differs = hard(v.failure, '.mismatch') && !matches && why !== 'fragments';
  const assertion = v.failure.includes('assertion.hashedURI.mismatch');
  if (own === 'broken' && (hard(v.failure, '.mismatch') || assertion)) return 'broken';
  if (why === 'signed-other-claim') return 'unchecked';
  if (v.failure.includes('claimSignature.mismatch')) return 'broken';
  if (own === 'unchecked' && (differs || assertion)) return 'broken';
  const fits = own === 'ok' || (own === 'unchecked' && matches);
  // With an expired certificate the validator stops before the signature; the bytes fit all the same.
  return fits ? 'ok' : 'unchecked';
}

/** Codes that say that the signature or its certificate is no good, beyond age and beyond not being known. */
const NOT_VALID =
  /^claimSignature\.(mismatch|missing)|^signingCredential\.(revoked|invalid)|^claim\.(missing|multiple|malformed)/;

function signerState(v: CredentialValidation, why: string | null | undefined): SignerState {
  if (why === 'signed-other-claim' || v.failure.some((c) => NOT_VALID.test(c))) return 'not-valid';
  const listed =
    v.success.includes('signingCredential.trusted') && v.success.includes('claimSignature.validated');
  return listed ? 'listed' : 'unknown';
}

/**
 * @returns a new report; the same one when the validator found no store.
 * An expired, untrusted or invalid certificate only says something about the signer, never about the bytes.
 */
export function mergeCredential(report: FileReport, validation: CredentialValidation): FileReport {
  if (validation.state === 'none') return report;
  if (validation.state === 'unreadable') return unreadable(report, validation.why);
  const codes = [...new Set([...validation.failure, ...validation.informational, ...validation.success])];
  const traces: Trace[] = report.traces.filter((t) => t.id !== 'c2pa.tampered' && t.id !== 'meta.none');
  const index = traces.findIndex((t) => t.id === 'c2pa' || t.id === 'c2pa.unreadable');
  const old = traces[index];
  const own = old?.id === 'c2pa' && old.values.checkedBy === 'hashes' ? old.values : undefined;
  const integrity = integrityOf(validation, own?.integrity ?? 'unchecked', own?.notChecked);
  const state = signerState(validation, own?.notChecked);
  const trace: TraceOf<'c2pa'> = {
    ...(old ?? { place: `${report.mime}:C2PA`, offset: -1, length: 0, raw: validation.activeManifest }),
    id: 'c2pa',
    values: {
      ...(old?.id === 'c2pa' ? old.values : fresh(validation)),
      integrity,
      codes,
      checkedBy: 'validator',
      identity: identityOf(validation),
      signerState: state,
      trusted: state === 'listed',
      trustList: validation.trustedBy ? `${validation.trustedBy.source} ${validation.trustedBy.date}` : null,
      ...(validation.signedAt ? { signedAt: validation.signedAt } : {}),
      ...(old?.id === 'c2pa' && old.values.notChecked !== undefined ? { notChecked: null } : {}),
    },
  };
  if (index >= 0) traces[index] = trace;
  else traces.unshift(trace);
  if (integrity === 'broken') {
    const mismatches = validation.failure.filter((c) => c.endsWith('.mismatch'));
    traces.push({ ...trace, id: 'c2pa.tampered', raw: mismatches.join('\n'), values: { codes: mismatches } });
  }
  return { ...report, traces, ...summarise(traces) };
}

/** Values of a store that only the validator could read (compressed manifests). */
const fresh = (v: CredentialValidation) => ({
  signer: v.signer || v.signerName,
  signerName: v.signerName,
  generator: v.generator,
  digitalSourceType: v.digitalSourceType,
  actions: v.actions,
  agents: v.agents,
  activeManifest: v.activeManifest,
  says: { ...v.says },
});

function identityOf(v: CredentialValidation): string {
  if (v.success.includes('signingCredential.trusted')) return 'established';
  if (v.trustedBy === null) return 'no-trust-list';
  const why = ['expired', 'revoked', 'invalid', 'untrusted'].find((w) =>
    v.failure.includes(`signingCredential.${w}`),
  );
  return why ?? 'not-established';
}

/** What the validator does not read was perhaps hashed in another way too: nothing is said of its bytes. */
function unreadable(report: FileReport, why: string): FileReport {
  const traces = report.traces
    .filter((t) => t.id !== 'c2pa.tampered')
    .map(
      (t): Trace =>
        t.id === 'c2pa' && t.values.integrity === 'broken'
          ? { ...t, values: { ...t.values, integrity: 'unchecked', notChecked: 'not-readable' } }
          : t,
    );
  const parts = [...report.unreadable, { place: 'c2pa', why: `validator: ${why}` }];
  return { ...report, traces, unreadable: parts, ...summarise(traces) };
}
