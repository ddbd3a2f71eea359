import { ChevronDown, PanelRightOpen } from 'lucide-react';
import { memo, useId } from 'react';
import { leadOf } from '../../lib/app/claims/ledger/line.ts';
import type { ClaimView } from '../../lib/app/claims/views.ts';
import { t } from '../../lib/i18n/index.ts';
import { reasonText } from '../../lib/i18n/reason-text.ts';
import { FindingItem } from '../finding/FindingItem.tsx';
import { byStrength, tellingPhoto } from '../finding/order.ts';
import { PhotoPair } from '../photo/PhotoPair.tsx';
import { PhotoThumb } from '../photo/PhotoThumb.tsx';
import { RowPair } from '../photo/RowPair.tsx';
import { Amount, ClaimLine, claimTitle } from './ClaimFacts.tsx';
import { DeadlineClock } from './DeadlineClock.tsx';
import { FlagButton } from './FlagButton.tsx';
import { levelOf, VerdictBadge } from './VerdictBadge.tsx';
import './ClaimCard.css';

interface Props {
  view: ClaimView;
  open: boolean;
  onToggle(key: string): void;
  onOpen(key: string): void;
}

/** Side of one small picture in CSS pixels. */
const MINI = 38;
/** Findings shown on a card; the rest is in the claim's own view. */
const SHOWN = 3;

/**
 * One claim: a compact row of pair, reason, clock and amount; opened, the photo beside its source with the findings. Drawn again only
 * when its own view has changed: while the engine works, the list around it changes four times a second.
 */
export const ClaimCard = memo(function ClaimCard({ view, open, onToggle, onOpen }: Props) {
  const { claim, key } = view.row;
  const body = useId();
  const level = levelOf(view);
  const findings = [...view.findings].sort(byStrength);
  const photo = tellingPhoto(view);
  const lead = findings.find(({ id }) => view.verdict?.because.includes(id));
  const reason =
    lead && level === view.verdict?.verdict && level !== 'no-anomaly' ? reasonText(lead.code) : undefined;
  const others = view.photos.filter((one) => one !== photo);
  return (
    <article
      className={open ? 'card claim-card' : 'card claim-card claim-row'}
      data-testid="claim-card"
      data-key={key}
      data-claim={key}
      data-verdict={view.verdict?.verdict ?? ''}
      data-state={view.state}
      aria-label={t('surfaces.claim.name', { id: claim.claimId, verdict: t(`verdicts.${level}`) })}
    >
      <header className="claim-head">
        <h3 className="grow">
          <button
            type="button"
            className="claim-title"
            aria-expanded={open}
            aria-controls={body}
            onClick={() => onToggle(key)}
          >
            {!open && <RowPair claimKey={key} lead={lead ? leadOf(lead.finding) : null} size={MINI} />}
            <span className="grow claim-words">
              <span>
                <VerdictBadge level={level} word={reason} />
              </span>
              <span className="claim-pairing">
                <span className={open ? 'claim-name' : 'claim-name claim-name-short'}>
                  {claimTitle(view.row)}
                </span>
                <span className="claim-stake">
                  {claim.deadlineAt && (
                    <DeadlineClock at={claim.deadlineAt} effect={claim.deadlineEffect} brief={!open} />
                  )}
                  <Amount claim={claim} />
                </span>
              </span>
              {open && <ClaimLine claim={claim} />}
            </span>
            {open && <ChevronDown aria-hidden="true" className="turned" />}
          </button>
        </h3>
        {!open && <FlagButton claimKey={key} claimId={claim.claimId} flagged={view.flag !== null} compact />}
      </header>
      <div id={body} hidden={!open} className="claim-body">
        {open && (
          <>
            {photo ? (
              <PhotoPair photo={photo} n={view.photos.indexOf(photo) + 1} onOpen={() => onOpen(key)} />
            ) : (
              <p className="small soft">{t('surfaces.claim.noPhotos')}</p>
            )}
            {others.length > 0 && (
              <ul className="claim-strip" aria-label={t('surfaces.claim.otherPhotos')}>
                {others.slice(0, 6).map((one) => (
                  <li key={one.evidence.id}>
                    <PhotoThumb photo={one} n={view.photos.indexOf(one) + 1} />
                  </li>
                ))}
              </ul>
            )}
            <div className="claim-findings">
              {findings.slice(0, SHOWN).map((row) => (
                <FindingItem key={row.id} row={row} brief level={4} />
              ))}
              {findings.length === 0 && view.state === 'done' && (
                <p className="small soft">{t('surfaces.claim.nothing')}</p>
              )}
            </div>
            <footer className="row-wrap">
              <FlagButton claimKey={key} claimId={claim.claimId} flagged={view.flag !== null} />
              <button
                type="button"
                className="btn"
                data-testid="claim-open"
                data-action="open"
                onClick={() => onOpen(key)}
              >
                <PanelRightOpen aria-hidden="true" />
                {findings.length > SHOWN
                  ? t('surfaces.claim.openMore', { n: findings.length - SHOWN })
                  : t('surfaces.claim.open')}
              </button>
            </footer>
          </>
        )}
      </div>
    </article>
  );
});
