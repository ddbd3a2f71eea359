/** C2PA content credentials, read directly: all manifests of the store, and whether the active one fits the bytes. */
import * as v from 'valibot';
import { code, type FactsIn, traceFacts } from '../../claims/check.ts';
import type { Finding } from '../../claims/finding.ts';
import { findAscii } from '../../formats/bytes.ts';
import { type Binding, checkBinding } from '../c2pa/binding.ts';
import type { Says } from '../c2pa/declares.ts';
import { declares } from '../c2pa/declares.ts';
import { readJumbf } from '../c2pa/jumbf.ts';
import type { SignerState } from '../c2pa/merge-credential.ts';
import { readStore, type Store } from '../c2pa/store.ts';
import { note, type Part } from '../container/part.ts';
import type { FileCheck } from '../file-check.ts';
import { type Case, found, tracesOf } from '../proof.ts';
import type { Reading } from '../reading.ts';
import { meaningOf } from '../tables/source-types.ts';
import { trace, value, xmpAt, xmpFirst } from '../trace.ts';
import type { TraceOf } from '../types.ts';

function read(r: Reading): void {
  const parts = r.w.parts.filter((p) => p.kind === 'jumbf');
  let read = false;
  for (const part of parts) read = store(r, part) || read;
  if (!read) elsewhere(r);
}

/** @returns whether a C2PA store is there, readable or not. */
function store(r: Reading, part: Part): boolean {
  const root = readJumbf(part.data);
  const at = { place: part.place, offset: part.offset, length: part.length };
  if (!root) {
    // Other JUMBF content (JPEG 360, JPEG Trust) is no business of this check.
    if (findAscii(part.data, 'c2pa', 0, 100) < 0) return false;
    note(r.w, part.place, 'credential-damaged');
    trace(r, 'c2pa.unreadable', { ...at, raw: 'jumb c2pa' }, { why: 'box' });
    return true;
  }
  const s = readStore(root);
  for (const label of s.unread) note(r.w, `${part.place}-${value(label).slice(0, 60)}`, 'manifest-not-read');
  const active = s.manifests.at(-1);
  if (!active || s.activeUnread) {
    trace(r, 'c2pa.unreadable', { ...at, raw: s.unread.join('\n') }, { why: 'claim' });
    return true;
  }
  const binding: Binding = r.inPart
    ? { integrity: 'unchecked', codes: [], why: 'in-part' }
    : checkBinding(r.bytes, active, s.manifests);
  const actions = s.manifests.flatMap((m) => m.actions);
  const said = declares(s);
  trace(
    r,
    'c2pa',
    { ...at, raw: quote(s) },
    {
      integrity: binding.integrity,
      codes: binding.codes,
      ...(binding.why ? { notChecked: binding.why } : {}),
      checkedBy: 'hashes',
      signer: value(active.signature.organisation || active.signature.commonName),
      signerName: value(active.signature.commonName),
      generator: value(active.generator),
      digitalSourceType: unique([
        ...actions.map((a) => a.sourceType),
        ...s.manifests.flatMap((m) => m.ingredients.map((i) => i.sourceType)),
      ]),
      actions: unique(actions.map((a) => a.action)),
      agents: unique(actions.map((a) => a.agent)),
      ...(active.signature.signedAt ? { signedAt: active.signature.signedAt } : {}),
      manifests: s.manifests.length,
      activeManifest: value(active.label),
      signers: unique(s.manifests.map((m) => m.signature.organisation)),
      generators: unique(s.manifests.map((m) => m.generator)),
      says: {
        generated: said.generated,
        aiEdited: said.aiEdited,
        edited: said.edited,
        captured: said.captured,
        ...(said.aiInvolved ? { aiInvolved: true as const } : {}),
      },
      ...(active.aiAssertion ? { assertion: active.aiAssertion } : {}),
    },
  );
  if (binding.integrity === 'broken') {
    trace(r, 'c2pa.tampered', { ...at, raw: binding.codes.join('\n') }, { codes: binding.codes });
  }
  if (
    actions.some((a) => meaningOf(a.sourceType) === 'may-contain-ai' && /screencapture/i.test(a.sourceType))
  ) {
    trace(r, 'screenshot', { ...at, raw: 'screenCapture' }, { platform: 'c2pa' });
  }
  return true;
}

const unique = (list: string[]): string[] => [...new Set(list.filter(Boolean).map(value))];

/** The story of the store in the order of its manifests, one line each. */
function quote(s: Store): string {
  return s.manifests
    .map((m) => {
      const acts = m.actions
        .map((a) => [a.action, a.sourceType, a.agent].filter(Boolean).join(' '))
        .join('; ');
      return `${m.label} | ${m.generator} | ${m.signature.organisation} | ${acts}`;
    })
    .join('\n');
}

/** A credential that the XMP names and the file does not hold. The address is quoted, never fetched. */
function elsewhere(r: Reading) {
  const named = xmpFirst(r, 'purl.org/dc/terms', 'provenance');
  if (!named) return;
  const uri = named.p.value.trim();
  const at = xmpAt(named.packet, named.p);
  if (/^https?:\/\//i.test(uri)) {
    trace(r, 'c2pa.remote-only', at, { host: value(hostOf(uri)), url: value(uri) });
  } else if (/jumbf=|c2pa/i.test(uri.slice(0, 300))) {
    trace(r, 'c2pa.missing', at, { reference: value(uri) });
  }
}

function hostOf(uri: string): string {
  try {
    return new URL(uri).hostname;
  } catch {
    return '';
  }
}

const codes = {
  'credential-broken': code({
    strengths: ['strong'],
    family: 'declaration',
    reason: 'DECL',
    hard: 'never',
    // A program that knows nothing of credentials leaves this behind, and its own trace, and an old preview.
    explainedByEdit: true,
    facts: traceFacts({ signer: v.string(), changedAfterSigning: v.literal(true) }),
  }),
  'camera-credential-valid': code({
    strengths: ['supports-claim'],
    family: 'declaration',
    reason: 'DECL',
    hard: 'never',
    facts: traceFacts({
      /** The camera, as the signer names it; when it signed. */
      device: v.string(),
      signedAt: v.optional(v.string()),
    }),
  }),
  'credential-signer': code({
    strengths: ['context'],
    family: 'context',
    reason: 'CTX',
    hard: 'never',
    facts: traceFacts({
      signer: v.string(),
      /** Three states, never mixed. `expired` and `no-list` say more about `unknown`. */
      state: v.picklist(['listed', 'unknown', 'expired', 'no-list', 'not-valid']),
      /** The list it was looked up in, with its date. */
      list: v.optional(v.string()),
    }),
  }),
};

declare module '../../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

declare module '../types.ts' {
  interface TraceValues {
    c2pa: {
      /** Whether the active manifest fits these bytes. */
      integrity: 'ok' | 'broken' | 'unchecked';
      /** Validation codes in the specification's words (C2PA 2.2, 15.2). */
      codes: string[];
      checkedBy: 'hashes' | 'validator';
      notChecked?: string | null;
      signer: string;
      signerName: string;
      signers?: string[];
      generator: string;
      generators?: string[];
      digitalSourceType: string[];
      actions: string[];
      agents: string[];
      signedAt?: string;
      manifests?: number;
      activeManifest: string;
      says: Says;
      assertion?: string;
      /** Of the validator: whether the signer is established, by which trust list. */
      identity?: string;
      /** Three states that are never mixed: on the trust list, not known to it, or no valid signature. */
      signerState?: SignerState;
      trusted?: boolean;
      trustList?: string | null;
    };
    'c2pa.tampered': { codes: string[] };
    'c2pa.unreadable': { why: 'box' | 'claim' };
    'c2pa.remote-only': { host: string; url: string };
    'c2pa.missing': { reference: string };
  }
}

function judge(c: Case): Finding[] {
  return tracesOf(c, 'c2pa').flatMap((t): Finding[] => {
    const { integrity, signer, signedAt } = t.values;
    const who = signerOf(t);
    if (integrity === 'broken') {
      const facts = { signer, changedAfterSigning: true } as const;
      return [found('credential-broken', 'strong', 'content-credential', t, facts), ...who];
    }
    if (!cameraSpeaks(c, t)) return who;
    return [
      ...who,
      found('camera-credential-valid', 'supports-claim', 'content-credential', t, {
        device: signer,
        signedAt,
      }),
    ];
  });
}

/** Who signed, as far as it is established; only after the validator looked. */
function signerOf(t: TraceOf<'c2pa'>): Finding[] {
  const { signer, signerName, signerState, identity, trustList } = t.values;
  if (!signerState) return [];
  const state =
    signerState !== 'unknown'
      ? signerState
      : t.values.codes.includes('signingCredential.expired')
        ? 'expired'
        : identity === 'no-trust-list'
          ? 'no-list'
          : 'unknown';
  const facts = { signer: signer || signerName, state, ...(trustList ? { list: trustList } : {}) } as const;
  return [found('credential-signer', 'context', 'content-credential', t, facts)];
}

/**
 * A camera's credential supports the claim only when the validator has found the signature and the hash right and the
 * signer is on a trust list: anybody can sign a manifest that says "captured".
 */
function cameraSpeaks(c: Case, t: TraceOf<'c2pa'>): boolean {
  const { codes: validation, says, integrity, checkedBy } = t.values;
  return (
    c.aiOf(t) === 'none' &&
    says.captured &&
    !says.edited &&
    integrity === 'ok' &&
    checkedBy === 'validator' &&
    validation.includes('claimSignature.validated') &&
    t.values.signerState === 'listed'
  );
}

function limits(c: Case): string | null {
  if (tracesOf(c, 'c2pa.unreadable').length > 0) return 'credential-unreadable';
  const [t] = tracesOf(c, 'c2pa');
  if (!t) return null;
  if (t.values.checkedBy !== 'validator') return 'signature-not-verified';
  if (t.values.signerState === 'not-valid') return 'signature-not-valid';
  return t.values.signerState === 'listed' ? null : 'signer-not-established';
}

export const contentCredential: FileCheck = {
  id: 'content-credential',
  codes,
  traces: {
    c2pa: ({ says }) => ({
      ai: says.generated
        ? 'declared-generated'
        : says.aiEdited
          ? 'declared-edited'
          : says.aiInvolved
            ? 'possible'
            : 'none',
      edit: says.edited ? 'declared' : 'none',
    }),
    'c2pa.tampered': null,
    'c2pa.unreadable': null,
    'c2pa.remote-only': null,
    'c2pa.missing': null,
  },
  read,
  judge,
  limits,
};
