/** Pictures of a workbook: drawn over cells, placed in cells by Excel (rich values) and by WPS (`DISPIMG`). */
import { attribute, tags } from '../markup.ts';
import type { SheetMedia } from '../model.ts';
import type { Worksheet } from './cells.ts';
import type { Parts, Relation } from './package.ts';

/** A picture over a cell: its bytes, or an address where the file only links to it. */
export interface Placed {
  row: number;
  column: number;
  media: SheetMedia | null;
  address: string | null;
}

/** A part as picture; null where it is missing. */
function mediaOf(parts: Parts, relation: Relation | undefined, column: number): SheetMedia | null {
  const member = relation && !relation.external ? parts.member(relation.target) : null;
  if (!member) return null;
  return { column, name: member.name.split(/[\\/]/).at(-1) ?? member.name, bytes: member.bytes };
}

interface Anchor {
  row: number;
  column: number;
  /** Distance from the row's upper edge, in EMU. */
  offset: number;
}

/** Where a picture lies: its upper left corner, and its lower right one or its height, in EMU. */
interface Place {
  from: Anchor;
  to: Anchor | null;
  height: number;
}

/** Share of a row above which a picture that begins there belongs to the row below: corners are rarely placed exactly. */
const ROW_END = 0.6;

/** Share of the larger part from which the smaller one is about as large, so that nobody can be sure of the row. */
const NEARLY_HALF = 0.6;

/**
 * The row that a picture belongs to. Over two rows, the one that more of it covers; over more, the one where its upper edge is,
 * since pictures are often taller than their rows.
 */
function rowOf({ from, to, height }: Place, sheet: Worksheet): { row: number; between: boolean } {
  const heightOf = (row: number): number => sheet.heights.get(row) ?? sheet.defaultHeight;
  const left = heightOf(from.row) - from.offset;
  let below: number;
  if (to) below = to.row === from.row ? 0 : to.row === from.row + 1 ? to.offset : Number.POSITIVE_INFINITY;
  else below = height > 0 ? Math.max(0, height - left) : Number.POSITIVE_INFINITY;
  if (below <= heightOf(from.row + 1)) {
    const own = to?.row === from.row ? 1 : Math.max(0, left);
    return {
      row: below > own ? from.row + 1 : from.row,
      between: Math.min(own, below) > NEARLY_HALF * Math.max(own, below),
    };
  }
  return { row: from.offset > ROW_END * heightOf(from.row) ? from.row + 1 : from.row, between: false };
}

/** Pictures that lie over the worksheet's cells (SpreadsheetDrawingML, ECMA-376 part 1, 20.5). */
export async function drawnPictures(parts: Parts, path: string, sheet: Worksheet): Promise<Placed[]> {
  const xml = await parts.text(path);
  if (!xml) return [];
  const relations = await parts.relations(path);
  const out: Placed[] = [];
  let from: Anchor | null = null;
  let to: Anchor | null = null;
  let height = 0;
  let into: Anchor | null = null;
  let ids: { id: string; link: boolean }[] = [];
  let begin = 0;
  for (const { name, attributes, kind, start, end } of tags(xml)) {
    if (/^(onecell|twocell|absolute)anchor$/.test(name)) {
      if (kind === 'open') [from, to, into, height, ids] = [null, null, null, 0, []];
      else if (kind === 'close' && from) {
        const { row, between } = rowOf({ from, to, height }, sheet);
        for (const { id, link } of ids) {
          const relation = relations.get(id);
          const media = link ? null : mediaOf(parts, relation, from.column);
          const address = relation?.external ? relation.target : null;
          if (media || address)
            out.push({
              row,
              column: from.column,
              media: media && between ? { ...media, between } : media,
              address,
            });
        }
      }
    } else if (name === 'from' && kind === 'open') {
      from = { row: 0, column: 0, offset: 0 };
      into = from;
    } else if (name === 'to' && kind === 'open') {
      to = { row: 0, column: 0, offset: 0 };
      into = to;
    } else if (name === 'ext' && !to && height === 0) height = Number(attribute(attributes, 'cy')) || 0;
    else if (/^(row|col|rowoff)$/.test(name)) {
      if (kind === 'open') begin = end;
      else if (into) {
        const value = Number(xml.slice(begin, start)) || 0;
        if (name === 'row') into.row = value;
        else if (name === 'col') into.column = value;
        else into.offset = value;
      }
    } else if (name === 'blip') {
      const embedded = attribute(attributes, 'embed');
      const linked = attribute(attributes, 'link');
      if (embedded) ids.push({ id: embedded, link: false });
      else if (linked) ids.push({ id: linked, link: true });
    }
  }
  return out;
}

/** WPS keeps pictures of cells in one part and names them in `DISPIMG("ID_…")`: relation by name. */
export async function wpsPictures(
  parts: Parts,
): Promise<(name: string, column: number) => SheetMedia | null> {
  const path = 'xl/cellimages.xml';
  const xml = await parts.text(path);
  const relations = await parts.relations(path);
  const ids = new Map<string, string>();
  let name = '';
  for (const tag of tags(xml ?? '')) {
    if (tag.name === 'cnvpr') name = attribute(tag.attributes, 'name') ?? '';
    if (tag.name === 'blip') ids.set(name, attribute(tag.attributes, 'embed') ?? '');
  }
  return (wanted, column) => mediaOf(parts, relations.get(ids.get(wanted) ?? ''), column);
}

/**
 * Excel's "picture in cell": a cell's `vm` points into the metadata, that into the rich values, whose first value is the number
 * of a relation ([MS-XLSX] 2.2.4.25, 2.6.203 ff.).
 */
export async function richPictures(
  parts: Parts,
): Promise<(rich: number, column: number) => SheetMedia | null> {
  const metadata = (await parts.text('xl/metadata.xml')) ?? '';
  const values = (await parts.text('xl/richData/rdrichvalue.xml')) ?? '';
  const path = 'xl/richData/richValueRel.xml';
  const order: string[] = [];
  for (const { name, attributes } of tags((await parts.text(path)) ?? ''))
    if (name === 'rel') order.push(attribute(attributes, 'id') ?? '');
  const relations = await parts.relations(path);

  /** First value of each rich value. */
  const firsts: number[] = [];
  let from = -1;
  let fresh = false;
  for (const { name, kind, start, end } of tags(values)) {
    if (name === 'rv' && kind === 'open') fresh = true;
    if (name !== 'v') continue;
    if (kind === 'open') from = end;
    else if (fresh && from >= 0) {
      firsts.push(Number(values.slice(from, start)));
      fresh = false;
    }
  }
  /** Rich value of each future metadata block, and the block of each value metadata entry. */
  const blocks: number[] = [];
  const entries: number[] = [];
  let inValues = false;
  for (const { name, attributes, kind } of tags(metadata)) {
    if (name === 'valuemetadata') inValues = kind === 'open';
    if (name === 'rvb') blocks.push(Number(attribute(attributes, 'i')));
    if (name === 'rc' && inValues) entries.push(Number(attribute(attributes, 'v')));
  }
  return (rich, column) => {
    const block = blocks[entries[rich - 1] ?? -1];
    const relation = relations.get(order[firsts[block ?? -1] ?? -1] ?? '');
    return mediaOf(parts, relation, column);
  };
}
