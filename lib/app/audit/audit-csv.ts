/** An audit report as a table: one line per photo. */

import { csv } from '../../cases/export/csv.ts';
import type { Verdict } from '../../claims/finding.ts';
import { verdictText } from '../../i18n/finding-text.ts';
import { has, t } from '../../i18n/index.ts';
import type { AuditReport } from './audit-report.ts';

/** The finding's title in words; its code when there is none. */
export function codeTitle(code: string): string {
  const key = `findings.codes.${code}.title`;
  return has(key) ? t(key) : code;
}

/** One line per photo; claims without photos get one line of their own. */
export function auditCsv(report: AuditReport): string {
  const head = ['claim', 'verdict', 'file', 'findings', 'source', 'kept', 'changed', 'sha256'].map((column) =>
    t(`surfaces.audit.columns.${column}`),
  );
  const rows = report.claims.flatMap((claim) => {
    const verdict = verdictText(claim.verdict as Verdict);
    const own = claim.findings.map(({ code }) => codeTitle(code));
    if (claim.photos.length === 0) return [[claim.claim, verdict, '', own.join(' / '), '', '', '', '']];
    return claim.photos.map((photo) => [
      claim.claim,
      verdict,
      photo.file,
      [...photo.findings.map(({ code }) => codeTitle(code)), ...own].join(' / '),
      photo.match ? photo.match.file : '',
      photo.match ? Number(photo.match.kept.toFixed(3)) : '',
      photo.match ? photo.match.changed.length : '',
      photo.sha256,
    ]);
  });
  return csv([head, ...rows]);
}
