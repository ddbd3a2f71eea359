import { Check, CircleSlash2, Search } from 'lucide-react';
import { checkText, notCheckedText } from '../../../lib/i18n/finding-text.ts';
import { t } from '../../../lib/i18n/index.ts';
import type { CheckRow } from '../../../lib/store/rows.ts';

const ICONS = { found: Search, 'nothing-found': Check, 'not-checked': CircleSlash2 };

/** What was checked and what was not, with the reason: not checked is never shown as clean. */
export function ChecksDone({ checks }: { checks: CheckRow[] }) {
  if (checks.length === 0) return null;
  const open = checks.filter((row) => row.check.result.state === 'not-checked').length;
  return (
    <details className="checks small">
      <summary>{t('surfaces.checks.summary', { n: checks.length - open, open })}</summary>
      <ul>
        {checks.map((row) => {
          const { result } = row.check;
          const Icon = ICONS[result.state];
          return (
            <li key={row.id} className="row" data-testid="check-row" data-state={result.state}>
              <Icon aria-hidden="true" size={14} />
              <span className="grow">
                {checkText(row.check)}
                <span className="soft">
                  {' · '}
                  {result.state === 'not-checked'
                    ? `${t('findings.checkStates.not-checked')} · ${notCheckedText(result.reason)}`
                    : t(`findings.checkStates.${result.state}`)}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
