import { t } from '../../../lib/i18n/index.ts';
import type { RowNote } from '../../../lib/library/sheet.ts';

/** Longest list drawn at once; the rest is counted. */
const SHOWN = 100;

/** Rows of which something is to be said, by their number in the file. */
export function SheetRows({
  rows,
  said,
  testId,
}: {
  rows: RowNote[];
  said: 'unusableRows' | 'doubtfulRows';
  testId: string;
}) {
  return (
    <details className="small" data-testid={testId}>
      <summary>{t(`surfaces.sheet.${said}`, { n: rows.length })}</summary>
      <ul className="unusable">
        {rows.slice(0, SHOWN).map(({ row, why }) => (
          <li key={`${row}-${why}`}>
            <span className="mono">{t('surfaces.sheet.row', { row })}</span>{' '}
            <span className="soft">{t(`surfaces.sheet.rowProblems.${why}`)}</span>
          </li>
        ))}
      </ul>
      {rows.length > SHOWN && (
        <p className="soft">{t('surfaces.import.andMore', { n: rows.length - SHOWN })}</p>
      )}
    </details>
  );
}
