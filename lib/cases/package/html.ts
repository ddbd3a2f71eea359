/** HTML from data that may be hostile: everything that is put in is escaped, unless it is HTML made here. */

export interface Html {
  readonly markup: string;
}
type Part = string | number | null | undefined | Html | readonly Html[];

/** Stand in for isolates while the rest is cleaned; characters that no text may hold (noncharacters). */
const [OPEN, CLOSE] = ['\ufdd0', '\ufdd1'];

export const escapeHtml = (text: string): string =>
  // Isolates that the product itself put around a value stay; all other turning signs go.
  text
    .replace(/[\ufdd0\ufdd1]/g, ' ')
    .replace(/\u2068(\P{Bidi_Control}*)\u2069/gu, `${OPEN}$1${CLOSE}`)
    .replace(/[\p{Cc}\p{Bidi_Control}\ufffe\uffff]/gu, (char) =>
      char === '\n' || char === '\t' ? char : ' ',
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll(OPEN, '\u2068')
    .replaceAll(CLOSE, '\u2069');

function show(part: Part): string {
  if (part === null || part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  if ('markup' in part) return part.markup;
  return part.map(({ markup }) => markup).join('');
}

/** A template tag: the literal parts are markup, the values are text. */
export const html = (literals: TemplateStringsArray, ...parts: Part[]): Html => ({
  markup: literals.reduce((out, literal, i) => out + show(parts[i - 1]) + literal),
});

/** Address of a picture inside the page; null for what is not a raster type that a browser draws without running anything. */
export function pictureAddress(bytes: Uint8Array, mime: string): string | null {
  if (!/^image\/(jpeg|png|webp|gif|avif|bmp)$/.test(mime)) return null;
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return `data:${mime};base64,${btoa(binary)}`;
}

/** A picture inside the page; its words where it cannot be shown. */
export function inlinePicture(bytes: Uint8Array, mime: string, alt: string): Html {
  const address = pictureAddress(bytes, mime);
  return address ? html`<img alt="${alt}" src="${address}">` : html`<p>${alt}</p>`;
}

const STYLE = `
:root{color-scheme:light}body{font:14px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;color:#1c2430;background:#fff;max-width:60rem;margin:0 auto;padding:2rem 1.25rem}
h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:1px solid #cfd6df;padding-bottom:.25rem;break-after:avoid}h3{font-size:1rem;margin:1.25rem 0 .25rem;break-after:avoid}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #cfd6df;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f2f5f8;font-weight:600}th:first-child{white-space:nowrap}
code{font:12px/1.5 ui-monospace,Consolas,monospace;overflow-wrap:anywhere}img{max-width:100%;max-height:22rem;border:1px solid #cfd6df}
figure{margin:.5rem 1rem .5rem 0;display:inline-block;break-inside:avoid;vertical-align:top}figcaption{font-size:12px;color:#4a5563;max-width:24rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.25rem 0}dt{color:#4a5563}dt::first-letter{text-transform:uppercase}dd{margin:0;overflow-wrap:anywhere}
.finding{border-left:3px solid #8a97a8;padding:.25rem 0 .25rem .9rem;margin:.75rem 0;break-inside:avoid}.text{white-space:pre-wrap}dd,td,li,code,strong,a,figcaption{unicode-bidi:isolate}footer{margin-top:3rem;color:#4a5563;font-size:12px}
.answer .says{font-size:1.05rem}.answer .pair img{max-height:19rem}.answer dl{grid-template-columns:fit-content(16rem) 1fr}@page{margin:16mm}@media print{body{padding:0;max-width:none}.answer .pair img{max-height:14rem}.answer dl{font-size:12.5px;line-height:1.45}.answer{break-after:page}.answer h2{margin-top:1rem}}`;

/**
 * A whole page that loads nothing: its policy allows inline pictures and styles only.
 * @param style the page's own look; the evidence package's by default
 */
export function page(lang: string, title: string, body: Html, style: string = STYLE): string {
  const out = html`<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data: 'self'; style-src 'unsafe-inline'">
<title>${title}</title><style>${{ markup: style }}</style></head>
<body>
${body}
</body></html>
`;
  return out.markup;
}
