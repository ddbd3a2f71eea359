import type { ClaimReading, ConsoleDefinition, Field, How, PartialClaim, ReadContext } from '../types.ts';
import { vocabularyFor } from '../words/vocabulary.ts';
import type { LabelName } from '../words/words.ts';
import { type Block, detailBlock, hitsByBlock, listBlocks } from './blocks.ts';
import {
  cellCandidates,
  columnsOf,
  type DomOptions,
  labelCandidates,
  partCandidates,
  type Tools,
} from './candidates.ts';
import { choose, combine, withoutLiars } from './choose.ts';
import { type Header, headersOf } from './columns.ts';
import { evidenceIn } from './evidence.ts';
import { type FieldEnv, GENERIC_ID, parseField } from './fields.ts';
import {
  BUYERS_OWN,
  countdownHit,
  type Hit,
  hitsOf,
  type Labels,
  labelsOf,
  sectionOf,
  valueBeside,
} from './hits.ts';
import { linkedIds } from './linked-ids.ts';
import { addressSays, picturesIn } from './pictures.ts';
import { collectRuns, holds, parentOf, queryAll } from './walk.ts';

export interface DomResult {
  claims: ClaimReading[];
  /** Claims that the page shows, whether or not they could be read. */
  seen: number;
  /** The shop's own number, where the page tells one and only one. */
  shopId?: string;
  /** Fields left empty in some claim because two different values stood beside their label. */
  doubtful: Field[];
}

/** Hits without those that stand inside what a buyer wrote: their words may look like labels, the page's own stand outside. */
function withoutBuyersWords(hits: Hit[], labels: Labels): Hit[] {
  const own = new Set<Element>();
  for (const hit of hits) {
    const value =
      hit.match.form === 'exact' && BUYERS_OWN.has(hit.name) ? valueBeside(hit, labels) : undefined;
    if (value && value.element !== hit.run.element) own.add(value.element);
  }
  return hits.filter((hit) => {
    if (hit.match.form === 'exact') return true;
    for (let up: Element | null = hit.run.element; up; up = parentOf(up)) if (own.has(up)) return false;
    return true;
  });
}

/** The first goods picture of a claim: in its product cell, or under a product label; never one of the evidence. */
function productImage(
  places: Element[],
  evidence: Set<string>,
  sections: Element[],
  base: string,
): string | undefined {
  for (const place of places) {
    const picture = picturesIn(place, base).find(
      (shown) =>
        shown.kind === 'photo' &&
        !evidence.has(shown.url) &&
        addressSays(shown.url) !== 'evidence' &&
        !sections.some((section) => holds(section, shown.element)),
    );
    if (picture) return picture.url;
  }
  return undefined;
}

function howOf(definition: ConsoleDefinition, options: DomOptions): How {
  if (!options.useDefinition) return 'generic';
  if (definition.dom?.taught) return 'taught';
  return definition.unknownSite ? 'generic' : 'dom';
}

function readBlock(
  block: Block,
  hits: Hit[],
  logs: Element[],
  tools: Tools,
): { reading: ClaimReading; doubtful: LabelName[] } {
  const { definition, env, labels, vocabulary, options } = tools;
  const outsideLogs = hits.filter((hit) => !logs.some((log) => holds(log, hit.run.element)));
  const columns = columnsOf(block, tools);
  const candidates = [
    ...labelCandidates(outsideLogs, tools),
    ...columns.flatMap(({ cell, names }) => cellCandidates(cell, names, env)),
    ...partCandidates(block, tools),
  ];
  const { chosen, doubtful } = choose(withoutLiars(candidates), block.id?.element);
  const partial: PartialClaim = { ...linkedIds(block, tools), ...combine(chosen) };
  if (block.id) partial[block.id.what] = block.id.value;

  const evidenceCells = columns.filter(({ names }) => names.includes('evidence')).map(({ cell }) => cell);
  if (options.useDefinition)
    evidenceCells.push(...(definition.dom?.taught?.parts(block.element, 'evidence') ?? []));
  const found = evidenceIn(block.element, outsideLogs, logs, evidenceCells, {
    labels,
    vocabulary,
    context: env.context,
  });
  if (found.evidence.length) partial.evidence = found.evidence;

  const places = columns.filter(({ names }) => names.includes('product')).map(({ cell }) => cell);
  const imagePart = options.useDefinition && definition.dom?.parts?.image;
  if (imagePart) places.unshift(...queryAll(block.element, imagePart));
  for (const hit of outsideLogs.filter((entry) => entry.name === 'product'))
    places.push(...sectionOf(hit, labels, vocabulary));
  const image = productImage(
    places,
    new Set(found.evidence.map((entry) => entry.url)),
    found.sections,
    env.context.url.href,
  );
  if (image) partial.items = [{ ...partial.items?.[0], imageUrl: image }];

  // Where the page shows the label of a claim number it will show the number: the order's is no stand-in for it.
  const pendingId =
    !partial.claimId && outsideLogs.some((hit) => hit.name === 'claimId' && hit.match.form !== 'spaced');
  const idElement = chosen.find((candidate) => candidate.name === 'claimId')?.element ?? block.id?.element;
  const anchor =
    idElement ?? chosen.find((candidate) => candidate.name === 'orderId')?.element ?? block.element;
  return {
    reading: {
      partial,
      how: howOf(definition, options),
      anchor,
      block: block.element,
      evidenceAnchors: found.anchors,
      ...(pendingId && { pendingId }),
    },
    doubtful,
  };
}

/** Rows by the console's own structure; those inside another row are parts of it. */
function shapedBlocks(root: Document, definition: ConsoleDefinition): Block[] {
  const { row: selector, taught } = definition.dom ?? {};
  const placed = taught?.rows(root) ?? [];
  const rows = placed.length || !selector ? placed : queryAll(root, selector);
  const all = new Set(rows);
  return rows
    .filter((row) => {
      for (let up = parentOf(row); up; up = parentOf(up)) if (all.has(up)) return false;
      return true;
    })
    .map((element) => ({ element, more: [] }));
}

/** A picture that every one of several claims shows is part of the site. */
function dropCommonPictures(claims: ClaimReading[]): void {
  if (claims.length < 3) return;
  const counts = new Map<string, number>();
  for (const { partial } of claims) {
    for (const entry of partial.evidence ?? []) counts.set(entry.url, (counts.get(entry.url) ?? 0) + 1);
  }
  for (const claim of claims) {
    const { evidence } = claim.partial;
    if (!evidence) continue;
    claim.partial.evidence = evidence.filter((entry) => counts.get(entry.url) !== claims.length);
    claim.evidenceAnchors = claim.evidenceAnchors.filter((entry) => counts.get(entry.url) !== claims.length);
  }
}

/**
 * Reads every claim that the page shows. Yields between slices of work so that the page stays responsive; run it with
 * `runToEnd` where that does not matter. Never throws for what stands on a page.
 */
export function* readDom(
  root: Document,
  definition: ConsoleDefinition,
  context: ReadContext,
  options: DomOptions,
): Generator<void, DomResult> {
  const { useDefinition, page } = options;
  const body = root.body ?? root.documentElement;
  const empty: DomResult = { claims: [], seen: 0, doubtful: [] };
  if (!body) return empty;
  const vocabulary = useDefinition ? vocabularyFor(definition) : vocabularyFor();
  const env: FieldEnv = {
    context,
    ids: useDefinition ? definition.ids : { claim: GENERIC_ID, order: GENERIC_ID },
    kinds: useDefinition ? definition.kinds : undefined,
    stages: useDefinition ? definition.stages : undefined,
  };

  if (!options.runs.length) yield* collectRuns(body, options.runs);
  const { runs } = options;
  const hits: Hit[] = [];
  for (const [index, run] of runs.entries()) {
    const found = hitsOf(run, vocabulary);
    hits.push(...found);
    if (!found.length || found[0]?.name === 'appliedAt') hits.push(...countdownHit(run));
    if (index % 800 === 799) yield;
  }
  const every = labelsOf(hits);
  yield;
  const labels: Labels = { ...every, hits: withoutBuyersWords(hits, every) };
  const headers = headersOf(labels, vocabulary);
  yield;

  const shaped = useDefinition && page === 'list' ? shapedBlocks(root, definition) : [];
  const blocks =
    page === 'detail'
      ? [detailBlock(labels, body, env, options.wanted)]
      : shaped.length
        ? shaped
        : listBlocks(labels, headers, body, env);
  const tools: Tools = { definition, env, labels, vocabulary, headers, options };
  const logs = labels.hits
    .filter((hit) => hit.name === 'log' && hit.match.form === 'exact')
    .flatMap((hit) => sectionOf(hit, labels, vocabulary));
  yield;

  const claims: ClaimReading[] = [];
  const doubtful = new Set<LabelName>();
  for (const [block, own] of hitsByBlock(blocks, labels.hits)) {
    const blockLogs = logs.filter((log) => holds(block.element, log) && !holds(log, block.element));
    const { reading, doubtful: unsure } = readBlock(block, own, blockLogs, tools);
    if (page === 'list' || reading.partial.claimId || reading.partial.orderId) claims.push(reading);
    for (const name of unsure) doubtful.add(name);
    yield;
  }
  dropCommonPictures(claims);
  const shopId = shopOf(labels, env);
  return {
    ...(shopId && { shopId }),
    claims,
    seen: Math.max(claims.length, page === 'list' ? labelledIds(labels.hits, headers) : 0),
    doubtful: [...doubtful].filter(isField),
  };
}

/** The shop's number stands once on a page, usually outside every claim. */
function shopOf(labels: Labels, env: FieldEnv): string | undefined {
  const told = new Set(
    labels.hits.flatMap((hit) => {
      const value =
        hit.name === 'shopId' && hit.match.form !== 'spaced' ? valueBeside(hit, labels) : undefined;
      return (value && parseField('shopId', value.text, env)?.shopId) ?? [];
    }),
  );
  const [only] = told;
  return told.size === 1 ? only : undefined;
}

/** Claims that show the label of their number, whether or not the number is there yet. */
function labelledIds(hits: Hit[], headers: Header[]): number {
  return hits.filter(
    (hit) =>
      hit.name === 'claimId' &&
      hit.match.form !== 'spaced' &&
      !hit.run.element.closest('form, label') &&
      !hit.run.element.nextElementSibling?.matches('input, select') &&
      !headers.some((header) => holds(header.row, hit.run.element)),
  ).length;
}

const NO_FIELD = new Set<LabelName>(['product', 'itemId', 'sku', 'quantity', 'shipping', 'log']);
const isField = (name: LabelName): name is LabelName & Field => !NO_FIELD.has(name);
