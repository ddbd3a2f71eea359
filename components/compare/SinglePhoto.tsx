import { factOf } from '../../lib/claims/finding.ts';
import { t } from '../../lib/i18n/index.ts';
import { timeOf } from '../../lib/images/held.ts';
import type { FindingRow, PhotoRow } from '../../lib/store/rows.ts';
import { drawnSize } from '../../lib/video/drawn-size.ts';
import { useBytesUrl } from '../live/useBytesUrl.ts';
import { RegionOverlay } from '../photo/RegionOverlay.tsx';
import { useFrame } from '../photo/useFrame.ts';
import '../ui/RowSkeletons.css';
import { EmptyState } from '../ui/EmptyState.tsx';

interface Props {
  photo: PhotoRow | null;
  n: number;
  row: FindingRow | null;
  lit: number | null;
  /** The photo is still fetched or read. */
  waiting?: boolean;
}

/** A photo that nothing is compared with, with the regions of a finding where there are any. */
export function SinglePhoto({ photo, n, row, lit, waiting = false }: Props) {
  const place = row ? factOf(row.finding, 'place') : undefined;
  const frame = useFrame(photo?.sha256, place);
  const url = useBytesUrl(frame ?? photo?.preview);
  // Another moment of the video does not show what the finding outlines.
  const outlined = timeOf(place) === undefined || frame ? (row?.finding.region ?? []) : [];
  if (!url && (waiting || photo?.preview))
    return (
      <div
        className="skeleton single-waiting"
        role="img"
        aria-label={t('surfaces.photo.photo', { n })}
        style={photo ? { aspectRatio: `${photo.width} / ${photo.height}` } : undefined}
      />
    );
  if (!url || !photo) return <EmptyState kind="photo" text={t('surfaces.photo.none', { n })} />;
  const shown = frame ? { ...photo, ...drawnSize(photo) } : photo;
  return (
    <figure className="single" data-testid="single-photo">
      <div className="single-frame" style={{ aspectRatio: `${photo.width} / ${photo.height}` }}>
        <img src={url} alt={t('surfaces.photo.alt', { n })} />
        <RegionOverlay regions={outlined} photo={shown} lit={lit} numbered={false} />
      </div>
    </figure>
  );
}
