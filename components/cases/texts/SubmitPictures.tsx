import { ImageDown } from 'lucide-react';
import { useState } from 'react';
import { submitPictures } from '../../../lib/app/cases/submit-pictures.ts';
import type { Dossier } from '../../../lib/cases/dossier.ts';
import type { Preset } from '../../../lib/cases/texts/presets.ts';
import type { Shrunk } from '../../../lib/cases/texts/shrink.ts';
import { t } from '../../../lib/i18n/index.ts';
import { saveFile } from '../../../lib/platform/downloads.ts';
import { tryTo } from '../../state/notices.ts';

/** The case's pictures brought below the limits of the chosen place. */
export function SubmitPictures({ dossier, preset }: { dossier: Dossier; preset: Preset }) {
  const [made, setMade] = useState<Shrunk[] | null>(null);
  const make = () =>
    void tryTo('pictures', t('cases.ui.sheet.failed'), async () =>
      setMade(await submitPictures(dossier, preset)),
    );
  return (
    <div className="stack">
      <h3>{t('cases.ui.sheet.title')}</h3>
      <p className="tiny soft">{t('cases.ui.sheet.help')}</p>
      <div className="row-wrap">
        <button type="button" className="btn" data-testid="pictures-make" onClick={make}>
          <ImageDown aria-hidden="true" />
          {t('cases.ui.sheet.make')}
        </button>
        {made?.length === 0 && <span className="small soft">{t('cases.ui.sheet.none')}</span>}
        {made?.map((picture, i) => (
          <button
            key={`${picture.bytes.length} ${picture.width} ${picture.height}`}
            type="button"
            className="btn"
            data-testid="picture-save"
            data-bytes={picture.bytes.length}
            onClick={() =>
              saveFile(
                `${dossier.claim.claim.claimId}-${i + 1}.jpg`,
                new Blob([picture.bytes as BlobPart], { type: 'image/jpeg' }),
              )
            }
          >
            {t('cases.ui.sheet.save', { n: i + 1, size: picture.bytes.length })}
          </button>
        ))}
      </div>
    </div>
  );
}
