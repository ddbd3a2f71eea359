import { currencyOfScript } from '../page/script.ts';
import { collectRuns, holds, parentOf, queryAll, type Run } from '../page/walk.ts';
import { boilerplateZones, dialogsIn, isDialog } from '../page/zones.ts';
import type { ClaimReading, ConsoleDefinition, Field, How, PartialClaim, ReadContext } from '../types.ts';
import { type Vocabulary, vocabularyFor } from '../words/vocabulary.ts';
import type { LabelName } from '../words/words.ts';
import { detailBlock } from './blocks/detail.ts';
import { type Block, hitsByBlock, listBlocks } from './blocks/list.ts';
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
import { elsewhereZones, foreignRows, repeatedParts, transposedTables } from './foreign.ts';
import { goodsPictures, productImage } from './goods.ts';
import {
  BUYERS_OWN,
  countdownHit,
  type Hit,
  hitsOf,
  kindHit,
  type Labels,
  labelsOf,
  valueBeside,
} from './hits.ts';
import { idMarks } from './id-marks.ts';
import { dropCommonPictures, joinRepeated } from './join-claims.ts';
import { linkedIds } from './linked-ids.ts';
import { sectionOf } from './sections.ts';

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

function howOf(definition: ConsoleDefinition, options: DomOptions): How {
  if (!options.useDefinition) return 'generic';
  if (definition.dom?.taught) return 'taught';
  return definition.unknownSite ? 'generic' : 'dom';
}

/** Names that the page gives the buyer, for logs whose entries are headed with them. */
const namesOf = (partial: PartialClaim): string[] => (partial.buyer?.name ? [partial.buyer.name] : []);

function readBlock(
  block: Block,
  hits: Hit[],
  logs: Element[],
  tools: Tools,
  isForeign: (element: Element) => boolean,
): { reading: ClaimReading; doubtful: LabelName[] } {
  const { definition, env, labels, vocabulary, options } = tools;
  const outsideLogs = hits.filter((hit) => !logs.some((log) => holds(log, hit.run.element)));
  const columns = columnsOf(block, tools).filter(({ cell }) => !isForeign(cell));
  const candidates = [
    ...labelCandidates(outsideLogs, tools),
    ...columns.flatMap(({ cell, names }) => cellCandidates(cell, names, env)),
    ...partCandidates(block, tools),
  ];
  const { chosen, doubtful } = choose(withoutLiars(candidates), block.id?.element);
  const partial: PartialClaim = { ...linkedIds(block, tools), ...combine(chosen) };
  if (block.id) partial[block.id.what] = block.id.value;

  const pictureCells = columns.filter(({ names }) => names.includes('evidence'));
  const evidenceCells = pictureCells.filter(({ unsaid }) => !unsaid).map(({ cell }) => cell);
  const shown = options.useDefinition ? (definition.dom?.taught?.parts(block.element, 'evidence') ?? []) : [];
  evidenceCells.push(...shown);
  // Where the seller showed the place of the photos, no other section is asked.
  const evidenceHits = shown.length ? outsideLogs.filter((hit) => hit.name !== 'evidence') : outsideLogs;
  const found = evidenceIn(
    block.element,
    {
      hits: evidenceHits,
      logs,
      cells: evidenceCells,
      unsaid: pictureCells.filter(({ unsaid }) => unsaid).map(({ cell }) => cell),
      buyers: namesOf(partial),
      number: block.id?.element,
      isForeign,
    },
    { labels, vocabulary, context: env.context },
  );
  if (found.evidence.length) partial.evidence = found.evidence;

  const places = columns.filter(({ names }) => names.includes('product')).map(({ cell }) => cell);
  const imagePart = options.useDefinition && definition.dom?.parts?.image;
  if (imagePart) places.unshift(...queryAll(block.element, imagePart));
  for (const hit of outsideLogs.filter((entry) => entry.name === 'product'))
    places.push(...sectionOf(hit, labels, vocabulary, 'everything'));
  const notGoods = new Set([...found.evidence, ...found.unowned].map((entry) => entry.url));
  const image = productImage(places, notGoods, found.sections, env.context.url.href);
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
      ...(found.unowned.length && { unowned: found.unowned }),
      refused: [...new Set([...found.refused, ...goodsPictures(block, places, found, env)])],
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

/** Labels without those in notices, help and samples, and the zones themselves. */
function labelsOutsideZones(
  labels: Labels,
  runs: Run[],
  body: Element,
  env: FieldEnv,
  vocabulary: Vocabulary,
): { labels: Labels; zones: Set<Element> } {
  const withNumbers = new Set<Element>();
  for (const mark of idMarks(labels, headersOf(labels, vocabulary), env)) {
    if (!mark.readable) continue;
    for (let up: Element | null = mark.element; up && !withNumbers.has(up); up = parentOf(up))
      withNumbers.add(up);
  }
  const zones = boilerplateZones(body, runs, (element) => withNumbers.has(element));
  return { labels: withoutParts(labels, zones), zones };
}

/** Labels that stand in none of some parts of the page. */
function withoutParts(labels: Labels, parts: ReadonlySet<Element>): Labels {
  return { ...labels, hits: labels.hits.filter((hit) => !isWithin(hit.run.element, parts)) };
}

function isWithin(element: Element, parts: ReadonlySet<Element>): boolean {
  for (let up: Element | null = element; up; up = parentOf(up)) if (parts.has(up)) return true;
  return false;
}

/** Dialogs over a list show one of its claims at length; rows of the list that were found another way stand already. */
const overPage = (found: Block[], rows: Block[]): Block[] =>
  found.filter(({ element }) => {
    for (let up: Element | null = element; up; up = parentOf(up))
      if (isDialog(up)) return !rows.some((row) => holds(row.element, element));
    return false;
  });

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
  if (!options.runs.length) yield* collectRuns(body, options.runs);
  const { runs } = options;
  const currency = context.currency || currencyOfScript(runs);
  const env: FieldEnv = {
    context: { ...context, currency },
    ids: useDefinition ? definition.ids : { claim: GENERIC_ID, order: GENERIC_ID },
    kinds: useDefinition ? definition.kinds : undefined,
    stages: useDefinition ? definition.stages : undefined,
  };

  const hits: Hit[] = [];
  for (const [index, run] of runs.entries()) {
    const found = hitsOf(run, vocabulary);
    hits.push(...found);
    if (!found.length || found[0]?.name === 'appliedAt') hits.push(...countdownHit(run));
    if (page === 'list') hits.push(...kindHit(run));
    if (index % 800 === 799) yield;
  }
  const every = labelsOf(hits);
  yield;
  const outside = labelsOutsideZones(
    { ...every, hits: withoutBuyersWords(hits, every) },
    runs,
    body,
    env,
    vocabulary,
  );
  const { zones } = outside;
  const away = [
    ...elsewhereZones(
      outside.labels,
      vocabulary,
      idMarks(outside.labels, headersOf(outside.labels, vocabulary), env),
      {
        isDetail: page === 'detail',
        ...(options.wanted.claimId && { wanted: options.wanted.claimId }),
      },
    ),
    ...transposedTables(outside.labels, env),
  ];
  for (const zone of away) zones.add(zone);
  const labels = away.length ? withoutParts(outside.labels, zones) : outside.labels;
  const headers = headersOf(labels, vocabulary);
  const dialogs = dialogsIn(body, runs);
  yield;

  const shaped = useDefinition && page === 'list' ? shapedBlocks(root, definition) : [];
  const detail =
    page === 'detail' ? detailBlock(labels, headers, body, env, options.wanted, dialogs) : undefined;
  const blocks = detail
    ? [detail.block]
    : shaped.length
      ? [...shaped, ...overPage(listBlocks(labels, headers, body, env, dialogs), shaped)]
      : listBlocks(labels, headers, body, env, dialogs);
  for (const element of detail?.foreign ?? []) zones.add(element);
  if (detail) {
    const claimId = detail.block.id?.value ?? options.wanted.claimId;
    const own = { ...(claimId && { claimId }), ...(detail.orderId && { orderId: detail.orderId }) };
    for (const row of foreignRows(headers, env, own)) zones.add(row);
  }
  const isForeign = (element: Element): boolean => isWithin(element, zones);
  const tools: Tools = { definition, env, labels, vocabulary, headers, options };
  const logs = labels.hits
    .filter((hit) => hit.name === 'log' && hit.match.form === 'exact')
    .flatMap((hit) => sectionOf(hit, labels, vocabulary, 'everything'));
  yield;
  const repeated = new Set(detail?.block.id ? repeatedParts(detail.block.id.element, labels, logs) : []);
  const hasOther = (element: Element): boolean => isForeign(element) || isWithin(element, repeated);

  const claims: ClaimReading[] = [];
  const doubtful = new Set<LabelName>();
  const own = labels.hits.filter((hit) => !isForeign(hit.run.element));
  for (const [block, inside] of hitsByBlock(blocks, own)) {
    const blockLogs = logs.filter((log) => holds(block.element, log) && !holds(log, block.element));
    const { reading, doubtful: unsure } = readBlock(block, inside, blockLogs, tools, hasOther);
    if (page === 'list' || reading.partial.claimId || reading.partial.orderId) claims.push(reading);
    for (const name of unsure) doubtful.add(name);
    yield;
  }
  joinRepeated(claims);
  dropCommonPictures(claims);
  const shopId = shopOf(labels, env);
  return {
    ...(shopId && { shopId }),
    claims,
    seen: Math.max(claims.length, page === 'list' ? labelledIds(labels, headers, env) : 0),
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

/** Claims that show the label of their number, whether or not the number is there yet; one number is one claim. */
function labelledIds(labels: Labels, headers: Header[], env: FieldEnv): number {
  const marks = idMarks(labels, headers, env).filter((mark) => mark.what === 'claimId' && !mark.spaced);
  const [first] = marks;
  const alike = marks.filter((mark) => mark.word === first?.word);
  return new Set(alike.map((mark) => mark.value ?? mark)).size;
}

const NO_FIELD = new Set<LabelName>([
  'product',
  'itemId',
  'sku',
  'quantity',
  'shipping',
  'log',
  'otherEvidence',
  'elsewhere',
]);
const isField = (name: LabelName): name is LabelName & Field => !NO_FIELD.has(name);
