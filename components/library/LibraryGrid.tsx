import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { ProductView } from '../../lib/app/claims/views.ts';
import { t } from '../../lib/i18n/index.ts';
import { routeTo } from '../route/useRoute.ts';
import { StoredPicture } from './StoredPicture.tsx';
import './LibraryGrid.css';

/** Narrowest card and height of a row of cards, in CSS pixels. */
const CARD = 144;
/** In a window narrower than this two cards still stand side by side. */
const SMALL = 400;
const SMALL_CARD = 120;
const ROW = 232;

/** Products as cards, only those on screen drawn. */
export function LibraryGrid({ products }: { products: ProductView[] }) {
  const list = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(CARD * 4);
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const watch = new ResizeObserver(() => setWidth(element.clientWidth));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const columns = Math.max(1, Math.floor((width + 12) / ((width < SMALL ? SMALL_CARD : CARD) + 12)));
  const rows = useWindowVirtualizer({
    count: Math.ceil(products.length / columns),
    estimateSize: () => ROW,
    overscan: 3,
    scrollMargin: list.current?.offsetTop ?? 0,
  });
  return (
    <div ref={list} className="grid" style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map((row) => (
        <ul
          key={row.key}
          className="grid-row"
          style={{
            transform: `translateY(${row.start - rows.options.scrollMargin}px)`,
            gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
          }}
        >
          {products.slice(row.index * columns, (row.index + 1) * columns).map((view) => (
            <li key={view.product.key}>
              <ProductCard view={view} />
            </li>
          ))}
        </ul>
      ))}
    </div>
  );
}

function ProductCard({ view: { product, images } }: { view: ProductView }) {
  const unusable = images.filter((image) => image.state === 'unusable').length;
  return (
    <a
      className="card product"
      href={routeTo('library', product.key)}
      data-testid="product-card"
      data-key={product.key}
    >
      <span className="product-picture">
        <StoredPicture sha256={images[0]?.sha256} alt="" />
      </span>
      <span className="product-words">
        <span className="product-title">{product.title}</span>
        <span className="tiny soft num">
          {t('surfaces.library.images', { n: images.length })}
          {unusable > 0 && ` · ${t('surfaces.library.unusable', { n: unusable })}`}
        </span>
      </span>
    </a>
  );
}
