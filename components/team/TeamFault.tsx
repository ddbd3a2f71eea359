import type { ActFault } from '../../lib/app/team/acts.ts';
import { t } from '../../lib/i18n/index.ts';

/** Why an act was not done, and what to do about it. */
export function TeamFault({ fault }: { fault: ActFault | null }) {
  if (!fault) return null;
  return (
    <p role="alert" className="team-fault" data-testid="team-fault" data-fault={fault}>
      {t(`team.fault.${fault}`)}
    </p>
  );
}
