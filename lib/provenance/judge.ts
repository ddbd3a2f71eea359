/** From what a file says to findings and checks of one photo, against what the claim knows. */
import type { Check, CheckResult, Finding } from '../claims/finding.ts';
import { type ComparedPreview, withPreviews } from './checks/embedded-preview.ts';
import { FILE_CHECKS } from './checks/registry.ts';
import type { FileCheck } from './file-check.ts';
import { type Case, checkOf } from './proof.ts';
import { aiOf, declaresEdit, summarise } from './summary.ts';
import type { FileReport, ProvenanceAnswer, ProvenanceContext } from './types.ts';

/**
 * @param previewsCompared comparisons of the embedded previews; leave out when the pixels were not decoded (then the
 * preview check is "not checked"); an empty list means that the file has none.
 */
export function judge(
  report: FileReport,
  context: ProvenanceContext,
  previewsCompared?: readonly ComparedPreview[],
): ProvenanceAnswer {
  const traces = withPreviews(report, previewsCompared ?? []);
  const full = { ...report, traces, ...summarise(traces) };
  const compared = previewsCompared === undefined ? null : previewsCompared.length > 0;
  const c: Case = { report: full, context, compared, aiOf, declaresEdit };
  const findings: Finding[] = FILE_CHECKS.flatMap((check) => check.judge?.(c) ?? []);
  const given = new Set(findings.map((finding) => finding.check.name));
  const checks: Check[] = FILE_CHECKS.filter((check) => check.judge && !check.unlisted).map((check) => ({
    ...checkOf(check.id),
    result: given.has(check.id) ? { state: 'found' } : quiet(c, check),
  }));
  return { report: full, findings, checks };
}

/** A check without a finding: nothing there, or not able to look. "Not checked" is never shown as clean. */
function quiet(c: Case, check: FileCheck): CheckResult {
  if (c.report.mime === 'application/octet-stream') return { state: 'not-checked', reason: 'type-not-known' };
  if (c.report.inPart) return { state: 'not-checked', reason: 'video-in-part' };
  const reason = check.limits?.(c) ?? null;
  return reason === null ? { state: 'nothing-found' } : { state: 'not-checked', reason };
}
