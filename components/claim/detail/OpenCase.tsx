import { Briefcase } from 'lucide-react';
import { openCase } from '../../../lib/app/cases/cases.ts';
import { t } from '../../../lib/i18n/index.ts';
import { openWorkbench } from '../../../lib/platform/tabs.ts';
import { goTo } from '../../route/useRoute.ts';
import { tryTo } from '../../state/notices.ts';

/** Opens a case on a claim and goes to it in the workbench. */
export function OpenCase({ claimKey }: { claimKey: string }) {
  const open = async () => {
    await openCase(claimKey);
    // Inside the workbench the way back must stay in this tab's history.
    if (window.location.pathname.endsWith('/workbench.html')) goTo('cases', claimKey);
    else await openWorkbench(`/cases/${encodeURIComponent(claimKey)}`);
  };
  return (
    <button
      type="button"
      className="btn"
      data-testid="open-case"
      onClick={() => void tryTo('open case', t('surfaces.errors.openCase'), open)}
    >
      <Briefcase aria-hidden="true" />
      {t('cases.ui.open.action')}
    </button>
  );
}
