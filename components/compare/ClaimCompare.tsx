import { picturePair } from '../../lib/app/claims/picture-pair.ts';
import type { PhotoView } from '../../lib/app/claims/views.ts';
import { t } from '../../lib/i18n/index.ts';
import type { FindingRow } from '../../lib/store/rows.ts';
import { hasPair } from '../finding/order.ts';
import { PhotoPair } from '../photo/PhotoPair.tsx';
import { LoadedCompare } from './LoadedCompare.tsx';
import { SinglePhoto } from './SinglePhoto.tsx';

interface Props {
  photo: PhotoView;
  n: number;
  /** The finding that names the other picture; null shows the photo alone. */
  row: FindingRow | null;
  lit: number | null;
  onLight(index: number | null): void;
}

/** A claim's photo and the picture it is compared with, from the shop's store. */
export function ClaimCompare({ photo, n, row, lit, onLight }: Props) {
  const sha = photo.evidence.sha256;
  if (!row || !hasPair(row.finding))
    return (
      <SinglePhoto
        photo={photo.photo}
        n={n}
        row={row}
        lit={lit}
        waiting={photo.state === 'waiting' || photo.state === 'checking'}
      />
    );
  return (
    <LoadedCompare
      id={`${sha} ${row.id}`}
      load={async () => (sha ? picturePair(sha, row.finding) : null)}
      finding={row.finding}
      alt={t('surfaces.photo.alt', { n })}
      waiting={<PhotoPair photo={photo} n={n} />}
      lit={lit}
      onLight={onLight}
    />
  );
}
