import { useMemo } from 'react';
import { t } from '../../../lib/i18n/index.ts';
import { picturesOf, type Sheet, type SheetMapping, type SheetPicture } from '../../../lib/library/sheet.ts';

/** Rows shown before the start. */
const ROWS = 5;

interface Line {
  row: number;
  pictures: SheetPicture[];
  note: string;
}

/** The first rows exactly as the import will take them, each read in the company of those above it. */
function firstRows(sheet: Sheet, mapping: SheetMapping): Line[] {
  const lines: Line[] = [];
  let before = 0;
  for (let n = 1; n <= Math.min(ROWS, sheet.rows.length); n++) {
    const row = sheet.lines[n - 1] ?? n;
    const part = { ...sheet, rows: sheet.rows.slice(0, n), lost: [] };
    const { pictures, unusable, doubtful } = picturesOf(part, mapping);
    const why = [...unusable, ...doubtful].find((note) => note.row === row)?.why;
    lines.push({
      row,
      pictures: pictures.slice(before),
      note: why ? t(`surfaces.sheet.rowProblems.${why}`) : '',
    });
    before = pictures.length;
  }
  return lines;
}

export function SheetPreview({ sheet, mapping }: { sheet: Sheet; mapping: SheetMapping }) {
  const lines = useMemo(() => firstRows(sheet, mapping), [sheet, mapping]);
  return (
    <div className="sheet-preview" data-testid="sheet-preview">
      <table className="small">
        <caption className="soft">{t('surfaces.sheet.preview.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('surfaces.sheet.preview.row')}</th>
            <th scope="col">{t('surfaces.sheet.fields.product')}</th>
            <th scope="col">{t('surfaces.sheet.fields.itemId')}</th>
            <th scope="col">{t('surfaces.sheet.preview.pictures')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ row, pictures, note }) => (
            <tr key={row}>
              <td className="num">{row}</td>
              <td>{pictures[0]?.title}</td>
              <td className="mono">{pictures[0]?.itemId}</td>
              <td>
                {pictures.map(({ url, embedded }, n) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a row may hold the same picture twice
                  <div key={n} className="mono sheet-address">
                    {embedded ? t('surfaces.sheet.preview.inSheet', { name: embedded.name }) : decoded(url)}
                  </div>
                ))}
                {note && <div className="soft">{note}</div>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** An address as people wrote it. */
function decoded(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}
