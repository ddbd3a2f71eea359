/** One claim = the smallest repeated part of the page that holds exactly one claim number (consoles.md §7.1, rule 5). */
import { type Header, rowsUnder } from './columns.ts';
import { type FieldEnv, idIn } from './fields.ts';
import { type Hit, type Labels, valueBeside } from './hits.ts';
import { holds, parentOf } from './walk.ts';

export interface Block {
  element: Element;
  /** Further elements of the same claim: rows that follow without a number of their own. */
  more: Element[];
  id?: { value: string; element: Element; what: 'claimId' | 'orderId' };
}

interface IdPlace {
  value: string;
  element: Element;
}

/** Where a label of the given kind stands beside a text of the right shape. */
function idPlaces(
  hits: Hit[],
  what: 'claimId' | 'orderId',
  labels: Labels,
  env: FieldEnv,
  spaced: boolean,
): IdPlace[] {
  const shape = what === 'claimId' ? env.ids.claim : env.ids.order;
  return hits.flatMap((hit) => {
    if (hit.name !== what || (hit.match.form === 'spaced') !== spaced) return [];
    const value = valueBeside(hit, labels);
    const id = value && value.text.length <= 120 ? idIn(value.text, shape) : undefined;
    return id && value ? [{ value: id, element: value.element }] : [];
  });
}

/** The highest ancestor of each place that holds no other number. */
function partPlaces(places: IdPlace[], what: 'claimId' | 'orderId', root: Element): Block[] {
  const values = new Map<Element, string | null>();
  for (const place of places) {
    for (let up: Element | null = place.element; up; up = parentOf(up)) {
      const known = values.get(up);
      if (known === undefined) values.set(up, place.value);
      else if (known !== place.value) values.set(up, null);
    }
  }
  const blocks = new Map<string, Block>();
  for (const place of places) {
    if (blocks.has(place.value)) continue;
    let element = place.element;
    for (let up = parentOf(element); up && up !== root && values.get(up) !== null; up = parentOf(up))
      element = up;
    if (values.get(element) === null) continue;
    blocks.set(place.value, { element, more: [], id: { ...place, what } });
  }
  return [...blocks.values()];
}

/** Table rows of one claim that carry no number of their own follow the row that does. */
function withFollowers(blocks: Block[]): Block[] {
  const starts = new Set(blocks.map((block) => block.element));
  for (const block of blocks) {
    if (block.element.tagName !== 'TR') continue;
    for (
      let next = block.element.nextElementSibling;
      next && !starts.has(next);
      next = next.nextElementSibling
    ) {
      if (next.tagName === 'TR') block.more.push(next);
    }
  }
  return blocks;
}

/** Rows of a table that has a column for the number. */
function columnBlocks(headers: Header[], env: FieldEnv): Block[] {
  for (const what of ['claimId', 'orderId'] as const) {
    for (const header of headers) {
      const column = header.names.findIndex((names) => names.includes(what));
      if (column < 0) continue;
      const shape = what === 'claimId' ? env.ids.claim : env.ids.order;
      const blocks = rowsUnder(header).flatMap((row): Block[] => {
        const cell = row.children[column];
        const value = cell && idIn(cell.textContent ?? '', shape);
        return cell && value ? [{ element: row, more: [], id: { value, element: cell, what } }] : [];
      });
      if (blocks.length) return withFollowers(blocks);
    }
  }
  return [];
}

/**
 * The blocks of a list page without any knowledge of its structure: by claim numbers, else by a number's column, else by order
 * numbers. A number behind a mere space (`订单编号 123`) may be a buyer's own words, so it counts only where nothing better does.
 */
export function listBlocks(labels: Labels, headers: Header[], root: Element, env: FieldEnv): Block[] {
  for (const spaced of [false, true]) {
    const claims = partPlaces(idPlaces(labels.hits, 'claimId', labels, env, spaced), 'claimId', root);
    if (claims.length) return withFollowers(claims);
    const columns = columnBlocks(headers, env);
    if (columns.length) return columns;
    const orders = partPlaces(idPlaces(labels.hits, 'orderId', labels, env, spaced), 'orderId', root);
    if (orders.length && !(spaced === false && hasSpacedClaims(labels, env))) return withFollowers(orders);
  }
  return [];
}

/** Whether claim numbers stand behind their labels without a colon, as some consoles print them. */
const hasSpacedClaims = (labels: Labels, env: FieldEnv): boolean =>
  idPlaces(labels.hits, 'claimId', labels, env, true).length > 0;

/** The one block of a detail page: the largest part that holds no other claim's number than `wanted` (or than the first found). */
export function detailBlock(labels: Labels, root: Element, env: FieldEnv, wanted: string | undefined): Block {
  const sure = idPlaces(labels.hits, 'claimId', labels, env, false);
  const places = sure.length ? sure : idPlaces(labels.hits, 'claimId', labels, env, true);
  const blocks = partPlaces(places, 'claimId', root);
  const [first] = blocks;
  if (!first) return { element: root, more: [] };
  if (blocks.length === 1) return { ...first, element: root };
  return blocks.find((block) => block.id?.value === wanted) ?? first;
}

/** Which block each hit stands in; hits outside every block are left out. */
export function hitsByBlock(blocks: Block[], hits: Hit[]): Map<Block, Hit[]> {
  const owner = new Map<Element, Block>();
  for (const block of blocks) for (const element of [block.element, ...block.more]) owner.set(element, block);
  const found = new Map<Block, Hit[]>(blocks.map((block) => [block, []]));
  for (const hit of hits) {
    for (let up: Element | null = hit.run.element; up; up = parentOf(up)) {
      const block = owner.get(up);
      if (!block) continue;
      found.get(block)?.push(hit);
      break;
    }
  }
  return found;
}

/** How close a candidate stands to the claim's number: the depth of their nearest common ancestor. */
export function closeness(id: Element | undefined, candidate: Element): number {
  if (!id) return 0;
  let common: Element | null = candidate;
  while (common && !holds(common, id)) common = parentOf(common);
  let depth = 0;
  for (let up = common && parentOf(common); up; up = parentOf(up)) depth += 1;
  return depth;
}
