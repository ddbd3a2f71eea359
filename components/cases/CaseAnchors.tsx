import { type AnchoredPhoto, anchoredPhotos } from '../../lib/app/cases/case-anchors.ts';
import { formatInstant, t } from '../../lib/i18n/index.ts';
import { useLive } from '../live/useLive.ts';

const text = ({ by }: AnchoredPhoto, n: number): string =>
  by
    ? t('cases.ui.export.anchored', { n, at: formatInstant(by.genTime), authority: by.authority })
    : t('cases.ui.export.notAnchored', { n });

/** By when each photo existed, as an authority says; nothing while no authority was ever asked. */
export function CaseAnchors({ claimKey }: { claimKey: string }) {
  const photos = useLive(() => anchoredPhotos(claimKey), claimKey).value;
  if (!photos?.length) return null;
  return (
    <div className="small stack" data-testid="case-anchors">
      <h3>{t('cases.ui.export.anchoredTitle')}</h3>
      <ol>
        {photos.map((photo, i) => (
          <li key={photo.sha256} className="num">
            {text(photo, i + 1)}
          </li>
        ))}
      </ol>
    </div>
  );
}
