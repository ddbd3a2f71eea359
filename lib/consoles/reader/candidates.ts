/** Everything in a block that may be the value of a field: beside labels, under table heads, in known places. */
import { bothIn } from '../../claims/sums.ts';
import { linesOf, parentOf, queryAll, type Run, runsIn, textOf } from '../page/walk.ts';
import type { ConsoleDefinition, PageKind, PartialClaim } from '../types.ts';
import type { Vocabulary } from '../words/vocabulary.ts';
import { LABEL_NAMES, type LabelName } from '../words/words.ts';
import type { Block } from './blocks/list.ts';
import { cellsUnder, type Header, type Placed } from './columns.ts';
import { type FieldEnv, isWholeValue, parseField } from './fields.ts';
import { type Hit, type Labels, sumBeside, valueBeside } from './hits.ts';

export interface DomOptions {
  page: PageKind;
  /** False reads with nothing but the common vocabulary and the common id shape (the generic reader alone). */
  useDefinition: boolean;
  /** The numbers that the page's address tells. */
  wanted: { claimId?: string; orderId?: string };
  /** The page's texts; filled by the first way of reading, so that the second does not walk the page again. */
  runs: Run[];
}

/** Where a value came from, best first; smaller wins. */
const TIER = { own: -1, column: 0, exact: 1, colon: 2, spaced: 3, part: 4 } as const;

export interface Candidate {
  name: LabelName;
  tier: number;
  patch: PartialClaim;
  word: number;
  element: Element;
  /** The text in which label and value stood together. */
  text?: Text;
}

/** What the reading of one page works with. */
export interface Tools {
  definition: ConsoleDefinition;
  env: FieldEnv;
  labels: Labels;
  vocabulary: Vocabulary;
  headers: Header[];
  options: DomOptions;
}

const RETURN_PARCEL =
  /(?:退货|退貨|换货|換貨|退回)(?:的)?(?:物流|快递|快遞|包裹|信息|資訊|地址|运单|單號)|寄回|买家退货|買家退貨|返送|회수|\breturn(?:ed|ing)? (?:shipments?|parcels?|packages?|labels?|logistics|shipping|tracking|address|carrier)|devolu\S* (?:envio|envío)|retoure|rückversand/i;

/** Whether a parcel's number is that of the return: words before its label, in a part that is no larger than a section, say so. */
function isOfReturn({ run, match }: Hit): boolean {
  if (match.word.startsWith('发货')) return false;
  for (let up = parentOf(run.element), level = 0; up && level < 4; up = parentOf(up), level++) {
    const whole = textOf(up);
    if (whole.length > 240) return false;
    const before = whole.slice(0, Math.max(0, whole.indexOf(run.text)));
    if (RETURN_PARCEL.test(before)) return true;
  }
  return false;
}

/** Values beside the labels of one block. */
export function labelCandidates(hits: Hit[], tools: Tools): Candidate[] {
  const { labels, env, definition, options } = tools;
  const labelled = new Set(hits.filter((hit) => hit.match.form !== 'spaced').map((hit) => hit.name));
  return hits.flatMap((hit): Candidate[] => {
    const { form, word } = hit.match;
    const value = valueBeside(hit, labels);
    if (!value) return [];
    const { element } = value;
    const text = isSum(hit.name) ? sumBeside(value) : value.text;
    if (hit.name === 'trackingNo' && isOfReturn(hit)) return [];
    if (form === 'spaced' && (labelled.has(hit.name) || !isWholeValue(hit.name, text, env))) return [];
    // `买家` over `凭证` is a heading over a heading: nobody is called so.
    const names = hit.name === 'buyer' ? tools.vocabulary.exact(text)?.name : undefined;
    const patch = names && names !== 'buyer' ? undefined : parseField(hit.name, text, env);
    if (!patch) return [];
    const together = form === 'exact' ? {} : { text: hit.run.first };
    // What the seller showed overrides what the console's file knows.
    const shown = options.useDefinition && definition.dom?.taught?.words[hit.name] === word;
    return [
      { name: hit.name, tier: shown ? TIER.own : TIER[form], patch, word: word.length, element, ...together },
    ];
  });
}

/** A cell whose head names both sums: each by its words, else in the order of the head. */
function moneyPair(cell: Element, names: ('amount' | 'paid')[], env: FieldEnv): Candidate[] {
  const base = { tier: TIER.column, word: 0, element: cell };
  return Object.entries(bothIn(linesOf(cell), env.context.currency, names)).map(([name, money]) => ({
    ...base,
    name: name as 'amount' | 'paid',
    patch: { [name]: money },
  }));
}

/** What a field is read from: of sums, each element's text in a line of its own. */
const textFor = (name: LabelName, element: Element): string =>
  isSum(name) ? linesOf(element) : textOf(element);

const isSum = (name: LabelName): name is 'amount' | 'paid' => name === 'amount' || name === 'paid';

export function cellCandidates(cell: Element, names: LabelName[], env: FieldEnv): Candidate[] {
  const sums = names.filter(isSum);
  if (sums.length === 2) return moneyPair(cell, sums, env);
  return names.flatMap((name): Candidate[] => {
    const first =
      name === 'product' ? runsIn(cell).find((run) => run.text.length > 1)?.text : textFor(name, cell);
    const patch = first ? parseField(name, first, env) : undefined;
    return patch ? [{ name, tier: TIER.column, patch, word: 0, element: cell }] : [];
  });
}

/** Cells of a block by column: under a header, else in the order that the console's file states. */
export function columnsOf(block: Block, tools: Tools): Placed[] {
  const { headers, labels, definition, options } = tools;
  for (const header of [...headers].reverse()) {
    for (const part of [block.element, ...block.more]) {
      const cells = cellsUnder(header, part, labels);
      if (cells) return cells;
    }
  }
  const { columns, cell } = definition.dom ?? {};
  if (!options.useDefinition || headers.length || !columns || !cell) return [];
  const cells = queryAll(block.element, cell);
  return cells.length === columns.length
    ? cells.map((element, index) => ({ cell: element, names: columns[index] ? [columns[index]] : [] }))
    : [];
}

export function partCandidates(block: Block, tools: Tools): Candidate[] {
  const { definition, options, env } = tools;
  if (!options.useDefinition) return [];
  const taught = LABEL_NAMES.flatMap((name): Candidate[] => {
    const [element] = name === 'evidence' ? [] : (definition.dom?.taught?.parts(block.element, name) ?? []);
    const patch = element && parseField(name, textFor(name, element), env);
    return element && patch ? [{ name, tier: TIER.part, patch, word: 1, element }] : [];
  });
  return taught.concat(classCandidates(block, tools));
}

function classCandidates(block: Block, { definition, env }: Tools): Candidate[] {
  return LABEL_NAMES.flatMap((name): Candidate[] => {
    const selector = definition.dom?.parts?.[name];
    const [element] = selector ? queryAll(block.element, selector) : [];
    const patch = element && parseField(name, textFor(name, element), env);
    // A sum that the console's own structure names is surer than whichever sums a cell shows.
    const tier = isSum(name) ? TIER.own : TIER.part;
    return element && patch ? [{ name, tier, patch, word: 0, element }] : [];
  });
}
