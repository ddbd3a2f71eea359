import { Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import type { ProductView } from '../../lib/app/claims/views.ts';
import { watchLibrary } from '../../lib/app/library/library-watch.ts';
import { t } from '../../lib/i18n/index.ts';
import { useLive } from '../live/useLive.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ImportPanel } from './ImportPanel.tsx';
import { LibraryGrid } from './LibraryGrid.tsx';
import { OwnHosts } from './OwnHosts.tsx';
import { ProductPage } from './ProductPage.tsx';
import { SameNames } from './SameNames.tsx';
import { UnusableFiles } from './UnusableFiles.tsx';

/** The shop's products with their saved images, and the way to add more. */
export function LibraryPage({ productKey }: { productKey?: string }) {
  const library = useLive(() => watchLibrary()).value;
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text.trim().toLowerCase());
  if (!library) return <EmptyState kind="busy" text={t('surfaces.loading')} />;
  if (productKey) {
    const chosen = library.products.find(({ product, joined }) =>
      [product, ...joined].some(({ key }) => key === productKey),
    );
    return chosen ? (
      <ProductPage
        view={chosen}
        sameNames={
          <SameNames
            pairs={library.sameNames.filter((pair) =>
              [pair.from.key, pair.into.key].includes(chosen.product.key),
            )}
            products={library.products}
          />
        }
      />
    ) : (
      <EmptyState kind="library" text={t('surfaces.library.unknown')} />
    );
  }
  const shown = library.products.filter(
    ({ product }) =>
      !wanted ||
      product.title.toLowerCase().includes(wanted) ||
      product.itemIds.some((id) => id.includes(wanted)),
  );
  return (
    <div className="stack view">
      <header className="view-head library-head">
        <div className="grow">
          <h1>{t('surfaces.library.title')}</h1>
          <p className="soft small num">
            {[
              t('surfaces.library.images', { n: library.images }),
              t('surfaces.library.products', { n: library.products.length }),
            ].join(' · ')}
            {library.waiting > 0 && ` · ${t('surfaces.library.waiting', { n: library.waiting })}`}
            {library.unusable > 0 && ` · ${t('surfaces.library.unusable', { n: library.unusable })}`}
          </p>
        </div>
        <label className="field">
          <Search aria-hidden="true" size={16} />
          <input
            type="search"
            value={text}
            placeholder={t('surfaces.library.search')}
            aria-label={t('surfaces.library.search')}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
      </header>
      <ImportPanel />
      {library.unusable > 0 && <OwnHosts products={library.products} />}
      <SameNames pairs={library.sameNames} products={library.products} />
      {library.unusable > 0 && <UnusableImages products={library.products} />}
      {library.products.length === 0 ? (
        <EmptyState
          kind="library"
          title={t('surfaces.library.noneTitle')}
          text={t('surfaces.library.none')}
        />
      ) : shown.length === 0 ? (
        <EmptyState kind="library" text={t('surfaces.library.noMatch')} />
      ) : (
        <LibraryGrid products={shown} />
      )}
    </div>
  );
}

/** Saved images that turned out to be of no use, by product and name, each with the reason. */
function UnusableImages({ products }: { products: ProductView[] }) {
  const files = products.flatMap(({ product, images }) =>
    images
      .filter(({ state }) => state === 'unusable')
      .map(({ name, url, why }) => ({
        file: url ? `${product.title} ${url}` : name,
        why: why ?? 'cannot-decode',
      })),
  );
  return (
    <div className="card pad" data-testid="library-unusable">
      <UnusableFiles files={files} />
    </div>
  );
}
