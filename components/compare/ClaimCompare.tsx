import { useEffect, useRef, useState } from 'react';
import { type PicturePair, picturePair } from '../../lib/app/picture-pair.ts';
import type { PhotoView } from '../../lib/app/views.ts';
import { t } from '../../lib/i18n/index.ts';
import type { FindingRow } from '../../lib/store/rows.ts';
import { PhotoPair } from '../claim/PhotoPair.tsx';
import { hasPair } from '../finding/order.ts';
import { useBytesUrl } from '../live/useBytesUrl.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { unturned } from './geometry.ts';
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

/** Loads a photo and the picture it is compared with from the store, and shows them. */
export function ClaimCompare({ photo, n, row, lit, onLight }: Props) {
  const sha = photo.evidence.sha256;
  const finding = row && hasPair(row.finding) ? row.finding : null;
  const [pair, setPair] = useState<PicturePair | null>(null);
  const [failed, setFailed] = useState(false);
  const latest = useRef(finding);
  latest.current = finding;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the row's id stands for its finding; live queries make new objects of the same row
  useEffect(() => {
    let left = false;
    setPair(null);
    setFailed(false);
    if (!sha || !latest.current) return;
    picturePair(sha, latest.current).then(
      (answer) => {
        if (left) return;
        if (answer) setPair(answer);
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
  }, [sha, row?.id]);

  const photoUrl = useBytesUrl(pair?.photo);
  const sourceUrl = useBytesUrl(pair?.source);
  const photoSize = useNaturalSize(photoUrl);
  const sourceSize = useNaturalSize(sourceUrl);
  if (!finding) return <SinglePhoto photo={photo} n={n} row={row} lit={lit} />;
  if (failed || photoSize === 'broken' || sourceSize === 'broken') {
    return <EmptyState kind="photo" text={t('surfaces.compare.failed')} />;
  }
  if (!pair || !photoUrl || !sourceUrl || !photoSize || !sourceSize) {
    return (
      <div className="stack" aria-busy="true">
        <PhotoPair photo={photo} n={n} />
        <p className="tiny soft" role="status">
          {t('surfaces.compare.loading')}
        </p>
      </div>
    );
  }
  const kind = finding.against?.kind ?? 'thumbnail';
  return (
    <PhotoCompare
      photo={{ url: photoUrl, alt: t('surfaces.photo.alt', { n }), ...photoSize }}
      source={{ url: sourceUrl, alt: t(`findings.refs.${kind}`), ...sourceSize }}
      kind={kind}
      transform={pair.transform ?? unturned(pair.orientation, photoSize, sourceSize)}
      regions={finding.region ?? []}
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
