/** Who vouches for the times of a case: this machine, the servers that gave the photos, and time-stamp authorities. */
import type { Member } from '../../formats/zip-write.ts';
import type { AnchorRow, LedgerRow } from '../../store/rows.ts';
import { namesOf } from '../../store/twins.ts';
import { type Cover, coverOf, latestBy } from '../anchor/cover.ts';
import type { Dossier } from '../dossier.ts';
import { stamp } from '../instants.ts';
import type { Words } from '../words.ts';
import { chainExcerpts } from './chain.ts';
import { type Html, html } from './html.ts';
import type { Item } from './items.ts';
import { json } from './seal.ts';

/** The case's own entries, which are in the package in full. */
const ownEntries = ({ ledger, claim }: Dossier): LedgerRow[] =>
  chainExcerpts(ledger, claim.key).flatMap(({ entries }) =>
    entries.filter((entry): entry is LedgerRow => 'what' in entry),
  );

const tokenPath = (i: number): string => `anchors/${String(i + 1).padStart(2, '0')}.tsr`;

/** Answers of authorities that cover entries of the case, with the proofs; nothing where there is none. */
export function anchorMembers(dossier: Dossier): Member[] {
  const covers = coverOf(dossier.ledger, dossier.anchors, ownEntries(dossier));
  if (covers.length === 0) return [];
  const list = covers.map(({ anchor, proofs }: Cover, i) => ({
    digest: anchor.digest,
    seat: anchor.seat,
    from: anchor.from,
    to: anchor.to,
    genTime: anchor.genTime,
    authority: anchor.authority,
    token: tokenPath(i),
    proofs,
  }));
  return [
    ...covers.flatMap(({ anchor }, i) =>
      anchor.token ? [{ path: tokenPath(i), bytes: new Uint8Array(anchor.token) }] : [],
    ),
    { path: 'records/anchors.json', bytes: json(list) },
  ];
}

/** A `Date` header as an instant; null for another text. */
function serverTime(header: string | undefined): string | null {
  const ms = header === undefined ? Number.NaN : Date.parse(header);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** Minutes by which a clock that is ahead or behind is worth a word; a cached answer's `Date` is old by itself. */
const APART_MS = 15 * 60_000;

/** The report's part: per photo its three times, then in plain words what is proven by whom. */
export function witnessPart(dossier: Dossier, items: readonly Item[], t: Words): Html {
  const photos = items.filter(({ kind }) => kind === 'original');
  if (photos.length === 0) return html``;
  const names = namesOf(dossier.ledger, dossier.claim.key);
  const rows = photos.map((item) => {
    const row = dossier.evidence.find(({ sha256 }) => sha256 === item.sha256);
    const server = serverTime(row?.fetch?.headers.date);
    const apart = server ? Date.parse(server) - Date.parse(item.fixedAt) : 0;
    const kept = dossier.ledger.filter(
      ({ data, subject }) =>
        data.sha256 === item.sha256 && names.some((name) => subject.startsWith(`${name}#`)),
    );
    const by = kept.flatMap((entry) => latestBy(dossier.anchors, entry) ?? [])[0];
    return html`<tr><td>${item.no}</td><td>${stamp(item.fixedAt)}</td><td>${server ? stamp(server) : t('package.witness.none')}${
      Math.abs(apart) > APART_MS
        ? html`<br>${t(apart > 0 ? 'package.witness.behind' : 'package.witness.old')}`
        : html``
    }</td><td>${by ? html`${t('package.witness.latest', { at: stamp(by.genTime) })}<br>${by.authority}` : t('package.witness.none')}</td></tr>`;
  });
  const head = ['no', 'witness.machine', 'witness.server', 'witness.authority'].map(
    (name) => html`<th>${t(`package.${name}`)}</th>`,
  );
  return html`<h2>${t('package.witness.title')}</h2>
<table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table>
<p class="text">${t(dossier.anchors.length > 0 ? 'package.witness.text' : 'package.witness.textNone')}</p>
${firstPart(dossier.anchors, t)}`;
}

/** Before the first token nothing but this machine speaks: said with its time. */
function firstPart(anchors: readonly AnchorRow[], t: Words): Html {
  const first = anchors
    .flatMap(({ genTime }) => genTime ?? [])
    .sort((a, b) => Date.parse(a) - Date.parse(b))[0];
  return first ? html`<p>${t('package.witness.first', { at: stamp(first) })}</p>` : html``;
}
