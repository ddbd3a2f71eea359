/** A product's title by its key. */

import { useEffect, useState } from 'react';
import { productTitle } from '../../lib/app/library/product-title.ts';
import { logOf } from '../../lib/base/log.ts';

const log = logOf('surface');

/** Undefined while it is read. */
export function useProductTitle(key: string | undefined): string | undefined {
  const [title, setTitle] = useState<{ key: string; title: string }>();
  useEffect(() => {
    let left = false;
    if (!key) return;
    productTitle(key).then(
      (answer) => !left && setTitle({ key, title: answer }),
      log.failed('reading a product title'),
    );
    return () => {
      left = true;
    };
  }, [key]);
  return title && title.key === key ? title.title : undefined;
}
