/** The report of a case: one page that needs no other file, for people; prints to PDF from any browser. */
import { sha256Hex } from '../../claims/canonical.ts';
import { type Finding, STRENGTHS, type Verdict } from '../../claims/finding.ts';
import {
  checkText,
  currentNames,
  findingText,
  notCheckedText,
  verdictText,
} from '../../i18n/finding-text.ts';
import type { Locale } from '../../i18n/locale.ts';
import type { FindingRow } from '../../store/rows.ts';
import { entryOf } from '../../verdict/catalogue.ts';
import { consoleWord } from '../console-word.ts';
import { type Dossier, lastDecision, wasReviewed } from '../dossier.ts';
import { maskId, maskName, maskText } from '../export/mask.ts';
import { stamp } from '../instants.ts';
import { leadingFinding, productOf } from '../leading-finding.ts';
import { eventText, timelineOf } from '../timeline.ts';
import { amountIn, type Words, wordsOf } from '../words.ts';
import type { Unmask } from './claim-record.ts';
import { type Html, html, inlinePicture, page } from './html.ts';
import { leftOutPart, partsPart } from './index-page.ts';
import type { Item } from './items.ts';
import { witnessPart } from './witness.ts';

/** A picture made from originals (comparison, marked regions, preview, masked copy), with what was done to it. */
export interface Derived {
  /** Path below `derived/` or `masked/`, made by the package. */
  path: string;
  from: string;
  /** `preview`, `comparison`, `place` and `frame` are drawn in the report; `masked` stands apart. */
  what: 'preview' | 'comparison' | 'region' | 'masked' | 'place' | 'frame';
  /** The finding it illustrates (its row id), where it does. */
  findingId: string | null;
  how: string;
  /** The sentence under it, where the seller filed it with one. */
  caption?: string;
  /** Seconds from the start of the video that it was drawn from. */
  second?: number;
  mime: string;
  bytes: Uint8Array;
}

export interface ReportInput {
  dossier: Dossier;
  items: readonly Item[];
  derived: readonly Derived[];
  locale: Locale;
  unmask: readonly Unmask[];
  toolVersion: string;
  missing: readonly string[];
}

/** `DECL:ai-label-implicit`: family and code, the same in every language. */
export const reasonCode = (finding: Pick<Finding, 'code'>): string =>
  `${entryOf(finding.code).reason}:${finding.code}`;

/** Bytes of pictures drawn into the page; what is beyond is linked to its file beside the page. */
const INLINE_BUDGET = 8_000_000;

/** Must run inside `inLocale(input.locale, …)`, since findings are worded by the product's own texts. */
export function report(input: ReportInput): string {
  const { dossier, items, locale } = input;
  const t = wordsOf(locale);
  const { claim } = dossier.claim;
  const row = (name: string, value: string | undefined) =>
    value ? html`<dt>${name}</dt><dd>${value}</dd>` : html``;
  const open = new Set(input.unmask.map(({ what }) => what));
  const buyer = claim.buyer?.name ?? claim.buyer?.id;
  const masked = (text: string | undefined) =>
    text === undefined || open.has('texts') ? text : maskText(text);
  const gap = (name: string) => t(`texts.gaps.${name}`);
  const draw = drawer(input);

  const lead = leadingFinding(dossier);
  const leadText = lead && findingText(lead.finding, productOf(dossier, lead.finding));
  const leadPictures = input.derived.filter(
    ({ findingId, what }) => lead && findingId === lead.id && what !== 'masked',
  );
  const when = (name: string, iso: string | undefined) => row(name, iso && stamp(iso));
  const body = html`<section class="answer"><h1>${t('package.title')}</h1>
<p>${t('package.case', { claimId: claim.claimId })}</p>
<h2>${t('package.answer')}</h2>
<p class="says">${leadText ? html`<strong>${leadText.title}</strong><br>${leadText.says}` : t('package.nothingFound')}</p>
${leadPictures.map((picture) => html`<figure class="pair">${draw.derived(picture)}<figcaption>${t('package.pairCaption')}</figcaption></figure>`)}
${verdictPart(input, t)}
<h2>${t('package.claimFacts')}</h2>
<dl>${[
    row(gap('console'), consoleWord(claim.console, locale)),
    row(gap('shop'), claim.shopId),
    row(gap('orderId'), claim.orderId),
    row(gap('claimId'), claim.claimId),
    row(gap('product'), claim.items.flatMap(({ title }) => title ?? []).join(' / ')),
    row(gap('amount'), amountIn(claim.amount, t)),
    row(gap('reason'), masked(claim.reason)),
    row(t('fields.description'), masked(claim.description)),
    when(gap('shippedAt'), claim.shippedAt),
    when(gap('deliveredAt'), claim.deliveredAt),
    when(gap('appliedAt'), claim.appliedAt),
    row(
      t(open.has('buyer') ? 'package.buyer' : 'package.buyerMasked'),
      buyer && (open.has('buyer') ? buyer : claim.buyer?.name ? maskName(claim.buyer.name) : maskId(buyer)),
    ),
    row(gap('trackingNo'), claim.trackingNo),
    row(t('package.pageAddress'), claim.pageUrl),
    row(t('package.tool'), `ClaimLens ${input.toolVersion}`),
  ]}</dl></section>
<h2>${t('package.findings')}</h2>
${findingsPart(input, t, draw)}
<h2>${t('package.references')}</h2>
${items
  .filter(({ kind }) => kind === 'reference')
  .map(
    (item) =>
      html`<figure>${draw.picture(item)}<figcaption>${t('package.no')} ${item.no} · ${t(
        'package.itemNames.reference',
        item.values,
      )} · ${t('package.addedAt')} ${stamp(item.fixedAt)}</figcaption></figure>`,
  )}
${shippingPart(input, t, draw)}
${placesPart(input, t, draw)}
${framesPart(input, t, draw)}
<h2>${t('package.requests')}</h2>
${dossier.requests.length === 0 ? html`<p>${t('texts.none')}</p>` : html``}
<table>${dossier.requests.map(
    (request) =>
      html`<tr><td>${stamp(request.at)}</td><td class="text">${request.text}</td><td>${
        request.answeredAt
          ? `${t('package.answered')} ${stamp(request.answeredAt)}`
          : `${t('package.unanswered')}${request.dueAt ? ` · ${t('package.due')} ${stamp(request.dueAt)}` : ''}`
      }</td></tr>`,
  )}</table>
<h2>${t('package.history')}</h2>
<table>${timelineOf(dossier, { notes: false, verdicts: true }).map(
    (event) => html`<tr><td>${stamp(event.at)}</td><td>${eventText(event, t, currentNames)}</td></tr>`,
  )}</table>
${witnessPart(dossier, items, t)}
${notDonePart(input, t)}
${leftOutPart(items, t)}
${missingPart(input, t)}
<h2>${t('package.limits')}</h2>
<p class="text">${t('package.limitsText')}</p>
<p>${t('package.signature')}</p>
<footer>${t('package.footer')}</footer>`;
  return page(locale, `${t('package.title')} ${claim.claimId}`, body);
}

function verdictPart({ dossier }: ReportInput, t: Words): Html {
  const override = lastDecision(dossier, 'override-verdict');
  const { verdict } = dossier;
  const last = lastDecision(dossier);
  return html`<dl><dt>${t('package.verdict')}</dt><dd>${verdict ? verdictText(verdict.verdict) : t('texts.none')}</dd>${
    override?.verdictInstead
      ? html`<dt>${t('package.overridden')}</dt><dd>${verdictText(override.verdictInstead as Verdict)} · ${override.reason}</dd>`
      : html``
  }<dt>${t('package.reviewed')}</dt><dd>${t(wasReviewed(dossier) ? 'texts.yes' : 'texts.no')}${last ? ` · ${t(`decisions.${last.what}`)} · ${stamp(last.at)}` : ''}</dd></dl>
${verdict ? html`<p>${t('package.photosChecked', verdict.photos)}</p>` : html``}`;
}

/** Checks that were not done, each with its reason and how many photos it concerns: what was not looked at is part of the answer. */
function notDonePart({ dossier }: ReportInput, t: Words): Html {
  const rows = new Map<string, number>();
  for (const { check } of dossier.checks)
    if (check.result.state === 'not-checked') {
      const why = notCheckedText(check.result.reason);
      const line = t('package.checkLine', { what: checkText(check), why });
      rows.set(line, (rows.get(line) ?? 0) + 1);
    }
  if (rows.size === 0) return html``;
  return html`<h2>${t('package.notDone')}</h2><ul class="not-done">${[...rows].map(
    ([line, photos]) => html`<li>${t('package.notDonePhotos', { line, n: photos })}</li>`,
  )}</ul>`;
}

function findingsPart(input: ReportInput, t: Words, draw: ReturnType<typeof drawer>): Html[] {
  const { dossier, items, derived } = input;
  const photos = items.filter(({ kind }) => kind === 'original');
  const known = new Set(photos.map(({ sha256 }) => sha256));
  const one = ({ id, finding }: Dossier['findings'][number]) => {
    const text = findingText(finding, productOf(dossier, finding));
    const against = items.find(
      ({ sha256, kind }) => sha256 === finding.against?.sha256 && kind !== 'original',
    );
    const pictures = derived.filter(({ findingId, what }) => findingId === id && what !== 'masked');
    return html`<div class="finding"><h3>${text.title}</h3>
<dl><dt>${t('package.reasonCode')}</dt><dd><code>${reasonCode(finding)}</code></dd>
<dt>${t('package.strength')}</dt><dd>${text.strength}</dd>
<dt>${t('package.finding')}</dt><dd>${text.says}</dd>${
      against
        ? html`<dt>${t('package.against')}</dt><dd>${t('package.no')} ${against.no} · ${t('package.addedAt')} ${stamp(against.fixedAt)}</dd>`
        : html``
    }<dt>${t('package.ordinary')}</dt><dd>${text.ordinary}</dd>
<dt>${t('package.settles')}</dt><dd>${text.settles}</dd></dl>
${pictures.map((picture) => html`<figure>${draw.derived(picture)}<figcaption>${picture.path}</figcaption></figure>`)}</div>`;
  };
  const perPhoto = photos.map((item) => {
    const own = dossier.findings.filter((row) => row.sha256 === item.sha256).sort(byStrength);
    const unchecked = dossier.checks.filter(
      ({ sha256, check }) => sha256 === item.sha256 && check.result.state === 'not-checked',
    );
    return html`<h3>${t('package.no')} ${item.no} · ${t('package.itemNames.original', item.values)}</h3>
<figure>${draw.picture(item)}<figcaption><code>${item.sha256}</code> · ${fixed(item.fixedAt, t)}</figcaption></figure>
${partsPart(item, t)}
${own.map(one)}
${
  unchecked.length > 0
    ? html`<p>${t('package.notChecked')}</p><ul>${unchecked.map(({ check }) =>
        check.result.state === 'not-checked'
          ? html`<li>${t('package.checkLine', {
              what: checkText(check),
              why: notCheckedText(check.result.reason),
            })}</li>`
          : html``,
      )}</ul>`
    : html``
}`;
  });
  return [
    ...perPhoto,
    ...dossier.findings.filter((row) => row.sha256 === null || !known.has(row.sha256)).map(one),
  ];
}

/** The shipping archive of this parcel: name, hash and time of each file, its still, and what is no longer in the folder. */
function shippingPart({ dossier }: ReportInput, t: Words, draw: ReturnType<typeof drawer>): Html {
  if (dossier.archive.length === 0) return html``;
  return html`<h2>${t('package.shipping')}</h2>${dossier.archive.map(
    (row) =>
      html`<figure>${draw.still(row)}<figcaption>${
        row.missingSince === null ? row.path : t('archive.vanished', { name: row.path })
      } · <code>${row.sha256}</code> · ${row.hashedAt && fixed(row.hashedAt, t)}</figcaption></figure>`,
  )}`;
}

/** Places that the seller looked up in several pictures, each a row of patches. */
function placesPart({ derived }: ReportInput, t: Words, draw: ReturnType<typeof drawer>): Html {
  const places = derived.filter(({ what }) => what === 'place');
  if (places.length === 0) return html``;
  return html`<h2>${t('package.places')}</h2><p>${t('package.placesText')}</p>${places.map(
    (one) =>
      html`<figure class="pair">${draw.derived(one)}<figcaption>${one.caption} · <code>${one.path}</code></figcaption></figure>`,
  )}`;
}

/** Frames of videos that the seller filed, each with its time and both hashes. */
function framesPart({ derived }: ReportInput, t: Words, draw: ReturnType<typeof drawer>): Html {
  const frames = derived.filter(({ what }) => what === 'frame');
  if (frames.length === 0) return html``;
  return html`<h2>${t('package.frames')}</h2><p>${t('package.framesText')}</p>${frames.map(
    (one) =>
      html`<figure class="pair">${draw.derived(one)}<figcaption>${one.caption} · ${t('package.frameAt', {
        second: (one.second ?? 0).toFixed(3),
      })} · <code>${one.from}</code> · ${one.path} <code>${sha256Hex(one.bytes)}</code></figcaption></figure>`,
  )}`;
}

/** A time with whose clock it is. */
const fixed = (at: string, t: Words): string =>
  t('package.fixedBy', { at: stamp(at), clock: t('package.clockSource') });

/** Strongest first; of one strength in the order of the catalogue's codes. */
const byStrength = (a: FindingRow, b: FindingRow): number =>
  STRENGTHS.indexOf(a.finding.strength) - STRENGTHS.indexOf(b.finding.strength) ||
  (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);

const missingPart = ({ missing }: ReportInput, t: Words): Html =>
  missing.length === 0
    ? html``
    : html`<h2>${t('package.missingFiles')}</h2><ul>${missing.map((name) => html`<li>${name}</li>`)}</ul>`;

/** Draws pictures until the budget is spent, then links the file beside the page. */
function drawer({ derived }: ReportInput) {
  let left = INLINE_BUDGET;
  const put = (picture: Derived, alt: string): Html => {
    if (picture.bytes.length > left) return html`<a href="${picture.path}">${picture.path}</a>`;
    left -= picture.bytes.length;
    return inlinePicture(picture.bytes, picture.mime, alt);
  };
  return {
    derived: (picture: Derived) => put(picture, picture.how),
    still: (row: Dossier['archive'][number]): Html => {
      const still = derived.find(({ from, what }) => from === row.sha256 && what === 'preview');
      return still ? put(still, row.path) : html``;
    },
    picture: (item: Item): Html => {
      const preview = derived.find(({ from, what }) => from === item.sha256 && what === 'preview');
      if (preview) return put(preview, item.path);
      return item.path === '' ? html`${item.was}` : html`<a href="${item.path}">${item.path}</a>`;
    },
  };
}
