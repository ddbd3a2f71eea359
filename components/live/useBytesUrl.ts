/** Object URLs that live as long as the component that shows them. */

import { useEffect, useState } from 'react';
import { blobUrl } from '../../lib/app/claims/compare.ts';
import { logOf } from '../../lib/base/log.ts';

const log = logOf('surface');

/** An object URL for bytes already in memory (previews); null when there are none. */
export function useBytesUrl(bytes: Uint8Array | Blob | null | undefined): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!bytes) {
      setUrl(null);
      return;
    }
    const made = URL.createObjectURL(bytes instanceof Blob ? bytes : new Blob([bytes as BlobPart]));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes]);
  return url;
}

/** An object URL for a stored picture; null while it is read and when it is gone. */
export function useStoredUrl(sha256: string | null | undefined): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let made: string | null = null;
    let left = false;
    setUrl(null);
    if (!sha256) return;
    blobUrl(sha256).then((answer) => {
      if (left) {
        if (answer) URL.revokeObjectURL(answer);
        return;
      }
      made = answer;
      setUrl(answer);
    }, log.failed('loading a picture'));
    return () => {
      left = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [sha256]);
  return url;
}
