import { t } from '../../../lib/i18n/index.ts';
import type { Sheet, SheetPicture, SheetPictures } from '../../../lib/library/sheet.ts';

/** Rows shown before the start. */
const ROWS = 5;

interface Line {
  row: number;
  pictures: SheetPicture[];
  note: string;
}

/** The first rows exactly as the import will take them. */
const firstRows = (sheet: Sheet, { pictures, unusable, doubtful }: SheetPictures): Line[] =>
  sheet.lines.slice(0, ROWS).map((row) => {
    const why = [...unusable, ...doubtful].find((note) => note.row === row)?.why;
    return {
      row,
      pictures: pictures.filter((picture) => picture.row === row),
      note: why ? t(`surfaces.sheet.rowProblems.${why}`) : '',
    };
  });

export function SheetPreview({ sheet, goods }: { sheet: Sheet; goods: SheetPictures }) {
  const lines = firstRows(sheet, goods);
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
