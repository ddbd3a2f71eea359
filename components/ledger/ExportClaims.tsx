import { Download } from 'lucide-react';
import type { LedgerLine } from '../../lib/app/claims/ledger/line.ts';
import { claimsTable } from '../../lib/app/claims/ledger/table.ts';
import { csv } from '../../lib/cases/export/csv.ts';
import { xlsx } from '../../lib/cases/export/xlsx.ts';
import { t } from '../../lib/i18n/index.ts';
import { saveFile } from '../../lib/platform/downloads.ts';

const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The listed claims as a file for a spreadsheet. */
export function ExportClaims({ lines }: { lines: readonly LedgerLine[] }) {
  const saveCsv = () =>
    saveFile('claimlens-claims.csv', new Blob([csv(claimsTable(lines))], { type: 'text/csv' }));
  const saveXlsx = () =>
    saveFile(
      'claimlens-claims.xlsx',
      new Blob([xlsx(t('surfaces.nav.claims'), claimsTable(lines))], { type: SHEET_TYPE }),
    );
  return (
    <div className="row ledger-files">
      <button
        type="button"
        className="btn"
        data-testid="ledger-csv"
        disabled={lines.length === 0}
        onClick={saveCsv}
      >
        <Download aria-hidden="true" />
        {t('surfaces.ledger.csv')}
      </button>
      <button
        type="button"
        className="btn"
        data-testid="ledger-xlsx"
        disabled={lines.length === 0}
        onClick={saveXlsx}
      >
        <Download aria-hidden="true" />
        {t('surfaces.ledger.xlsx')}
      </button>
    </div>
  );
}
