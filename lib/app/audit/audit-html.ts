/** An audit report as one page to read or print: each photo beside its source, no scripts, nothing loaded from anywhere. */
import { type Html, html, page } from '../../cases/package/html.ts';
import { strengthRank } from '../../claims/finding.ts';
import { outlineOf } from '../../claims/outline.ts';
import { afterColon } from '../../i18n/finding-params.ts';
import { verdictText } from '../../i18n/finding-text.ts';
import { formatDuration, formatPercent, getLocale, t } from '../../i18n/index.ts';
import { problemText } from '../claims/problem-text.ts';
import { codeTitle } from './audit-csv.ts';
import { type AuditPictures, type ShownPictures, worstFirst } from './audit-pictures.ts';
import type { AuditReport, ReportClaim, ReportFinding, ReportPhoto } from './audit-report.ts';

const STYLE = `
:root{color-scheme:light}
body{font:15px/1.55 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1e2226;background:#fff;margin:2rem auto;max-width:64rem;padding:0 1rem}
h1{font-size:1.5rem;line-height:1.3;margin:0 0 .6rem}h2{font-size:1.05rem;line-height:1.4;margin:2rem 0 .4rem;overflow-wrap:anywhere}h2 span{font-weight:400}
p,ul{margin:.4rem 0}ul{padding:0;list-style:none}li{margin:.15rem 0}.soft{color:#555b63}
table{border-collapse:collapse;width:100%;table-layout:fixed;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.6rem;border-bottom:1px solid #dedad1;overflow-wrap:anywhere}th{color:#555b63;font-weight:600}td>ul{margin:0}
code{font-size:.75rem}
.picture{position:relative;display:table;margin-bottom:.4rem;background:#f2f0eb}.picture img{display:block;box-sizing:border-box;border:1px solid #dedad1;max-width:100%;max-height:20rem}
.picture svg{position:absolute;inset:0;width:100%;height:100%}.picture path{fill:none;stroke-linejoin:round;vector-effect:non-scaling-stroke}
.halo{stroke:#0c0e10;stroke-opacity:.78;stroke-width:5}.core{stroke:#ffd23f;stroke-width:2}
@media(max-width:40rem){thead{display:none}tr,td{display:block}td{border:0;padding:.3rem 0}td:empty{display:none}td::before{content:attr(data-head);display:block;color:#555b63;font-size:.8rem;font-weight:600}tr{border-bottom:1px solid #dedad1;padding:.6rem 0}}
@media print{body{margin:0;max-width:none}h2{break-after:avoid}tr{break-inside:avoid}}`;

/** A picture with the changed regions of `photo` outlined on it. */
function picture(address: string | null | undefined, alt: string, photo?: ReportPhoto): Html | null {
  if (!address) return null;
  const paths = (photo?.match?.changed ?? []).map(outlineOf);
  const outlines =
    photo && photo.width > 0 && paths.length > 0
      ? html`<svg viewBox="0 0 ${photo.width} ${photo.height}" preserveAspectRatio="none" aria-hidden="true">${paths.map(
          (path) => html`<path class="halo" d="${path}"/><path class="core" d="${path}"/>`,
        )}</svg>`
      : null;
  return html`<div class="picture"><img alt="${alt}" src="${address}">${outlines}</div>`;
}

const COLUMNS = ['file', 'source', 'findings'] as const;
const columnName = (name: (typeof COLUMNS)[number]): string => t(`surfaces.audit.columns.${name}`);

const byStrength = (a: ReportFinding, b: ReportFinding): number =>
  strengthRank(a.strength) - strengthRank(b.strength);

const findingLine = ({ code, strength }: ReportFinding): Html =>
  html`<li>${codeTitle(code)} <span class="soft">(${t(`findings.strengths.${strength}`)})</span></li>`;

function photoRow(photo: ReportPhoto, pictures: ShownPictures | undefined): Html {
  const { match } = photo;
  const source =
    match &&
    html`${picture(pictures?.source, t('surfaces.audit.columns.source'))}${match.file}<br><span class="soft">${t(
      'surfaces.audit.matchLine',
      { kept: formatPercent(match.kept), n: match.changed.length },
    )}</span>`;
  const [own, from, said] = COLUMNS.map(columnName);
  return html`<tr><td data-head="${own}">${picture(pictures?.photo, t('surfaces.compare.buyerPhoto'), photo)}${photo.file}<br><code class="soft">${photo.sha256}</code></td><td data-head="${from}">${source}</td><td data-head="${said}"><ul>${[...photo.findings].sort(byStrength).map(findingLine)}</ul></td></tr>`;
}

function claimPart(claim: ReportClaim, { shown }: AuditPictures): Html {
  const own = claim.findings.map(({ code }) => codeTitle(code)).join(' · ');
  const columns = COLUMNS.map((name) => html`<th scope="col">${columnName(name)}</th>`);
  const rows = claim.photos.map((photo) => photoRow(photo, shown.get(photo)));
  return html`<h2>${t('surfaces.claim.numbered', { id: afterColon(claim.claim) ?? claim.claim })} <span>· ${verdictText(claim.verdict)}</span></h2>${own ? html`<p class="soft">${own}</p>` : null}${
    rows.length ? html`<table><thead><tr>${columns}</tr></thead><tbody>${rows}</tbody></table>` : null
  }`;
}

function unreadablePart({ unreadable }: AuditReport['library']): Html | null {
  if (unreadable.length === 0) return null;
  const lines = unreadable.map(
    ({ file, why }) => html`<li>${file} <span class="soft">${problemText(why)}</span></li>`,
  );
  return html`<h2>${t('surfaces.import.unusable', { n: unreadable.length })}</h2><ul>${lines}</ul>`;
}

/** The whole page as text, the claims that need most attention first. */
export function auditHtml(report: AuditReport, pictures: AuditPictures): string {
  const summary = t('surfaces.audit.summary', {
    claims: report.claims.length,
    photos: report.claims.reduce((sum, claim) => sum + claim.photos.length, 0),
    images: report.library.images,
    time: formatDuration(report.timing.wall_ms),
  });
  const leftOut = pictures.leftOut
    ? html`<p><strong>${t('surfaces.audit.leftOut', { n: pictures.leftOut })}</strong></p>`
    : null;
  const title = `${t('surfaces.name')} · ${t('surfaces.audit.title')}`;
  return page(
    getLocale(),
    title,
    html`<h1>${title}</h1><p>${summary}</p><p class="soft">${t('surfaces.audit.note')}<br>${t(
      'surfaces.audit.outlined',
    )}</p>${leftOut}${worstFirst(report.claims).map((claim) => claimPart(claim, pictures))}${unreadablePart(report.library)}`,
    STYLE,
  );
}
