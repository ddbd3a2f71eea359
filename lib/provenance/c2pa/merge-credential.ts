/** Puts the validator's result into a report: by its codes, never by its overall state. */

import { summarise } from '../summary.ts';
import type { FileReport, Trace, TraceOf } from '../types.ts';
import type { CredentialValidation } from './validation.ts';

/** Bytes changed after signing: a hash or the signature over the claim does not match. */
const isMismatch = (code: string): boolean => code.endsWith('.mismatch');

/**
 * @returns a new report; the same one when the validator found no store.
 * `integrity` becomes `broken` on any mismatch of the active manifest, `ok` when the hard binding and the claim's signature
 * were found right; an expired, untrusted or invalid certificate only means that the signer is not established.
 */
export function mergeCredential(report: FileReport, validation: CredentialValidation): FileReport {
  if (validation.state === 'none') return report;
  if (validation.state === 'unreadable') return unreadable(report, validation.why);
  const codes = [...new Set([...validation.failure, ...validation.informational, ...validation.success])];
  const broken = validation.failure.some(isMismatch);
  const bound = validation.success.some((c) => /(data|bmff|boxes|collection)Hash\.match$/.test(c));
  const integrity = broken
    ? 'broken'
    : bound && codes.includes('claimSignature.validated')
      ? 'ok'
      : 'unchecked';
  const traces: Trace[] = report.traces.filter((t) => t.id !== 'c2pa.tampered' && t.id !== 'meta.none');
  const index = traces.findIndex((t) => t.id === 'c2pa' || t.id === 'c2pa.unreadable');
  const old = traces[index];
  const trace: TraceOf<'c2pa'> = {
    ...(old ?? { place: `${report.mime}:C2PA`, offset: -1, length: 0, raw: validation.activeManifest }),
    id: 'c2pa',
    values: {
      ...(old?.id === 'c2pa' ? old.values : fresh(validation)),
      integrity,
      codes,
      checkedBy: 'validator',
      identity: identityOf(validation),
      trusted: validation.success.includes('signingCredential.trusted'),
      trustList: validation.trustedBy ? `${validation.trustedBy.source} ${validation.trustedBy.date}` : null,
      ...(validation.signedAt ? { signedAt: validation.signedAt } : {}),
      ...(old?.id === 'c2pa' && old.values.notChecked !== undefined ? { notChecked: null } : {}),
    },
  };
  if (index >= 0) traces[index] = trace;
  else traces.unshift(trace);
  if (broken) {
    const mismatches = validation.failure.filter(isMismatch);
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

function unreadable(report: FileReport, why: string): FileReport {
  return { ...report, unreadable: [...report.unreadable, { place: 'c2pa', why: `validator: ${why}` }] };
}
