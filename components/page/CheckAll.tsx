import { ScanSearch } from 'lucide-react';
import { checkAll } from '../../lib/app/claims/commands.ts';
import type { ClaimView } from '../../lib/app/claims/views.ts';
import { t } from '../../lib/i18n/index.ts';
import { tryTo } from '../state/notices.ts';

/** Checks every claim on the page once more. */
export function CheckAll({ claims }: { claims: ClaimView[] }) {
  return (
    <button
      type="button"
      className="btn"
      data-testid="check-all"
      disabled={claims.length === 0}
      onClick={() =>
        void tryTo('check all', t('surfaces.errors.check'), () =>
          checkAll(claims.map((view) => view.row.key)),
        )
      }
    >
      <ScanSearch aria-hidden="true" />
      {t('surfaces.checkAll.do')}
    </button>
  );
}
