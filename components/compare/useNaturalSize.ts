/** A picture's size as the browser draws it (EXIF orientation applied). */
import { useEffect, useState } from 'react';
import type { Size } from '../photo/geometry.ts';

/** Null while it loads, `broken` when the browser cannot draw it. */
export function useNaturalSize(url: string | null): Size | 'broken' | null {
  const [known, setKnown] = useState<{ url: string; size: Size | 'broken' } | null>(null);
  useEffect(() => {
    if (!url) return;
    let left = false;
    const image = new Image();
    image.onload = () =>
      !left && setKnown({ url, size: { width: image.naturalWidth, height: image.naturalHeight } });
    image.onerror = () => !left && setKnown({ url, size: 'broken' });
    image.src = url;
    return () => {
      left = true;
    };
  }, [url]);
  return known?.url === url ? known.size : null;
}
