import { ExternalLink } from 'lucide-react';
import type { Claim } from '../../../lib/claims/model.ts';
import { formatInstant, t } from '../../../lib/i18n/index.ts';
import { consoleName } from '../../ui/console-name.ts';

/** Only addresses of the web are made into links; a page could have told anything. */
const isWeb = (url: string): boolean => /^https:\/\//.test(url);

/** Numbers, console and times of the order. */
export function OrderFacts({ claim }: { claim: Claim }) {
  const times = (['orderedAt', 'shippedAt', 'deliveredAt', 'appliedAt'] as const).filter(
    (name) => claim[name],
  );
  return (
    <section className="stack">
      <h2>{t('surfaces.claim.facts')}</h2>
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
    </section>
  );
}
