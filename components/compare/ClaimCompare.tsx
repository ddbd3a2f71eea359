import { useEffect, useState } from 'react';
import { comparePictures } from '../../lib/app/compare.ts';
import type { PhotoView } from '../../lib/app/views.ts';
import { t } from '../../lib/i18n/index.ts';
import type { FindingRow } from '../../lib/store/rows.ts';
import { PhotoPair } from '../claim/PhotoPair.tsx';
import { useBytesUrl } from '../live/useBytesUrl.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PhotoCompare } from './PhotoCompare.tsx';
import { RegionOverlay } from './RegionOverlay.tsx';
import { useNaturalSize } from './useNaturalSize.ts';

interface Props {
  photo: PhotoView;
  n: number;
  /** The finding that names the other picture; null shows the photo alone. */
  row: FindingRow | null;
  lit: number | null;
  onLight(index: number | null): void;
}

type Compared = Awaited<ReturnType<typeof comparePictures>>;

/** Loads a photo and the picture it is compared with from the store, and shows them. */
export function ClaimCompare({ photo, n, row, lit, onLight }: Props) {
  const sha = photo.evidence.sha256;
  const against = row?.finding.against;
  const [compared, setCompared] = useState<Compared | null>(null);
  const [failed, setFailed] = useState(false);
  const sourceSha = against?.sha256;

  useEffect(() => {
    let left = false;
    setCompared(null);
    setFailed(false);
    if (!sha || !sourceSha) return;
    comparePictures(sha, sourceSha).then(
      (answer) => {
        if (left) return;
        if (answer) setCompared(answer);
        else setFailed(true);
      },
      (error: unknown) => {
        console.error('compare', error);
        if (!left) setFailed(true);
      },
    );
    return () => {
      left = true;
    };
  }, [sha, sourceSha]);

  const photoUrl = useBytesUrl(compared?.photo);
  const sourceUrl = useBytesUrl(compared?.source);
  const photoSize = useNaturalSize(photoUrl);
  const sourceSize = useNaturalSize(sourceUrl);
  if (!against) return <SinglePhoto photo={photo} n={n} row={row} lit={lit} />;
  if (failed || photoSize === 'broken' || sourceSize === 'broken') {
    return <EmptyState kind="photo" text={t('surfaces.compare.failed')} />;
  }
  if (!photoUrl || !sourceUrl || !photoSize || !sourceSize) {
    return (
      <div className="stack" aria-busy="true">
        <PhotoPair photo={photo} n={n} />
        <p className="tiny soft" role="status">
          {t('surfaces.compare.loading')}
        </p>
      </div>
    );
  }
  const kind = t(`findings.refs.${against.kind}`);
  return (
    <PhotoCompare
      photo={{ url: photoUrl, alt: t('surfaces.photo.alt', { n }), ...photoSize }}
      source={{ url: sourceUrl, alt: kind, ...sourceSize }}
      kind={against.kind}
      transform={compared?.match?.transform ?? null}
      regions={row?.finding.region ?? compared?.match?.changed ?? []}
      lit={lit}
      onLight={onLight}
    />
  );
}

function SinglePhoto({ photo, n, row, lit }: Omit<Props, 'onLight'>) {
  const url = useBytesUrl(photo.photo?.preview);
  if (!url || !photo.photo) return <EmptyState kind="photo" text={t('surfaces.photo.none', { n })} />;
  return (
    <figure className="single" data-testid="single-photo">
      <div className="single-frame" style={{ aspectRatio: `${photo.photo.width} / ${photo.photo.height}` }}>
        <img src={url} alt={t('surfaces.photo.alt', { n })} />
        <RegionOverlay regions={row?.finding.region ?? []} photo={photo.photo} lit={lit} numbered={false} />
      </div>
    </figure>
  );
}
