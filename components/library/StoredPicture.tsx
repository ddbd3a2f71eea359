import { ImageOff } from 'lucide-react';
import { usePreview } from '../live/usePreview.ts';

/** A stored picture at preview size; an empty frame when it is not kept or not a picture. */
export function StoredPicture({ sha256, alt }: { sha256: string | undefined; alt: string }) {
  const url = usePreview(sha256);
  return url ? (
    <img className="stored" src={url} alt={alt} />
  ) : (
    <ImageOff aria-hidden="true" className="stored-none" />
  );
}
