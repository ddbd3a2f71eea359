/** An audit report as one page to read or print: no scripts, nothing loaded from anywhere. */
import type { Verdict } from '../claims/finding.ts';
import { verdictText } from '../i18n/finding-text.ts';
import { formatDuration, formatNumber, formatPercent, getLocale, t } from '../i18n/index.ts';
import { codeTitle } from './audit-csv.ts';
import type { AuditReport, ReportClaim, ReportPhoto } from './audit-report.ts';

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

const STYLE = `
body{font:15px/1.55 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1e2226;background:#fff;margin:2rem auto;max-width:60rem;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.05rem;margin:1.6rem 0 .3rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #dedad1}
th{color:#555b63;font-weight:600}.soft{color:#555b63}code{font-size:.8rem;overflow-wrap:anywhere}
@media print{h2{break-after:avoid}tr{break-inside:avoid}}`;

function photoRow(photo: ReportPhoto): string {
  const { match } = photo;
  const source = match
    ? `${escapeHtml(match.file)}<br><span class="soft">${escapeHtml(
        t('surfaces.audit.matchLine', { kept: formatPercent(match.kept), n: match.changed.length }),
      )}</span>`
    : '';
  const findings = photo.findings
    .map(
      (finding) =>
        `${escapeHtml(codeTitle(finding.code))} <span class="soft">(${escapeHtml(t(`findings.strengths.${finding.strength}`))})</span>`,
    )
    .join('<br>');
  return `<tr><td>${escapeHtml(photo.file)}<br><code class="soft">${escapeHtml(photo.sha256)}</code></td><td>${findings}</td><td>${source}</td></tr>`;
}

function claimPart(claim: ReportClaim): string {
  const own = claim.findings.map((finding) => escapeHtml(codeTitle(finding.code))).join(' · ');
  const columns = ['file', 'findings', 'source'].map(
    (name) => `<th>${escapeHtml(t(`surfaces.audit.columns.${name}`))}</th>`,
  );
  return `<h2>${escapeHtml(claim.claim)} · ${escapeHtml(verdictText(claim.verdict as Verdict))}</h2>${
    own ? `<p class="soft">${own}</p>` : ''
  }<table><thead><tr>${columns.join('')}</tr></thead><tbody>${claim.photos.map(photoRow).join('')}</tbody></table>`;
}

/** The whole page as text. */
export function auditHtml(report: AuditReport): string {
  const summary = t('surfaces.audit.summary', {
    claims: report.claims.length,
    photos: report.claims.reduce((sum, claim) => sum + claim.photos.length, 0),
    images: report.library.images,
    time: formatDuration(report.timing.wall_ms),
    rate: formatNumber(report.timing.photos_per_second),
  });
  const unreadable = report.library.unreadable.length
    ? `<p>${escapeHtml(t('surfaces.import.unusable', { n: report.library.unreadable.length }))}</p>`
    : '';
  return `<!doctype html><html lang="${getLocale()}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(
    t('surfaces.audit.title'),
  )}</title><style>${STYLE}</style></head><body><h1>${escapeHtml(t('surfaces.name'))} · ${escapeHtml(
    t('surfaces.audit.title'),
  )}</h1><p>${escapeHtml(summary)}</p><p class="soft">${escapeHtml(t('surfaces.audit.note'))}</p>${unreadable}${report.claims
    .map(claimPart)
    .join('')}</body></html>`;
}
