import { ChevronDown, RotateCw } from 'lucide-react';
import { useId, useState } from 'react';
import { plainFacts } from '../../lib/claims/finding.ts';
import { findingText } from '../../lib/i18n/finding-text.ts';
import { t } from '../../lib/i18n/index.ts';
import type { FindingRow } from '../../lib/store/rows.ts';
import { useProductTitle } from '../live/useProductTitle.ts';
import { Proof } from './Proof.tsx';
import { StrengthMark } from './StrengthMark.tsx';
import './FindingItem.css';

interface Props {
  row: FindingRow;
  /** Shows the explanations from the start. */
  open?: boolean;
  /** Level of the title's heading below the place where the row stands; default 3. */
  level?: 3 | 4;
  /** Title and sentence only. */
  brief?: boolean;
  lit?: boolean;
  /** The finding is looked at: its regions light up. */
  onLight?(on: boolean): void;
  onShow?(): void;
  onRetry?(): void;
}

/** One finding in plain words; opened, it gives the ordinary explanations and what would settle it. */
export function FindingItem({
  row,
  open: startOpen = false,
  brief = false,
  level = 3,
  lit,
  onLight,
  onShow,
  onRetry,
}: Props) {
  const [open, setOpen] = useState(startOpen);
  const Title = `h${level}` as const;
  const Part = level === 3 ? 'h4' : 'h5';
  const body = useId();
  const product = useProductTitle(row.finding.against?.product);
  const text = findingText(row.finding, product === undefined ? {} : { product });
  return (
    <article
      className={`finding ${lit ? 'finding-lit' : ''}`}
      data-testid="finding-row"
      data-code={row.code}
      data-finding={row.code}
      data-strength={row.finding.strength}
      onPointerEnter={() => onLight?.(true)}
      onPointerLeave={() => onLight?.(false)}
      onFocus={() => onLight?.(true)}
      onBlur={() => onLight?.(false)}
    >
      <StrengthMark strength={row.finding.strength} />
      <div className="grow">
        <div className="finding-head">
          <Title>{text.title}</Title>
          <span className="finding-strength" title={t(`findings.strengthHelp.${row.finding.strength}`)}>
            {text.strength}
          </span>
        </div>
        <p className="small">{text.says}</p>
        {!brief && (
          <>
            <div id={body} hidden={!open} className="finding-more small">
              <Part>{t('findings.ordinary')}</Part>
              <p>{text.ordinary}</p>
              <Part>{t('findings.settles')}</Part>
              <p>{text.settles}</p>
              <Proof facts={plainFacts(row.finding)} heading={Part} />
            </div>
            <div className="row-wrap finding-acts">
              <button
                type="button"
                className="link-button"
                aria-expanded={open}
                aria-controls={body}
                onClick={() => setOpen(!open)}
              >
                <ChevronDown aria-hidden="true" className={open ? 'turned' : ''} />
                {t(open ? 'surfaces.finding.less' : 'surfaces.finding.more')}
              </button>
              {onShow && (
                <button type="button" className="link-button" onClick={onShow}>
                  {t('surfaces.finding.show')}
                </button>
              )}
              {onRetry && (
                <button type="button" className="link-button" onClick={onRetry}>
                  <RotateCw aria-hidden="true" />
                  {t('surfaces.finding.retry')}
                </button>
              )}
            </div>
          </>
        )}
      </div>
    </article>
  );
}
