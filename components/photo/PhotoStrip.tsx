import type { PhotoView } from '../../lib/app/claims/views.ts';
import { t } from '../../lib/i18n/index.ts';
import { PhotoThumb } from './PhotoThumb.tsx';

interface Props {
  photos: PhotoView[];
  chosen: PhotoView | null;
  onChoose(photo: PhotoView): void;
}

const speaks = (photo: PhotoView): number =>
  photo.findings.filter(
    ({ finding }) => finding.strength !== 'context' && finding.strength !== 'supports-claim',
  ).length;

/** The claim's photos; choosing one shows it. */
export function PhotoStrip({ photos, chosen, onChoose }: Props) {
  return (
    <ul className="strip" aria-label={t('surfaces.claim.photos')}>
      {photos.map((photo, index) => {
        const found = speaks(photo);
        return (
          <li key={photo.evidence.id}>
            <button
              type="button"
              className="strip-item"
              aria-pressed={photo === chosen}
              aria-label={t('surfaces.photo.choose', { n: index + 1, found })}
              onClick={() => onChoose(photo)}
            >
              <PhotoThumb photo={photo} n={index + 1} />
              {found > 0 && (
                <span className="strip-count" aria-hidden="true">
                  {found}
                </span>
              )}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
