/** The report as one page that stands alone: a table per claim, and the pictures of every match side by side. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { AuditReport, ReportMatch, ReportPhoto } from '../../lib/app/audit-report.ts';

/** Longest side of the pictures in the page. */
const SIDE = 360;

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

export const STYLE = `
body{font:15px/1.5 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1e2226;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.05rem;margin:1.8rem 0 .4rem}.soft{color:#555b63}
table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #dedad1}
.pair{display:flex;gap:1rem;flex-wrap:wrap;margin:.6rem 0 1.4rem}.pair figure{margin:0}.pair svg,.pair img{max-width:22rem;height:auto;display:block}
code{font-size:.8rem;overflow-wrap:anywhere}`;

interface Folders {
  library: string;
  photos: string;
}

interface Shown {
  width: number;
  height: number;
  data: string;
}

/** A small JPEG as a data address; null for what sharp cannot open (HEIC, damaged). */
export async function shown(path: string): Promise<Shown | null> {
  if (!existsSync(path)) return null;
  try {
    const { data, info } = await sharp(path, { limitInputPixels: 120_000_000 })
      .rotate()
      .flatten({ background: '#fff' })
      .resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 80 })
      .toBuffer({ resolveWithObject: true });
    return {
      width: info.width,
      height: info.height,
      data: `data:image/jpeg;base64,${data.toString('base64')}`,
    };
  } catch {
    return null;
  }
}

/** The photo with its changed regions outlined. */
function outlined(picture: Shown, photo: ReportPhoto, match: ReportMatch): string {
  const k = picture.width / Math.max(1, photo.width);
  const boxes = match.changed
    .map(
      (r) =>
        `<rect x="${r.x * k}" y="${r.y * k}" width="${r.width * k}" height="${r.height * k}" fill="none" stroke="#d4351c" stroke-width="2"/>`,
    )
    .join('');
  return `<svg viewBox="0 0 ${picture.width} ${picture.height}" width="${picture.width}" role="img"><image href="${picture.data}" width="${picture.width}" height="${picture.height}"/>${boxes}</svg>`;
}

const sourcePath = (match: ReportMatch, folders: Folders): string =>
  join(match.kind === 'listing' ? folders.library : folders.photos, match.file);

async function pair(photo: ReportPhoto, match: ReportMatch, folders: Folders): Promise<string> {
  const [own, source] = await Promise.all([
    shown(join(folders.photos, photo.file)),
    shown(sourcePath(match, folders)),
  ]);
  const figures = [
    own &&
      `<figure>${outlined(own, photo, match)}<figcaption>${escapeHtml(photo.file)}</figcaption></figure>`,
    source &&
      `<figure><img src="${source.data}" width="${source.width}" alt=""><figcaption>${escapeHtml(match.file)}</figcaption></figure>`,
  ];
  return `<div class="pair">${figures.filter(Boolean).join('')}</div>`;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function row(photo: ReportPhoto): string {
  const { match } = photo;
  const source = match
    ? `${escapeHtml(match.file)}<br><span class="soft">${match.code}, kept ${percent(match.kept)}, ${match.changed.length} changed regions</span>`
    : '';
  const findings = photo.findings.map(
    ({ code, strength }) => `${code} <span class="soft">${strength}</span>`,
  );
  return `<tr><td>${escapeHtml(photo.file)}<br><code class="soft">${photo.sha256}</code></td><td>${findings.join('<br>')}</td><td>${source}</td></tr>`;
}

/** The whole page. Pictures are read from the audited folders and embedded small. */
export async function reportPage(report: AuditReport, folders: Folders): Promise<string> {
  const parts: string[] = [];
  const misses: string[] = [];
  for (const claim of report.claims) {
    const ofClaim = claim.findings.map(({ code }) => code).join(', ');
    parts.push(
      `<h2>${escapeHtml(claim.claim)} <span class="soft">${claim.verdict}${ofClaim ? `, ${ofClaim}` : ''}</span></h2>`,
      `<table><tr><th>Photo</th><th>Findings</th><th>Comes from</th></tr>${claim.photos.map(row).join('')}</table>`,
    );
    for (const photo of claim.photos) {
      if (photo.match) parts.push(await pair(photo, photo.match, folders));
      else misses.push(photo.file);
    }
  }
  const unreadable = report.library.unreadable
    .map(({ file, why }) => `<li>${escapeHtml(file)} <span class="soft">${escapeHtml(why)}</span></li>`)
    .join('');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>ClaimLens 验图 audit</title><style>${STYLE}</style>
<h1>ClaimLens 验图 audit</h1>
<p class="soft">${report.claims.length} claims against ${report.library.images} images of ${report.library.products} products,
${(report.timing.wall_ms / 1_000).toFixed(1)} s, version ${escapeHtml(report.tool.version)}, ${escapeHtml(report.tool.browser)}</p>
${unreadable ? `<h2>Library files that could not be read</h2><ul>${unreadable}</ul>` : ''}
${parts.join('\n')}
<h2>Photos without a match (${misses.length})</h2><ul>${misses.map((file) => `<li>${escapeHtml(file)}</li>`).join('')}</ul></html>\n`;
}
