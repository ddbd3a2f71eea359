/** What was looked for, with the reason where it could not be: "not checked" is never shown as clean. */
import type { Check, CheckResult, Finding } from '../../claims/finding.ts';
import { type Case, check, tracesOf } from './proof.ts';
import { doubted, taken } from './times.ts';

const NAMES = [
  'aigc-label',
  'content-credential',
  'source-type',
  'generator-trace',
  'label-removed',
  'editor-trace',
  'capture-time',
  'embedded-preview',
  'screenshot',
  'file-name',
  'metadata',
];

export function checks(c: Case, findings: readonly Finding[], compared: boolean | null): Check[] {
  const hit = new Set(findings.map((f) => f.check.name));
  return NAMES.map((name) => check(name, hit.has(name) ? { state: 'found' } : quiet(c, name, compared)));
}

/** A check without a finding: nothing there, or not able to look. */
function quiet(c: Case, name: string, compared: boolean | null): CheckResult {
  const no = (reason: string): CheckResult => ({ state: 'not-checked', reason });
  if (c.report.mime === 'application/octet-stream') return no('type-not-known');
  if (name === 'content-credential') return credential(c) ?? { state: 'nothing-found' };
  if (name === 'capture-time') {
    const t = taken(c);
    const doubtful = tracesOf(c, 'time.clock-doubtful').length > 0 || (t !== null && doubted(c, t));
    if (!t || doubtful) return no(doubtful ? 'clock-doubtful' : 'no-capture-time');
    const { orderedAt, shippedAt, deliveredAt, appliedAt } = c.context;
    return orderedAt || shippedAt || deliveredAt || appliedAt
      ? { state: 'nothing-found' }
      : no('no-order-times');
  }
  if (name === 'embedded-preview') {
    if (compared === null) return no('pixels-not-given');
    return compared ? { state: 'nothing-found' } : no('no-preview');
  }
  if (name === 'file-name') return c.context.fileName ? { state: 'nothing-found' } : no('no-file-name');
  return { state: 'nothing-found' };
}

function credential(c: Case): CheckResult | null {
  const damaged = tracesOf(c, 'c2pa.unreadable')[0];
  if (damaged) return { state: 'not-checked', reason: 'credential-unreadable' };
  const t = tracesOf(c, 'c2pa')[0];
  if (!t) return null;
  if (t.values.checkedBy !== 'validator') return { state: 'not-checked', reason: 'signature-not-verified' };
  const codes = Array.isArray(t.values.codes) ? t.values.codes : [];
  return codes.includes('signingCredential.trusted')
    ? null
    : { state: 'not-checked', reason: 'signer-not-established' };
}
