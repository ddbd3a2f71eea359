import type { ClaimView } from '../../lib/app/views.ts';
import { t } from '../../lib/i18n/index.ts';
import { type Rung, RungShape } from '../ui/RungShape.tsx';
import './VerdictBadge.css';

/** The rung to show for a claim: its verdict when it is summed up, else how far the work is. */
export function rungOf(view: Pick<ClaimView, 'verdict' | 'state'>): Rung {
  if (view.verdict && view.state !== 'checking') return view.verdict.verdict;
  if (view.state === 'done') return view.verdict?.verdict ?? 'not-enough-information';
  return view.state;
}

/** A rung as shape and word. */
export function VerdictBadge({ rung }: { rung: Rung }) {
  const help = `verdicts.help.${rung}`;
  const explained = rung !== 'waiting' && rung !== 'checking' && rung !== 'failed';
  return (
    <span
      className={`rung rung-${rung}`}
      data-testid="verdict-badge"
      data-verdict={rung}
      title={explained ? t(help) : undefined}
    >
      <RungShape rung={rung} />
      {t(`verdicts.${rung}`)}
    </span>
  );
}
