/** A workbook's sheets as grids: cells, merged cells carried down, links and formulas as addresses, pictures by row. */
import { attribute, tags } from '../markup.ts';
import { type Grid, SheetError, type SheetMedia } from '../model.ts';
import { sharedStrings, type Worksheet, worksheet } from './cells.ts';
import { openParts, type Parts } from './package.ts';
import { drawnPictures, richPictures, wpsPictures } from './pictures.ts';

/** Sheets read of one workbook, and cells that merged ones fill. */
const MAX_SHEETS = 40;
const MAX_CARRIED = 500_000;

/** Functions that show a picture or link to one, with their first argument. */
const DISPIMG = /DISPIMG\(\s*"([^"]+)"/i;
const SHOWN = /(?:HYPERLINK|IMAGE)\(\s*"((?:[^"]|"")*)"/gi;

interface Finders {
  strings: string[];
  wps: Awaited<ReturnType<typeof wpsPictures>>;
  rich: Awaited<ReturnType<typeof richPictures>>;
}

/** Every sheet of the workbook that has cells, in its order, and how many pictures none of them shows. Throws SheetError when it is no workbook. */
export async function xlsxGrids(blob: Blob): Promise<{ grids: Grid[]; elsewhere: number }> {
  const parts = await openParts(blob);
  const path = await workbookPath(parts);
  const xml = await parts.text(path);
  if (xml === null) {
    const other = ['content.xml', 'xl/workbook.bin', 'index/document.iwa'].some((part) => parts.member(part));
    throw new SheetError('no workbook of XLSX in it', other ? 'other-format' : 'no-sheet');
  }
  const relations = await parts.relations(path);
  const shared =
    [...relations.values()].find(({ type }) => type === 'sharedstrings')?.target ?? 'xl/sharedStrings.xml';
  const finders: Finders = {
    strings: sharedStrings((await parts.text(shared)) ?? ''),
    wps: await wpsPictures(parts),
    rich: await richPictures(parts),
  };
  const grids: Grid[] = [];
  for (const { name, attributes } of tags(xml)) {
    if (name !== 'sheet' || grids.length >= MAX_SHEETS) continue;
    const target = relations.get(attribute(attributes, 'id') ?? '')?.target;
    const title = attribute(attributes, 'name') ?? '';
    const part = target ? await parts.text(target) : null;
    if (!target || part === null) continue;
    const hidden = /hidden/i.test(attribute(attributes, 'state') ?? '');
    grids.push({ ...(await gridOf(parts, target, title, part, finders)), hidden });
  }
  if (grids.length === 0) throw new SheetError('no sheet in it', 'no-sheet');
  const shown = new Set(
    grids.flatMap(({ media }) => [...media.values()].flat().map(({ name: part }) => part.toLowerCase())),
  );
  const elsewhere = parts.pictures.filter((picture) => !shown.has(picture.split('/').at(-1) ?? '')).length;
  return { grids, elsewhere };
}

async function workbookPath(parts: Parts): Promise<string> {
  const root = await parts.relations('');
  return [...root.values()].find(({ type }) => type === 'officedocument')?.target ?? 'xl/workbook.xml';
}

async function gridOf(
  parts: Parts,
  path: string,
  name: string,
  xml: string,
  finders: Finders,
): Promise<Grid> {
  const sheet = worksheet(xml, finders.strings);
  const relations = await parts.relations(path);
  const rows = new Map<number, string[]>();
  const media = new Map<number, SheetMedia[]>();
  const addText = (row: number, column: number, text: string): void => {
    const cells = rows.get(row) ?? [];
    const before = cells[column] ?? '';
    if (!before.includes(text)) cells[column] = before ? `${before} ${text}` : text;
    rows.set(row, cells);
  };
  const addMedia = (row: number, one: SheetMedia): void => {
    const line = row + 1;
    media.set(line, [...(media.get(line) ?? []), one]);
    if (!rows.has(row)) rows.set(row, []);
  };

  for (const { row, column, text, formula, rich } of sheet.cells) {
    const shown = DISPIMG.exec(formula) ?? DISPIMG.exec(text);
    const picture = shown ? finders.wps(shown[1] ?? '', column) : rich ? finders.rich(rich, column) : null;
    if (picture) addMedia(row, picture);
    if (!shown && text) addText(row, column, text);
    // Some programs write the formula as text.
    for (const source of [formula, text.startsWith('=') ? text : ''])
      for (const [, argument] of source.matchAll(SHOWN))
        addText(row, column, (argument ?? '').replace(/""/g, '"'));
  }
  for (const { range, id } of sheet.links) {
    const target = relations.get(id ?? '');
    if (!target?.external) continue;
    for (let row = range.top; row <= Math.min(range.bottom, range.top + 500); row++)
      addText(row, range.left, target.target);
  }
  const drawing = relations.get(sheet.drawing ?? '')?.target;
  for (const placed of drawing ? await drawnPictures(parts, drawing, sheet) : []) {
    if (placed.media) addMedia(placed.row, placed.media);
    if (placed.address) addText(placed.row, placed.column, placed.address);
  }
  carryDown(sheet, rows);

  const order = [...rows.keys()].sort((a, b) => a - b);
  return {
    name,
    rows: order.map((row) => Array.from(rows.get(row) ?? [], (text) => text ?? '')),
    lines: order.map((row) => row + 1),
    media,
    lost: [],
  };
}

/** What stands in the first cell of a merged range holds for every row of it. */
function carryDown(sheet: Worksheet, rows: Map<number, string[]>): void {
  let carried = 0;
  for (const { top, left, bottom } of sheet.merged) {
    const text = rows.get(top)?.[left] ?? '';
    if (!text) continue;
    for (let row = top + 1; row <= bottom && carried < MAX_CARRIED; row++) {
      const cells = rows.get(row);
      if (!cells) continue;
      cells[left] ||= text;
      carried += 1;
    }
  }
}
