/** Object URLs that live as long as the component that shows them. */

import { useEffect, useState } from 'react';
import { blobUrl } from '../../lib/app/claims/compare.ts';
import { logOf } from '../../lib/base/log.ts';

const log = logOf('surface');

type Bytes = Uint8Array | Blob | null | undefined;

function areSame(one: Bytes, other: Bytes): boolean {
  if (one === other) return true;
  if (!(one instanceof Uint8Array && other instanceof Uint8Array) || one.length !== other.length)
    return false;
  return one.every((byte, i) => byte === other[i]);
}

/**
 * An object URL for bytes already in memory (previews); null when there are none. Equal bytes keep their address: rows that are read
 * again come as new arrays, and a new address would have the same picture decoded and drawn once more.
 */
export function useBytesUrl(bytes: Bytes): string | null {
  const [kept, setKept] = useState(bytes);
  if (!areSame(kept, bytes)) setKept(bytes);
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!kept) {
      setUrl(null);
      return;
    }
    const made = URL.createObjectURL(kept instanceof Blob ? kept : new Blob([kept as BlobPart]));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [kept]);
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
