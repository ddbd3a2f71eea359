import { ExternalLink } from 'lucide-react';
import type { ClaimView } from '../../lib/app/views.ts';
import { formatInstant, t } from '../../lib/i18n/index.ts';
import { consoleName } from '../consoles/console-name.ts';
import { Amount, ClaimLine, claimTitle } from './ClaimFacts.tsx';
import { DeadlineClock } from './DeadlineClock.tsx';
import { rungOf, VerdictBadge } from './VerdictBadge.tsx';

/** Only addresses of the web are made into links; a page could have told anything. */
const isWeb = (url: string): boolean => /^https:\/\//.test(url);

/** Rung, goods, amount, clock, and the facts of the order. */
export function ClaimHead({ view }: { view: ClaimView }) {
  const { claim } = view.row;
  const rung = rungOf(view);
  const times = (['orderedAt', 'shippedAt', 'deliveredAt', 'appliedAt'] as const).filter(
    (name) => claim[name],
  );
  return (
    <header className="stack detail-head">
      <div className="row-wrap">
        <VerdictBadge rung={rung} />
        {claim.deadlineAt && <DeadlineClock at={claim.deadlineAt} effect={claim.deadlineEffect} />}
      </div>
      <div className="row detail-title">
        <h2 className="grow">{claimTitle(claim)}</h2>
        <Amount claim={claim} />
      </div>
      {view.verdict && <p className="small soft">{t(`verdicts.help.${view.verdict.verdict}`)}</p>}
      <ClaimLine claim={claim} />
      {claim.description && <blockquote className="small">{claim.description}</blockquote>}
      <dl className="facts tiny">
        <div>
          <dt>{t('surfaces.claim.id')}</dt>
          <dd className="mono">{claim.claimId}</dd>
        </div>
        {claim.orderId && (
          <div>
            <dt>{t('surfaces.claim.order')}</dt>
            <dd className="mono">{claim.orderId}</dd>
          </div>
        )}
        <div>
          <dt>{t('surfaces.claim.console')}</dt>
          <dd>
            {consoleName(claim.console)}
            {isWeb(claim.pageUrl) && (
              <>
                {' '}
                <a
                  href={claim.pageUrl}
                  target="_blank"
                  rel="noreferrer"
                  aria-label={t('surfaces.claim.openPage')}
                >
                  <ExternalLink aria-hidden="true" size={12} />
                </a>
              </>
            )}
          </dd>
        </div>
        {times.map((name) => (
          <div key={name}>
            <dt>{t(`surfaces.fields.${name}`)}</dt>
            <dd className="num">{formatInstant(claim[name] ?? '')}</dd>
          </div>
        ))}
      </dl>
    </header>
  );
}
