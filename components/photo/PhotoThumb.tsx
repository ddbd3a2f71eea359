import { Film, ImageOff } from 'lucide-react';
import type { PhotoView } from '../../lib/app/claims/views.ts';
import { factOf } from '../../lib/claims/finding.ts';
import { t } from '../../lib/i18n/index.ts';
import { timeOf } from '../../lib/images/held.ts';
import { byStrength } from '../finding/order.ts';
import { useBytesUrl } from '../live/useBytesUrl.ts';
import { VerdictShape } from '../ui/VerdictShape.tsx';
import { RegionOverlay } from './RegionOverlay.tsx';
import '../ui/RowSkeletons.css';
import './PhotoThumb.css';

interface Props {
  photo: PhotoView;
  /** Counted from 1 within the claim. */
  n: number;
  outlined?: boolean;
  mark?: boolean;
}

/** Regions of a photo's strongest finding that has any; what stands on one frame of a video is not outlined on another. */
export const regionsOf = (photo: PhotoView) =>
  [...photo.findings]
    .sort(byStrength)
    .find(({ finding }) => finding.region?.length && timeOf(factOf(finding, 'place')) === undefined)?.finding
    .region ?? [];

/** A buyer's photo, small: with its changed regions and how far its check is. */
export function PhotoThumb({ photo, n, outlined = false, mark = true }: Props) {
  const url = useBytesUrl(photo.photo?.preview);
  const Missing = photo.evidence.kind === 'video' ? Film : ImageOff;
  const size = photo.photo ?? { width: 1, height: 1 };
  return (
    <span className="thumb" data-testid="photo-thumb" data-sha={photo.evidence.sha256 ?? ''}>
      {url ? (
        <span className="thumb-frame">
          <img src={url} alt={t('surfaces.photo.alt', { n })} />
          {outlined && <RegionOverlay regions={regionsOf(photo)} photo={size} numbered={false} />}
        </span>
      ) : photo.photo?.preview || photo.state === 'waiting' || photo.state === 'checking' ? (
        <span
          className="skeleton thumb-waiting"
          role="img"
          aria-label={t(`surfaces.photo.${photo.evidence.kind}`, { n })}
        />
      ) : (
        <span className="thumb-empty" title={t(`surfaces.photo.${photo.evidence.kind}`, { n })}>
          <Missing aria-hidden="true" />
          <span className="visually-hidden">{t(`surfaces.photo.${photo.evidence.kind}`, { n })}</span>
        </span>
      )}
      {mark && photo.state !== 'done' && (
        <span className="thumb-mark" title={t(`verdicts.${photo.state}`)}>
          <VerdictShape level={photo.state} />
          <span className="visually-hidden">{t(`verdicts.${photo.state}`)}</span>
        </span>
      )}
    </span>
  );
}
