/** Parts of a page that are not its claim's own: other claims and orders, and what the seller or the platform did (consoles.md §7.1). */
import { holds, parentOf, textOf } from '../page/walk.ts';
import { classWords } from '../page/zones.ts';
import type { Vocabulary } from '../words/vocabulary.ts';
import type { LabelName } from '../words/words.ts';
import { closeness } from './blocks/near.ts';
import { cellsOf, type Header, rowsUnder } from './columns.ts';
import { type FieldEnv, idIn } from './fields.ts';
import { type Hit, type Labels, showsOnly, valueBeside } from './hits.ts';
import type { IdMark } from './id-marks.ts';
import { sectionOf } from './sections.ts';

const NAVIGATION = new Set(['tab', 'tabs', 'menu', 'nav', 'navbar', 'breadcrumb', 'filter', 'btn', 'button']);

/** Words that lead somewhere: what stands below them is the page, not their section. */
function leadsAway(element: Element): boolean {
  if (element.closest('nav, a, button, [role="tab"], [role="menuitem"]')) return true;
  let up: Element | null = element;
  for (let level = 0; up && level < 3; level++, up = parentOf(up))
    if (classWords(up).some((word) => NAVIGATION.has(word))) return true;
  return false;
}

/**
 * Sections under headings such as `该买家的其他售后` or `商家处理意见`. A section that shows one of the page's own numbers is the
 * page's own, whatever stands over it.
 */
export function elsewhereZones(
  labels: Labels,
  vocabulary: Vocabulary,
  marks: readonly IdMark[],
  page: { isDetail: boolean; wanted?: string },
): Element[] {
  const found = labels.hits
    .filter(
      ({ name, match, run }) => name === 'elsewhere' && match.form === 'exact' && !leadsAway(run.element),
    )
    .flatMap((hit) => sectionOf(hit, labels, vocabulary, 'everything'));
  const readable = marks.filter((mark) => mark.readable);
  const claims = readable.filter((mark) => mark.what === 'claimId');
  const numbers = claims.length ? claims : readable;
  const outside = (mark: IdMark): boolean => !found.some((zone) => holds(zone, mark.element));
  const own = page.isDetail
    ? [numbers.find((mark) => mark.value === page.wanted) ?? numbers.find(outside) ?? numbers[0]]
    : numbers;
  return found.filter((zone) => !own.some((mark) => mark && holds(zone, mark.element)));
}

/** The row of a label, and the cells that follow the label's own one after the other with a number in each. */
function numbersBehind(
  hit: Hit,
  labels: Labels,
  shape: RegExp,
): { row: Element; numbers: Set<string> } | undefined {
  let cell = hit.run.element;
  for (let up = parentOf(cell); up && showsOnly(up, hit.match.word); up = parentOf(up)) cell = up;
  const row = parentOf(cell);
  const numbers = new Set<string>();
  for (let next = cell.nextElementSibling; next; next = next.nextElementSibling) {
    const number =
      labels.holders.has(next) || labels.begins.has(next) ? undefined : idIn(textOf(next), shape);
    if (!number) break;
    numbers.add(number);
  }
  return row ? { row, numbers } : undefined;
}

/**
 * Tables that show claims as columns: beside the label of a number stand two numbers or more. Nothing tells which of the cells
 * below belong together once a cell spans or is missing, so such a table is left to the seller's eye.
 */
export function transposedTables(labels: Labels, env: FieldEnv): Element[] {
  return labels.hits.flatMap((hit) => {
    if ((hit.name !== 'claimId' && hit.name !== 'orderId') || hit.match.form !== 'exact') return [];
    const shape = hit.name === 'claimId' ? env.ids.claim : env.ids.order;
    const behind = numbersBehind(hit, labels, shape);
    if (!behind || behind.numbers.size < 2) return [];
    return behind.row.closest('table') ?? parentOf(behind.row) ?? behind.row;
  });
}

/** Rows of tables on a detail page whose number is not the page's own: a list of other claims or orders. */
export function foreignRows(
  headers: readonly Header[],
  env: FieldEnv,
  own: { claimId?: string; orderId?: string },
): Element[] {
  return headers.flatMap((header) => {
    const columnOf = (name: LabelName): number => header.names.findIndex((names) => names.includes(name));
    const isOther = (row: Element): boolean =>
      (['claimId', 'orderId'] as const).some((name) => {
        const column = columnOf(name);
        const mine = own[name];
        if (column < 0 || !mine) return false;
        const shape = name === 'claimId' ? env.ids.claim : env.ids.order;
        return idIn(textOf(cellsOf(row)[column] ?? row), shape) !== mine;
      });
    return rowsUnder(header).filter(isOther);
  });
}

/** Fields that one claim shows once: a second value is another claim's. */
const ONCE = new Set<LabelName>(['amount', 'reason', 'appliedAt']);

/**
 * Parts of a detail page that repeat a field of the claim with another value, farther from its number than the first: their
 * pictures may be another claim's. `number` shows the claim's number.
 */
export function repeatedParts(number: Element, labels: Labels, logs: readonly Element[]): Element[] {
  const byWord = new Map<string, { element: Element; value: string }[]>();
  for (const hit of labels.hits) {
    if (!ONCE.has(hit.name) || hit.match.form === 'spaced' || hit.match.weak) continue;
    if (logs.some((log) => holds(log, hit.run.element))) continue;
    const value = valueBeside(hit, labels)?.text;
    if (!value) continue;
    const all = byWord.get(hit.match.word) ?? [];
    byWord.set(hit.match.word, [...all, { element: hit.run.element, value }]);
  }
  return [...byWord.values()].flatMap((all) => {
    if (new Set(all.map(({ value }) => value)).size < 2) return [];
    const nearest = Math.max(...all.map(({ element }) => closeness(number, element)));
    const [first] = all.filter(({ element }) => closeness(number, element) === nearest);
    return all
      .filter((one) => one !== first && one.value !== first?.value)
      .flatMap(({ element }) => partBeside(element, [number, ...(first ? [first.element] : [])]));
  });
}

/** The largest part around an element that holds none of the others. */
function partBeside(element: Element, others: readonly Element[]): Element[] {
  if (others.some((other) => holds(element, other))) return [];
  let part = element;
  for (let up = parentOf(part); up && !others.some((other) => holds(up as Element, other)); up = parentOf(up))
    part = up;
  return [part];
}
