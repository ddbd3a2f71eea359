/** The numbered index of a package, as filing rules ask: number, name, source, what it shows, content, hash; sign and date. */
import type { Locale } from '../../i18n/locale.ts';
import { stamp } from '../instants.ts';
import { type Words, wordsOf } from '../words.ts';
import { type Html, html, page } from './html.ts';
import type { Item } from './items.ts';

export interface IndexInput {
  claimId: string;
  items: readonly Item[];
  sizeOf: (path: string) => number;
  locale: Locale;
  missing: readonly string[];
}

/** `index.json`: the same list for programs. */
export function indexJson({ claimId, items, sizeOf, locale, missing }: IndexInput): object {
  const t = wordsOf(locale);
  return {
    schema: 'claimlens-index/1',
    claimId,
    items: items.map((item) => ({
      no: item.no,
      name: t(`package.itemNames.${item.name}`, item.values),
      kind: item.kind,
      source: t(`package.sources.${item.source}`),
      shows: t(`package.itemShows.${item.name}`),
      attached: item.path !== '',
      path: item.path,
      leftOut: item.leftOut,
      sha256: item.sha256,
      size: sizeOf(item.path),
      fixedAt: item.fixedAt,
      was: item.was,
      parts: item.parts,
    })),
    missing,
  };
}

/** Why originals are not there, and what their hashes are for; nothing where none was left out. */
export function leftOutPart(items: readonly Item[], t: Words): Html {
  const numbers = items.filter(({ leftOut }) => leftOut).map(({ no }) => no);
  if (numbers.length === 0) return html``;
  return html`<h2>${t('package.leftOutTitle')}</h2><p>${t('package.leftOutText', { numbers: numbers.join(', ') })}</p>`;
}

/** Which parts of a file are kept, each with its place and hash, and that the whole has no known hash; nothing for whole files. */
export function partsPart({ parts }: Item, t: Words): Html {
  if (!parts) return html``;
  const { total } = parts;
  return html`<p>${t(total === null ? 'package.inPartUnsaid' : 'package.inPart', { total: total ?? 0 })}</p><ul>${parts.parts.map(
    ({ from, to, sha256 }) =>
      html`<li>${t('package.inPartBytes', { from, last: to - 1 })} <code>${sha256}</code></li>`,
  )}</ul>`;
}

/** `index.html` with the list, how to verify, the limits and the signature block. */
export function indexPage({ claimId, items, sizeOf, locale, missing }: IndexInput): string {
  const t = wordsOf(locale);
  const head = ['no', 'name', 'source', 'shows', 'fixedAt', 'size', 'sha256'].map(
    (column) => html`<th>${t(`package.${column}`)}</th>`,
  );
  const rows = items.map(
    (item) => html`<tr><td>${item.no}</td>
<td>${
      item.path === ''
        ? html`${t(`package.itemNames.${item.name}`, item.values)}<br>${t(item.leftOut ? 'package.leftOut' : 'package.notAttached')}: ${item.was}`
        : html`<a href="${item.path}">${t(`package.itemNames.${item.name}`, item.values)}</a><br><code>${item.path}</code>`
    }${partsPart(item, t)}</td>
<td>${t(`package.sources.${item.source}`)}</td><td>${t(`package.itemShows.${item.name}`)}</td>
<td>${stamp(item.fixedAt)}</td><td>${sizeOf(item.path)}</td><td><code>${item.sha256}</code></td></tr>`,
  );
  const body = html`<h1>${t('package.index')}</h1>
<p>${t('package.case', { claimId })}</p>
<table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table>
${
  missing.length > 0
    ? html`<h2>${t('package.missingFiles')}</h2><ul>${missing.map((name) => html`<li>${name}</li>`)}</ul>`
    : html``
}
${leftOutPart(items, t)}
<h2>${t('package.howTo')}</h2><p class="text">${t('package.howToText')}</p>
<h2>${t('package.limits')}</h2><p class="text">${t('package.limitsText')}</p>
<p>${t('package.signature')}</p>
<footer>${t('package.footer')}</footer>`;
  return page(locale, `${t('package.index')} ${claimId}`, body);
}
