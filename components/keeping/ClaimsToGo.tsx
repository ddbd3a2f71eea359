import { t } from '../../lib/i18n/index.ts';
import { routeTo } from '../route/useRoute.ts';

/** Claims that are named; more are only counted. */
const NAMED = 200;

/** The claims of which something is to go, each with a way to look at it first. */
export function ClaimsToGo({ claims }: { claims: readonly { claimKey: string; what: 'pixels' | 'all' }[] }) {
  if (claims.length === 0) return null;
  return (
    <details data-testid="claims-to-go">
      <summary className="small">{t('cases.ui.data.list', { n: claims.length })}</summary>
      <ul className="small stack to-go">
        {claims.slice(0, NAMED).map(({ claimKey, what }) => (
          <li key={claimKey}>
            <a href={routeTo('claims', claimKey)}>{claimKey}</a> · {t(`cases.ui.data.goes.${what}`)}
          </li>
        ))}
        {claims.length > NAMED && <li>{t('cases.ui.data.more', { n: claims.length - NAMED })}</li>}
      </ul>
    </details>
  );
}
