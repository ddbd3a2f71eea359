/** AI declarations and content credentials. */
import type { Fact, Finding, Strength } from '../../claims/finding.ts';
import { aiOf } from '../summary.ts';
import type { Trace } from '../types.ts';
import { type Case, found, tracesOf } from './proof.ts';

/** Traces that say the same, told once: the first of each key, with the places of the others. */
function merged(traces: readonly Trace[], key: (t: Trace) => string): [Trace, Record<string, Fact>][] {
  const groups = new Map<string, Trace[]>();
  for (const t of traces) groups.set(key(t), [...(groups.get(key(t)) ?? []), t]);
  return [...groups.values()].map(([first, ...others]) => {
    const also: Record<string, Fact> = others.length > 0 ? { alsoAt: others.map((t) => t.place) } : {};
    return [first!, also];
  });
}

/** GB 45438 labels: 1 is the generator's own word, 2 and 3 are a platform's opinion. */
export function labels(c: Case): Finding[] {
  const disagree = tracesOf(c, 'aigc.labels-disagree').length > 0;
  const out = merged(tracesOf(c, 'aigc.label'), (t) => t.raw).map(([t, also]) => {
    const label = t.values.label;
    const strength: Strength =
      label === '1' ? 'contradiction' : label === '2' || label === '3' ? 'strong' : 'moderate';
    return found('ai-label-implicit', strength, 'aigc-label', t, {
      ...also,
      ...(disagree ? { labelsDisagree: true } : {}),
    });
  });
  for (const t of tracesOf(c, 'aigc.label-unreadable')) {
    out.push(found('ai-label-implicit', 'moderate', 'aigc-label', t, { label: null, unreadable: true }));
  }
  return out;
}

const SOURCES = ['c2pa', 'iptc.digitalSourceType', 'vendor.credit', 'samsung.genai', 'iptc.ai'];

/** Source types, credentials, credit lines and trailers that declare a model. */
export function declared(c: Case): Finding[] {
  const out: Finding[] = [];
  const said = merged(tracesOf(c, ...SOURCES), (t) => `${t.id} ${t.values.value ?? t.place}`);
  for (const [t, also] of said) {
    const ai = aiOf(t);
    if (ai === 'none') continue;
    // A credential that does not fit these bytes speaks of other ones.
    const broken = t.id === 'c2pa' && t.values.integrity === 'broken';
    const strength: Strength = broken ? 'strong' : ai === 'possible' ? 'moderate' : 'contradiction';
    out.push(found('ai-source-declared', strength, 'source-type', t, { ...also, declares: ai }));
  }
  return out;
}

export function generators(c: Case): Finding[] {
  const ids = ['gen.params', 'gen.grok-signature', 'bytedance.export'];
  const traces = tracesOf(c, ...ids).filter((t) => aiOf(t) === 'declared-generated');
  return merged(traces, (t) => String(toolOf(t))).map(([t, also]) =>
    found('generator-trace', 'contradiction', 'generator-trace', t, { ...also, tool: toolOf(t) }),
  );
}

/** Name of the generating tool. */
const toolOf = (t: Trace): Fact =>
  t.values.tool ?? (t.id === 'gen.grok-signature' ? 'grok' : (t.values.product ?? ''));

const listOf = (v: Fact | undefined): string[] =>
  Array.isArray(v) ? v.filter((x) => typeof x === 'string') : [];

export function credentials(c: Case): Finding[] {
  const out: Finding[] = [];
  for (const t of tracesOf(c, 'c2pa')) {
    if (t.values.integrity === 'broken') {
      out.push(found('credential-broken', 'strong', 'content-credential', t, { changedAfterSigning: true }));
    } else if (cameraSpeaks(t)) {
      out.push(found('camera-credential-valid', 'supports-claim', 'content-credential', t));
    }
  }
  return out;
}

/**
 * A camera's credential supports the claim only when the validator has found the signature and the hash right and the
 * signer is on a trust list: anybody can sign a manifest that says "captured".
 */
function cameraSpeaks(t: Trace): boolean {
  const codes = listOf(t.values.codes);
  const says = t.values.says;
  const captured =
    typeof says === 'object' && says !== null && !Array.isArray(says) && says.captured === true;
  const untouched = aiOf(t) === 'none' && captured && (says as { edited?: Fact }).edited !== true;
  return (
    untouched &&
    t.values.integrity === 'ok' &&
    t.values.checkedBy === 'validator' &&
    codes.includes('claimSignature.validated') &&
    codes.includes('signingCredential.trusted')
  );
}

/** Signs that a label or a credential was there and is not any more; each with what it may be instead. */
export function removed(c: Case): Finding[] {
  const out: Finding[] = [];
  for (const t of tracesOf(c, 'aigc.label-empty')) {
    out.push(found('label-removed', 'moderate', 'label-removed', t, { sign: 'label-emptied' }));
  }
  for (const t of tracesOf(c, 'c2pa.missing')) {
    out.push(found('label-removed', 'moderate', 'label-removed', t, { sign: 'credential-gone' }));
  }
  const credential = tracesOf(c, 'c2pa').length > 0;
  for (const t of tracesOf(c, 'xmp.history')) {
    if (typeof t.values.generator === 'string' && !credential) {
      out.push(found('label-removed', 'weak', 'label-removed', t, { sign: 'history-names-generator' }));
    }
  }
  for (const t of tracesOf(c, 'c2pa.remote-only')) {
    out.push(found('label-removed', 'context', 'label-removed', t, { sign: 'credential-elsewhere' }));
  }
  return out;
}
