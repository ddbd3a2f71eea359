import type { TextFit as Fit } from '../../../lib/cases/texts/presets.ts';
import { t } from '../../../lib/i18n/index.ts';

interface Props {
  /** Null where the text goes to a place without a limit. */
  fit: Fit | null;
  /** Names of facts that were not captured. */
  gaps: readonly string[];
  onCut?(): void;
}

/** How long the text is against its place, and what is still to be filled in. */
export function TextFit({ fit, gaps, onCut }: Props) {
  return (
    <div className="row-wrap small">
      {fit && (
        <span className={fit.over > 0 ? 'num over' : 'num soft'} role="status" data-testid="text-count">
          {fit.max === null
            ? t('cases.ui.text.count', { used: fit.used })
            : t('cases.ui.text.countMax', { used: fit.used, max: fit.max })}
          {fit.over > 0 && ` · ${t('cases.ui.text.over', { over: fit.over })}`}
        </span>
      )}
      {onCut && fit && fit.over > 0 && fit.max !== null && (
        <button type="button" className="link-button" onClick={onCut}>
          {t('cases.ui.text.cut', { max: fit.max })}
        </button>
      )}
      {gaps.length > 0 && (
        <span className="soft" data-testid="text-gaps">
          {t('cases.ui.text.gaps', { names: gaps.map((name) => t(`cases.texts.gaps.${name}`)) })}
        </span>
      )}
    </div>
  );
}
