import { Unlink2 } from 'lucide-react';
import { takeBackAnswers } from '../../lib/app/library/same-names.ts';
import { formatDay, t } from '../../lib/i18n/index.ts';
import type { ProductRow } from '../../lib/store/rows.ts';
import { tryTo } from '../state/notices.ts';

/** Products that were joined with this one, each with the way back. */
export function JoinedProducts({ joined }: { joined: readonly ProductRow[] }) {
  if (joined.length === 0) return null;
  const separate = (key: string) =>
    void tryTo('separate product', t('surfaces.sameName.failed'), () => takeBackAnswers([key]));
  return (
    <section className="card pad stack" aria-labelledby="joined-title" data-testid="joined-products">
      <h2 id="joined-title">{t('surfaces.sameName.joinedWith')}</h2>
      <ul className="stack">
        {joined.map(({ key, title, source, addedAt }) => (
          <li key={key} className="row-wrap">
            <span className="grow">
              {title}{' '}
              <span className="small soft">
                {t(`surfaces.library.sources.${source}`)} · {formatDay(addedAt)}
              </span>
            </span>
            <button
              type="button"
              className="btn"
              data-testid="product-separate"
              aria-label={t('surfaces.sameName.separateNamed', { title })}
              onClick={() => separate(key)}
            >
              <Unlink2 aria-hidden="true" />
              {t('surfaces.sameName.separate')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
