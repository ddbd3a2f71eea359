import type { PhotoView } from '../../lib/app/claims/views.ts';
import { t } from '../../lib/i18n/index.ts';
import { comparable } from '../finding/order.ts';
import { useStoredUrl } from '../live/useBytesUrl.ts';
import { useProductTitle } from '../live/useProductTitle.ts';
import { PhotoThumb } from './PhotoThumb.tsx';
import './PhotoPair.css';

interface Props {
  photo: PhotoView;
  n: number;
  onOpen?(): void;
}

/** The buyer's photo beside the picture it came from, changed regions outlined. */
export function PhotoPair({ photo, n, onOpen }: Props) {
  const against = comparable(photo)?.finding.against;
  const source = useStoredUrl(against?.sha256);
  const product = useProductTitle(against?.product);
  const inside = (
    <>
      <span className="pair-half">
        <PhotoThumb photo={photo} n={n} outlined />
        <span className="pair-word">
          {t(photo.evidence.kind === 'video' ? 'surfaces.compare.buyerFrame' : 'surfaces.compare.buyerPhoto')}
        </span>
      </span>
      {against && (
        <span className="pair-half">
          <span className="thumb">
            {source && <img className="pair-source" src={source} alt={t(`findings.refs.${against.kind}`)} />}
          </span>
          <span className="pair-word">
            {t(`findings.refs.${against.kind}`)}
            {product && <span className="soft"> · {product}</span>}
          </span>
        </span>
      )}
    </>
  );
  const look = against ? 'pair' : 'pair pair-alone';
  return onOpen ? (
    <button type="button" className={look} onClick={onOpen}>
      <span className="visually-hidden">{t('surfaces.photo.open', { n })}</span>
      {inside}
    </button>
  ) : (
    <div className={look}>{inside}</div>
  );
}
