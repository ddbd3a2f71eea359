import type { ClaimView } from '../../../lib/app/claims/views.ts';
import type { Money } from '../../../lib/claims/model.ts';
import { formatMoney, t } from '../../../lib/i18n/index.ts';

/** Sums per currency: amounts of different currencies are never added. */
function totals(amounts: Money[]): Money[] {
  const sums = new Map<string, number>();
  for (const { value, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + value);
  return [...sums].map(([currency, value]) => ({ currency, value }));
}

/** This buyer's other claims in this shop, as background and nothing more. */
export function BuyerHistory({ view }: { view: ClaimView }) {
  const { claims, refunded } = view.historyOfBuyer;
  const { buyer } = view.row.claim;
  if (!view.row.buyerKey && !buyer) return null;
  return (
    <section className="stack" data-testid="buyer-history">
      <h2>{t('surfaces.buyer.title')}</h2>
      <p className="small">
        {buyer?.name && <strong>{buyer.name} </strong>}
        {t('surfaces.buyer.claims', { n: claims })}
        {refunded.length > 0 &&
          ` ${t('surfaces.buyer.refunded', { sums: totals(refunded).map(formatMoney) })}`}
      </p>
      <p className="tiny soft">{t('surfaces.buyer.only')}</p>
    </section>
  );
}
