/** Tables as XLSX (ECMA-376): texts as inline strings, which are never formulas, so long order numbers keep every digit. */
import { joined, type Member, zipPieces } from '../../formats/zip-write.ts';
import type { Cell } from './csv.ts';

const utf8 = new TextEncoder();
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** Longest text of a cell (Excel's own limit). */
const LONGEST_CELL = 32_767;
const MOST_ROWS = 1_048_576;

/** Characters that XML 1.0 does not allow at all, and lone surrogates. */
const NOT_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

export const escapeXml = (text: string): string =>
  text
    .replace(NOT_XML, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** `A`, `B`, …, `AA`: addresses are optional in the standard, but several readers want them. */
function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

function cellXml(cell: Cell, address: string): string {
  if (cell === null || cell === undefined || cell === '') return `<c r="${address}"/>`;
  if (typeof cell === 'number')
    return Number.isFinite(cell) ? `<c r="${address}"><v>${cell}</v></c>` : `<c r="${address}"/>`;
  return `<c r="${address}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell.slice(0, LONGEST_CELL))}</t></is></c>`;
}

/** One sheet with the given rows; the first row is frozen as the header. Throws RangeError beyond a sheet's row limit. */
export function xlsx(sheetName: string, rows: readonly (readonly Cell[])[]): Uint8Array<ArrayBuffer> {
  if (rows.length > MOST_ROWS) throw new RangeError('more rows than a sheet holds');
  const sheet =
    `${HEAD}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>' +
    rows
      .map((row, n) => {
        const cells = row.map((cell, i) => cellXml(cell, `${columnName(i)}${n + 1}`));
        return `<row r="${n + 1}">${cells.join('')}</row>`;
      })
      .join('') +
    '</sheetData></worksheet>';
  // Names of sheets: at most 31 characters, none of []:*?/\
  const name = escapeXml(sheetName.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31)) || 'Sheet1';
  const part = (path: string, xml: string): Member => ({ path, bytes: utf8.encode(xml) });
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return joined(
    zipPieces(
      [
        part(
          '[Content_Types].xml',
          `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/></Types>`,
        ),
        part(
          '_rels/.rels',
          `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
        ),
        part(
          'xl/workbook.xml',
          `${HEAD}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${relations}"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
        ),
        part(
          'xl/_rels/workbook.xml.rels',
          `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
        ),
        part('xl/worksheets/sheet1.xml', sheet),
      ],
      { year: 1980, month: 1, day: 1, hour: 0, minute: 0, second: 0 },
    ),
  );
}
