/** Reads claims from what a page shows: labels first, table heads next, known structure where a label is missing. */
import { allMoney } from '../../claims/money.ts';
import type {
  ClaimReading,
  ConsoleDefinition,
  Field,
  How,
  PageKind,
  PageRule,
  PartialClaim,
  ReadContext,
} from '../types.ts';
import { type Block, closeness, detailBlock, hitsByBlock, listBlocks } from './blocks.ts';
import { cellsUnder, type Header, headersOf } from './columns.ts';
import { evidenceIn } from './evidence.ts';
import { type FieldEnv, GENERIC_ID, isWholeValue, parseField } from './fields.ts';
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
import { addressSays, picturesIn } from './pictures.ts';
import { LABEL_NAMES, type LabelName, type Vocabulary, vocabularyOf } from './vocabulary.ts';
import { collectRuns, holds, parentOf, queryAll, type Run, runsIn, textOf } from './walk.ts';

export interface DomResult {
  claims: ClaimReading[];
  /** Claims that the page shows, whether or not they could be read. */
  seen: number;
  /** The shop's own number, where the page tells one and only one. */
  shopId?: string;
  /** Fields left empty in some claim because two different values stood beside their label. */
  doubtful: Field[];
}

export interface DomOptions {
  page: PageKind;
  /** False reads with nothing but the common vocabulary and the common id shape (the generic reader alone). */
  useDefinition: boolean;
  /** The claim number that the page's address tells. */
  wanted?: string;
}

/** Where a value came from, best first; smaller wins. */
const TIER = { column: 0, exact: 1, colon: 2, spaced: 3, part: 4 } as const;

interface Candidate {
  name: LabelName;
  tier: number;
  patch: PartialClaim;
  word: number;
  element: Element;
  /** The text in which label and value stood together. */
  text?: Text;
}

interface Tools {
  definition: ConsoleDefinition;
  env: FieldEnv;
  labels: Labels;
  vocabulary: Vocabulary;
  headers: Header[];
  options: DomOptions;
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

/** Values beside the labels of one block. */
function labelCandidates(hits: Hit[], tools: Tools): Candidate[] {
  const { labels, env } = tools;
  const labelled = new Set(hits.filter((hit) => hit.match.form !== 'spaced').map((hit) => hit.name));
  return hits.flatMap((hit): Candidate[] => {
    const { form, word } = hit.match;
    const value = valueBeside(hit, labels);
    if (!value) return [];
    const { text, element } = value;
    if (form === 'spaced' && (labelled.has(hit.name) || !isWholeValue(hit.name, text, env))) return [];
    const patch = parseField(hit.name, text, env);
    if (!patch) return [];
    const together = form === 'exact' ? {} : { text: hit.run.first };
    return [{ name: hit.name, tier: TIER[form], patch, word: word.length, element, ...together }];
  });
}

/** The two sums of one cell: a refund is never larger than what was paid. */
function moneyPair(cell: Element, env: FieldEnv): Candidate[] {
  const sums = allMoney(textOf(cell), env.context.currency).sort((a, b) => a.value - b.value);
  const [amount, paid] = [sums[0], sums.at(-1)];
  if (!amount || !paid || sums.length < 2) return [];
  const base = { tier: TIER.column, word: 0, element: cell };
  return [
    { ...base, name: 'amount', patch: { amount } },
    { ...base, name: 'paid', patch: { paid } },
  ];
}

function cellCandidates(cell: Element, names: LabelName[], env: FieldEnv): Candidate[] {
  if (names.includes('amount') || names.includes('paid')) {
    const pair = moneyPair(cell, env);
    if (pair.length) return pair;
  }
  return names.flatMap((name): Candidate[] => {
    const first = name === 'product' ? runsIn(cell).find((run) => run.text.length > 1)?.text : textOf(cell);
    const patch = first ? parseField(name, first, env) : undefined;
    return patch ? [{ name, tier: TIER.column, patch, word: 0, element: cell }] : [];
  });
}

/** Cells of a block by column: under a header, else in the order that the console's file states. */
function columnsOf(block: Block, tools: Tools): { cell: Element; names: LabelName[] }[] {
  const { headers, labels, definition, options } = tools;
  for (const header of [...headers].reverse()) {
    for (const part of [block.element, ...block.more]) {
      const cells = cellsUnder(header, part, labels);
      if (cells) return cells.map((cell, index) => ({ cell, names: header.names[index] ?? [] }));
    }
  }
  const { columns, cell } = definition.dom ?? {};
  if (!options.useDefinition || headers.length || !columns || !cell) return [];
  const cells = queryAll(block.element, cell);
  return cells.length === columns.length
    ? cells.map((element, index) => ({ cell: element, names: columns[index] ? [columns[index]] : [] }))
    : [];
}

function partCandidates(block: Block, tools: Tools): Candidate[] {
  const { definition, options, env } = tools;
  if (!options.useDefinition) return [];
  const taught = LABEL_NAMES.flatMap((name): Candidate[] => {
    const [element] = name === 'evidence' ? [] : (definition.dom?.taught?.parts(block.element, name) ?? []);
    const patch = element && parseField(name, textOf(element), env);
    return element && patch ? [{ name, tier: TIER.part, patch, word: 1, element }] : [];
  });
  return taught.concat(classCandidates(block, tools));
}

function classCandidates(block: Block, { definition, env }: Tools): Candidate[] {
  return Object.entries(definition.dom?.parts ?? {}).flatMap(([name, selector]): Candidate[] => {
    if (name === 'image') return [];
    const [element] = queryAll(block.element, selector);
    const patch = element && parseField(name as LabelName, textOf(element), env);
    return element && patch ? [{ name: name as LabelName, tier: TIER.part, patch, word: 0, element }] : [];
  });
}

/** Numbers that stand in the block's own attributes and links, for rows that print none. */
function linkedIds(block: Block, tools: Tools): PartialClaim {
  const { definition, options, env } = tools;
  const found: PartialClaim = {};
  if (!options.useDefinition) return found;
  const attribute = definition.dom?.claimIdAttribute;
  if (attribute) {
    const holder = block.element.closest(`[${attribute}]`) ?? block.element.querySelector(`[${attribute}]`);
    const own = holder?.getAttribute(attribute);
    if (own && definition.ids.claim.test(own)) found.claimId = own;
  }
  const details = definition.pages.filter((rule) => rule.kind === 'detail');
  for (const link of queryAll(block.element, 'a[href]')) {
    const ids = idsInAddress(link.getAttribute('href') ?? '', details, env.context.url.href, definition);
    found.claimId ??= ids.claimId;
    found.orderId ??= ids.orderId;
  }
  return found;
}

/** The numbers in an address, when it is the address of a claim page. */
export function idsInAddress(
  href: string,
  rules: PageRule[],
  base: string,
  definition: ConsoleDefinition,
): { claimId?: string; orderId?: string } {
  let url: URL;
  try {
    url = new URL(href, base);
  } catch {
    return {};
  }
  const whole = url.href.replace(/^https?:\/\//, '');
  for (const rule of rules) {
    if (!rule.pattern.test(whole)) continue;
    const inPath = rule.pattern.exec(whole)?.groups;
    const query = new URLSearchParams(url.search || url.hash.replace(/^[^?]*\?/, ''));
    const claimId = (rule.claimIdParam && query.get(rule.claimIdParam)) || inPath?.claimId;
    const orderId = (rule.orderIdParam && query.get(rule.orderIdParam)) || inPath?.orderId;
    return {
      ...(claimId && definition.ids.claim.test(claimId) && { claimId }),
      ...(orderId && definition.ids.order.test(orderId) && { orderId }),
    };
  }
  return {};
}

const valueKey = ({ patch }: Candidate): string => JSON.stringify({ ...patch, raw: undefined });

/** A text that contradicts the page's own labels in one field is not believed in any: it may be a buyer's words. */
function withoutLiars(candidates: Candidate[]): Candidate[] {
  const liars = new Set(
    candidates
      .filter(
        (one) =>
          one.text &&
          candidates.some(
            (other) => other.name === one.name && other.tier < one.tier && valueKey(other) !== valueKey(one),
          ),
      )
      .map((one) => one.text),
  );
  return candidates.filter((one) => !one.text || !liars.has(one.text));
}

/** One value per field: best source, then longest label, then nearest to the claim's number; two equals are left out. */
function choose(
  candidates: Candidate[],
  idElement: Element | undefined,
): { chosen: Candidate[]; doubtful: LabelName[] } {
  const chosen: Candidate[] = [];
  const doubtful: LabelName[] = [];
  for (const name of new Set(candidates.map((candidate) => candidate.name))) {
    const all = candidates.filter((candidate) => candidate.name === name);
    const tier = Math.min(...all.map((candidate) => candidate.tier));
    const inTier = all.filter((candidate) => candidate.tier === tier);
    const longest = Math.max(...inTier.map((candidate) => candidate.word));
    const best = inTier.filter((candidate) => candidate.word === longest);
    const values = new Map(
      best.map((candidate) => [JSON.stringify({ ...candidate.patch, raw: undefined }), candidate]),
    );
    if (values.size === 1 && best[0]) {
      chosen.push(best[0]);
      continue;
    }
    const ranked = [...values.values()]
      .map((candidate) => ({ candidate, near: closeness(idElement, candidate.element) }))
      .sort((a, b) => b.near - a.near);
    if (idElement && ranked[0] && ranked[0].near !== ranked[1]?.near) chosen.push(ranked[0].candidate);
    else doubtful.push(name);
  }
  return { chosen, doubtful };
}

function combine(chosen: Candidate[]): PartialClaim {
  const partial: PartialClaim = {};
  // A kind that stands for itself wins over one glued to a status.
  for (const { patch } of [...chosen].sort(
    (a, b) => Number(b.name === 'status') - Number(a.name === 'status'),
  )) {
    const { items, raw, ...rest } = patch;
    Object.assign(partial, rest);
    if (items?.[0]) partial.items = [{ ...partial.items?.[0], ...items[0] }];
    if (raw) partial.raw = { ...partial.raw, ...raw };
  }
  return partial;
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
  const vocabulary = useDefinition
    ? vocabularyOf(definition.dom?.labels, definition.dom?.notLabels)
    : vocabularyOf();
  const env: FieldEnv = {
    context,
    ids: useDefinition ? definition.ids : { claim: GENERIC_ID, order: GENERIC_ID },
    kinds: useDefinition ? definition.kinds : undefined,
    stages: useDefinition ? definition.stages : undefined,
  };

  const runs: Run[] = [];
  yield* collectRuns(body, runs);
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
