/** The preview of a stored picture as an object URL. */

import { useEffect, useState } from 'react';
import { previewOf } from '../../lib/app/claims/previews.ts';
import { logOf } from '../../lib/base/log.ts';
import { useBytesUrl } from './useBytesUrl.ts';

const log = logOf('surface');

/** Null while it is read and when there is none. */
export function usePreview(sha256: string | null | undefined): string | null {
  const [blob, setBlob] = useState<Blob | null>(null);
  useEffect(() => {
    let left = false;
    setBlob(null);
    if (!sha256) return;
    previewOf(sha256).then((answer) => !left && setBlob(answer), log.failed('loading a preview'));
    return () => {
      left = true;
    };
  }, [sha256]);
  return useBytesUrl(blob);
}
