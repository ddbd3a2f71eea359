import type { ClaimView } from '../../lib/app/claims/views.ts';
import { t } from '../../lib/i18n/index.ts';
import { type VerdictLevel, VerdictShape } from '../ui/VerdictShape.tsx';
import './VerdictBadge.css';

/** The level to show for a claim: its verdict when it is summed up, else how far the work is. */
export function levelOf(view: Pick<ClaimView, 'verdict' | 'state'>): VerdictLevel {
  if (view.verdict && view.state !== 'checking') return view.verdict.verdict;
  if (view.state === 'done') return view.verdict?.verdict ?? 'not-enough-information';
  return view.state;
}

interface Props {
  level: VerdictLevel;
  /** The reason in a few words, in place of the level's own; that stays in the title. */
  word?: string;
}

/** A level as shape and word. */
export function VerdictBadge({ level, word }: Props) {
  const own = t(`verdicts.${level}`);
  const help = `verdicts.help.${level}`;
  const explained = level !== 'waiting' && level !== 'checking' && level !== 'failed';
  return (
    <span
      className={`verdict-level level-${level}`}
      data-testid="verdict-badge"
      data-verdict={level}
      title={[word && own, explained && t(help)].filter(Boolean).join(' · ') || undefined}
    >
      <VerdictShape level={level} />
      <span>{word ?? own}</span>
      {word && <span className="visually-hidden">{own}</span>}
    </span>
  );
}
