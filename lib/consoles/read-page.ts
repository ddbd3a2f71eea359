/** One look at a page, every way it can be read: JSON of the page's own answers, known structure, generic labels; merged by claim. */
import { parseKeepingDigits } from '../claims/ids.ts';
import { mergePartials } from '../claims/merge.ts';
import { hasField } from '../claims/partial.ts';
import { stableAddress } from '../claims/unite.ts';
import { bestOriginal } from '../images/originals.ts';
import { collectRuns, type Run, runToEnd } from './page/walk.ts';
import { idsInAddress } from './reader/linked-ids.ts';
import { readChat, sentBy } from './reader/read-chat.ts';
import { readDom } from './reader/read-dom.ts';
import type {
  ClaimReading,
  ConsoleDefinition,
  Field,
  How,
  PageKind,
  PageReading,
  PartialClaim,
  ReadContext,
  UnownedPicture,
} from './types.ts';

/** An answer that the page received, as the tap handed it over. */
export interface TappedAnswer {
  url: string;
  text: string;
  /** Milliseconds since epoch at which it arrived. */
  at: number;
}

/** What the reader works with at an address of a console. */
export function contextFor(definition: ConsoleDefinition, url: URL, now: number): ReadContext {
  const { host } = url;
  const by = <T>(value: T | ((host: string) => T)): T =>
    typeof value === 'function' ? (value as (host: string) => T)(host) : value;
  const dayFirst = by(definition.dayFirst ?? true);
  return {
    url,
    now,
    zone: by(definition.zone),
    currency: by(definition.currency),
    dayFirst: dayFirst === 'unknown' ? undefined : dayFirst,
  };
}

/** Partial claims from one tapped answer; nothing when its address is not one that the console's tap knows, or it is no JSON. */
export function partialsOf(definition: ConsoleDefinition, answer: TappedAnswer, page: URL): PartialClaim[] {
  const { tap } = definition;
  if (!tap?.paths.some((path) => path.test(answer.url))) return [];
  const json = parseKeepingDigits(answer.text);
  if (json === undefined) return [];
  return tap.parse(json, { ...contextFor(definition, page, answer.at), answerUrl: answer.url });
}

/** Which ways of reading are used; each can be switched off so that the others can be seen alone. */
export interface Ways {
  json: boolean;
  dom: boolean;
  generic: boolean;
}

export const EVERY_WAY: Ways = { json: true, dom: true, generic: true };

export interface PageInput {
  root: Document;
  definition: ConsoleDefinition;
  /** `unknown` for addresses that no page rule names: claims are taken only where they are plain to see. */
  page: PageKind | 'unknown';
  context: ReadContext;
  /** What tapped answers told so far (`partialsOf`). */
  tapped: PartialClaim[];
  ways?: Ways;
}

const sameClaim = (one: PartialClaim, other: PartialClaim): boolean =>
  one.claimId && other.claimId
    ? one.claimId === other.claimId
    : one.orderId !== undefined && one.orderId === other.orderId;

/** Adds readings of a less sure source: fills known claims, appends unknown ones. */
function join(known: ClaimReading[], fresh: ClaimReading[]): ClaimReading[] {
  const out = [...known];
  for (const reading of fresh) {
    const index = out.findIndex((entry) => sameClaim(entry.partial, reading.partial));
    const same = out[index];
    if (!same) {
      out.push(reading);
      continue;
    }
    out[index] = {
      ...reading,
      ...same,
      anchor: same.anchor ?? reading.anchor,
      block: same.block ?? reading.block,
      evidenceAnchors: same.evidenceAnchors.length ? same.evidenceAnchors : reading.evidenceAnchors,
      unowned: same.unowned ?? reading.unowned ?? [],
      refused: [...new Set([...(same.refused ?? []), ...(reading.refused ?? [])])],
      partial: mergePartials(same.partial, reading.partial),
    };
  }
  return out;
}

/** On a page that nothing says is a claim page: a claim number, or an order number beside what only claims have (consoles.md §7.2). */
const isPlainClaim = (partial: PartialClaim): boolean =>
  partial.claimId !== undefined ||
  (partial.orderId !== undefined && (partial.amount !== undefined || partial.reason !== undefined));

const LOGIN =
  /^(?:.*\.)?(?:login|passport|sso|signin)\.|\/(?:login|signin|passport|ap\/signin|account\/login)\b/i;

/** Whether the page asks for a login: by its address, or by a password field. */
function asksForLogin(root: Document, url: URL): boolean {
  return LOGIN.test(`${url.host}${url.pathname}`) || root.querySelector('input[type="password"]') !== null;
}

/** Fields that a page of a kind shows; a conversation promises none. */
const expectedOn = (definition: ConsoleDefinition, page: PageKind): Field[] =>
  page === 'chat' ? [] : definition.expects[page];

/** Expected fields that less than half of the read claims have: a gap in one claim is normal, a gap in most is a changed page. */
function missingFields(claims: ClaimReading[], expected: Field[]): Field[] {
  if (!claims.length) return [];
  return expected.filter(
    (field) => claims.filter((claim) => hasField(claim.partial, field)).length * 2 < claims.length,
  );
}

/**
 * Reads one page. Yields between slices; the result says how, how many of how many, and what was missing. On a detail page
 * whose content speaks of another claim than its address, `stale` is set and no claim is given.
 */
export function* readPage(input: PageInput): Generator<void, PageReading> {
  const { root, definition, context, tapped } = input;
  const ways = input.ways ?? EVERY_WAY;
  const guessing = input.page === 'unknown';
  let page: PageKind = input.page === 'unknown' ? 'list' : input.page;
  if (page === 'chat') return yield* readConversation(input);
  const fillsOnly = guessing || definition.unknownSite === true;
  const address = idsInAddress(
    context.url.href,
    definition.pages.filter((rule) => rule.kind === page),
    context.url.href,
    definition,
  );
  const wanted = page === 'detail' ? address.claimId : undefined;
  const told = page === 'detail' ? address : {};

  const json: PartialClaim[] = ways.json ? [...(definition.embedded?.(root, context) ?? []), ...tapped] : [];
  let claims: ClaimReading[] = [];
  // A later answer is the fresher one; the order of the first stays.
  for (const partial of json) {
    const known = claims.find((claim) => sameClaim(claim.partial, partial));
    if (known) known.partial = mergePartials(partial, known.partial);
    else claims.push({ partial, how: 'json', evidenceAnchors: [] });
  }
  let seen = fillsOnly ? 0 : claims.length;
  const how = new Set<How>(claims.length && !fillsOnly ? ['json'] : []);

  const doubtful = new Set<Field>();
  const shown: ClaimReading[] = [];
  const runs: Run[] = [];
  let shop = definition.shop?.(root, context);
  for (const useDefinition of [true, false]) {
    if (!(useDefinition ? ways.dom : ways.generic)) continue;
    const incomplete = !shown.length || missingFields(shown, expectedOn(definition, page)).length > 0;
    if (!useDefinition && !incomplete) continue;
    const found = yield* readDom(root, definition, context, {
      page,
      useDefinition,
      runs,
      wanted: told,
    });
    shop ??= found.shopId;
    if (useDefinition) for (const field of found.doubtful) doubtful.add(field);
    // The generic reader fills gaps of claims that are known; it only adds claims when nothing else found any.
    const usable =
      useDefinition || !shown.length
        ? found.claims
        : found.claims.filter((claim) => shown.some((known) => sameClaim(known.partial, claim.partial)));
    if (!useDefinition && definition.dom?.taught?.names.includes('evidence'))
      for (const claim of usable) withoutEvidence(claim);
    for (const claim of usable) how.add(claim.how);
    const joined = join(shown, usable);
    shown.splice(0, shown.length, ...joined);
    seen = Math.max(seen, found.seen);
  }
  const ids = new Set([...shown.map((claim) => claim.partial.claimId)].filter(Boolean));
  const stale = wanted !== undefined && ids.size > 0 && !ids.has(wanted);

  const visible = guessing ? shown.filter((claim) => isPlainClaim(claim.partial)) : shown;
  if (fillsOnly) {
    const fitting = claims.filter((claim) =>
      visible.some((known) => sameClaim(known.partial, claim.partial)),
    );
    if (fitting.length) how.add('json');
    claims = join(visible, fitting);
    seen = visible.length;
  } else claims = join(claims, visible);
  if (guessing && visible.length < 2) page = 'detail';
  if (page === 'detail' && wanted) {
    for (const claim of claims)
      if (shown.includes(claim) && !claim.partial.claimId) claim.partial.claimId = wanted;
    claims = claims.filter((claim) => (claim.partial.claimId ?? wanted) === wanted);
  }
  if (shop) for (const claim of claims) claim.partial.shopId ??= shop;
  for (const claim of claims) withoutRefused(claim);
  const usable = stale
    ? []
    : claims.filter((claim) => claim.partial.claimId || (claim.partial.orderId && !claim.pendingId));
  const missing = new Set(missingFields(usable, expectedOn(definition, page)));
  for (const field of doubtful) if (expectedOn(definition, page).includes(field)) missing.add(field);
  return {
    console: definition.id,
    page,
    how: [...how],
    version: definition.version,
    seen,
    read: usable.length,
    missing: [...missing],
    claims: usable,
    unowned: unownedOf(usable),
    ...(wanted && { pageClaimId: wanted }),
    stale,
    loggedOut: usable.length === 0 && asksForLogin(root, context.url),
  };
}

/** A reading without its pictures: the seller showed where they are, and common words know no better. */
function withoutEvidence(claim: ClaimReading): void {
  const { evidence: _evidence, ...rest } = claim.partial;
  claim.partial = rest;
  claim.evidenceAnchors = [];
  claim.unowned = [];
}

/** What any way of reading establishes to be somebody else's picture is no evidence, whichever other way took it. */
function withoutRefused(claim: ClaimReading): void {
  const { evidence } = claim.partial;
  if (!evidence || !claim.refused?.length) return;
  const refused = new Set(claim.refused);
  const kept = evidence.filter((entry) => !refused.has(stableAddress(entry.originalUrl ?? entry.url)));
  if (kept.length === evidence.length) return;
  const { evidence: _all, ...rest } = claim.partial;
  claim.partial = { ...rest, ...(kept.length && { evidence: kept }) };
  claim.evidenceAnchors = claim.evidenceAnchors.filter(({ url }) => kept.some((entry) => entry.url === url));
}

const photoOf = (anchor: { url: string; element: Element }, candidates: number[]): UnownedPicture => ({
  url: anchor.url,
  originalUrl: bestOriginal(anchor.url),
  kind: anchor.element.tagName === 'VIDEO' ? 'video' : 'photo',
  element: anchor.element,
  candidates,
});

/** Pictures beside each claim whose owner nothing tells; what an answer or another place told meanwhile is not among them. */
function unownedOf(claims: ClaimReading[]): UnownedPicture[] {
  return claims.flatMap((claim, index) => {
    const settled = new Set([
      ...(claim.partial.evidence ?? []).map((entry) => stableAddress(entry.originalUrl ?? entry.url)),
      ...(claim.refused ?? []),
    ]);
    return (claim.unowned ?? [])
      .filter(({ url }) => !settled.has(stableAddress(bestOriginal(url))))
      .map((anchor) => photoOf(anchor, [index]));
  });
}

/**
 * A conversation: the buyer's pictures are evidence of the one claim or order that the page shows beside it. With several, or with
 * none, they are left for the seller to assign; a picture of unknown side always is.
 */
function* readConversation(input: PageInput): Generator<void, PageReading> {
  const { root, definition, context, tapped } = input;
  const body = root.body ?? root.documentElement;
  const runs: Run[] = [];
  yield* collectRuns(body, runs);
  const env = { context, ids: definition.ids, kinds: definition.kinds, stages: definition.stages };
  const chat = readChat(body, runs, definition, context, env);
  yield;
  const known = tapped.filter(
    ({ claimId, orderId }) =>
      (claimId !== undefined && chat.claimIds.includes(claimId)) ||
      (orderId !== undefined && chat.orderIds.includes(orderId)),
  );
  const inClaims = (name: 'claimId' | 'orderId', id: string): boolean =>
    known.some((partial) => partial[name] === id);
  const partials: PartialClaim[] = [
    ...known,
    ...chat.claimIds
      .filter((id) => !inClaims('claimId', id))
      .map((claimId) => ({ claimId, ...loneOrder(chat.orderIds) })),
    // An order without a claim of its own stands for itself, unless the page shows whose claim it is.
    ...(chat.claimIds.length
      ? []
      : chat.orderIds.filter((id) => !inClaims('orderId', id)).map((orderId) => ({ orderId }))),
  ];
  const buyers = sentBy('buyer', chat.pictures);
  const unknown = sentBy(undefined, chat.pictures);
  const bound = partials.length === 1;
  const claims = partials.map(
    (partial): ClaimReading => ({
      partial:
        bound && buyers.evidence.length
          ? mergePartials({ ...partial, evidence: buyers.evidence }, partial)
          : partial,
      how: known.includes(partial) ? 'json' : 'dom',
      ...(chat.anchor && { anchor: chat.anchor }),
      evidenceAnchors: bound ? buyers.anchors : [],
      refused: [
        ...sentBy('seller', chat.pictures).evidence,
        ...sentBy('platform', chat.pictures).evidence,
      ].map((entry) => stableAddress(entry.originalUrl ?? entry.url)),
    }),
  );
  const every = claims.map((_, index) => index);
  const open = [...(bound ? [] : buyers.anchors), ...unknown.anchors];
  return {
    console: definition.id,
    page: 'chat',
    how: claims.length ? ['dom'] : [],
    version: definition.version,
    seen: claims.length,
    read: claims.length,
    missing: [],
    claims,
    unowned: open.map((anchor) => photoOf(anchor, every)),
    stale: false,
    loggedOut: claims.length === 0 && asksForLogin(root, context.url),
  };
}

const loneOrder = (orderIds: string[]): Pick<PartialClaim, 'orderId'> =>
  orderIds.length === 1 && orderIds[0] ? { orderId: orderIds[0] } : {};

/** `readPage` at once, for tests and small pages. */
export const readPageNow = (input: PageInput): PageReading => runToEnd(readPage(input));
