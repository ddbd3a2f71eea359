import { ArrowLeft, Trash2 } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import { removeProduct } from '../../lib/app/claims/commands.ts';
import { problemText } from '../../lib/app/claims/problem-text.ts';
import type { ProductView } from '../../lib/app/claims/views.ts';
import { watchProductClaims } from '../../lib/app/library/product-claims.ts';
import { formatDay, t } from '../../lib/i18n/index.ts';
import { ClaimCard } from '../claim/ClaimCard.tsx';
import { useLive } from '../live/useLive.ts';
import { goTo, routeTo } from '../route/useRoute.ts';
import { tryTo } from '../state/notices.ts';
import { JoinedProducts } from './JoinedProducts.tsx';
import { StoredPicture } from './StoredPicture.tsx';
import './LibraryGrid.css';

const openClaim = (key: string): void => goTo('claims', key);

interface Props {
  view: ProductView;
  /** The question whether another product of its name is the same, where there is one. */
  sameNames: ReactNode;
}

/** One product: its saved images and their state, and the claims whose photos come from them. */
export function ProductPage({ view: { product, images, joined }, sameNames }: Props) {
  const [sure, setSure] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  const toggle = useCallback((key: string) => setShown((was) => (was === key ? null : key)), []);
  const keys = [product, ...joined].map(({ key }) => key);
  const claims = useLive(() => watchProductClaims(keys), keys.join('\n')).value;
  const remove = async () => {
    await tryTo('remove product', t('surfaces.library.removeFailed'), () => removeProduct(product.key));
    goTo('library');
  };
  return (
    <div className="stack view">
      <header className="view-head product-head">
        <div className="grow">
          <a className="link-button" href={routeTo('library')}>
            <ArrowLeft aria-hidden="true" />
            {t('surfaces.library.title')}
          </a>
          <h1>{product.title}</h1>
          <p className="small soft">
            {t('surfaces.library.images', { n: images.length })} ·{' '}
            {t(`surfaces.library.sources.${product.source}`)} · {formatDay(product.addedAt)}
          </p>
        </div>
        <button
          type="button"
          className="btn"
          data-testid="product-remove"
          onClick={() => (sure ? void remove() : setSure(true))}
          onBlur={() => setSure(false)}
        >
          <Trash2 aria-hidden="true" />
          {t(sure ? 'surfaces.library.removeSure' : 'surfaces.library.remove')}
        </button>
      </header>
      {sameNames}
      <JoinedProducts joined={joined} />
      <ul className="picture-list">
        {images.map((image) => (
          <li key={image.id} className="card product">
            <span className="product-picture">
              <StoredPicture sha256={image.sha256} alt={image.name} />
            </span>
            <span className="product-words">
              <span className="small">{image.name}</span>
              <span className="tiny soft">
                {t(`surfaces.library.states.${image.state}`)}
                {image.why && ` · ${problemText(image.why)}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <section className="stack" aria-label={t('surfaces.library.claims')}>
        <h2>{t('surfaces.library.claims')}</h2>
        {claims?.length === 0 && <p className="small soft">{t('surfaces.library.noClaims')}</p>}
        {claims?.map((view) => (
          <ClaimCard
            key={view.row.key}
            view={view}
            open={view.row.key === shown}
            onToggle={toggle}
            onOpen={openClaim}
          />
        ))}
      </section>
    </div>
  );
}
