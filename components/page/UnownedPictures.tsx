import { ImageOff } from 'lucide-react';
import { useState } from 'react';
import { assignToClaim } from '../../lib/app/claims/picture-owner.ts';
import { t } from '../../lib/i18n/index.ts';
import type { UnownedPicture } from '../../lib/store/rows.ts';
import { tryTo, useNotices } from '../state/notices.ts';

/** Pictures of one page whose owner it does not tell: no evidence until the seller says with one click whose they are. */
export function UnownedPictures({ pictures }: { pictures: UnownedPicture[] }) {
  const claims = [...new Set(pictures.flatMap((picture) => picture.claims))];
  const [chosen, setChosen] = useState<string | null>(null);
  const key = chosen ?? claims[0] ?? null;
  const say = useNotices((store) => store.say);
  const mine = pictures.filter((picture) => key !== null && picture.claims.includes(key));
  const assign = async (): Promise<void> => {
    if (key === null) return;
    await assignToClaim(
      key,
      mine.map(({ url, originalUrl, kind }) => ({ url, originalUrl, kind })),
    );
    say(t('surfaces.unowned.assigned', { n: mine.length, id: idOf(key) }));
  };
  if (!pictures.length) return null;
  return (
    <section className="page-health small" aria-label={t('surfaces.unowned.label')} data-testid="unowned">
      <ImageOff aria-hidden="true" />
      <span className="grow" title={t('surfaces.unowned.why')}>
        {t('surfaces.unowned.count', { n: pictures.length })}
        {claims.length === 0 && <span className="soft"> · {t('surfaces.unowned.noClaim')}</span>}
      </span>
      {claims.length > 1 && (
        <select
          className="select"
          aria-label={t('surfaces.unowned.claim')}
          value={key ?? ''}
          onChange={(event) => setChosen(event.target.value)}
        >
          {claims.map((one) => (
            <option key={one} value={one}>
              {idOf(one)}
            </option>
          ))}
        </select>
      )}
      {key !== null && (
        <button
          type="button"
          className="btn btn-quiet"
          data-testid="assign"
          onClick={() => void tryTo('assign', t('surfaces.unowned.failed'), assign)}
        >
          {t('surfaces.unowned.assign')}
        </button>
      )}
    </section>
  );
}

const idOf = (key: string): string => key.slice(key.indexOf(':') + 1);
