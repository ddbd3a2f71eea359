import { Undo2, UserX } from 'lucide-react';
import { notBuyersPhoto, putBack, watchWithdrawn } from '../../../lib/app/claims/picture-owner.ts';
import type { PhotoView } from '../../../lib/app/claims/views.ts';
import { t } from '../../../lib/i18n/index.ts';
import type { WithdrawnPicture } from '../../../lib/store/withdrawn.ts';
import { useLive } from '../../live/useLive.ts';
import { tryTo, useNotices } from '../../state/notices.ts';

/** "This is not the buyer's photo": the photo and its findings go, and the way back stays open. */
export function NotBuyersPhoto({ claimKey, photo }: { claimKey: string; photo: PhotoView }) {
  const say = useNotices((store) => store.say);
  const takeOut = async (): Promise<void> => {
    const { evidence } = photo;
    await notBuyersPhoto(claimKey, evidence.id);
    const back = () => tryTo('put back', t('surfaces.owner.failed'), () => putBack(claimKey, evidence.id));
    say(t('surfaces.owner.done'), () => void back());
  };
  return (
    <button
      type="button"
      className="btn btn-quiet"
      data-testid="not-buyers"
      title={t('surfaces.owner.why')}
      onClick={() => void tryTo('not the buyer', t('surfaces.owner.failed'), takeOut)}
    >
      <UserX aria-hidden="true" />
      {t(photo.evidence.kind === 'video' ? 'surfaces.owner.notBuyersVideo' : 'surfaces.owner.notBuyers')}
    </button>
  );
}

/** Pictures that were taken out of a claim's evidence, with why, and a way to put each back. */
export function WithdrawnPictures({ claimKey }: { claimKey: string }) {
  const pictures: WithdrawnPicture[] = useLive(() => watchWithdrawn(claimKey), claimKey).value ?? [];
  if (!pictures.length) return null;
  return (
    <section
      className="stack small"
      data-testid="withdrawn"
      aria-label={t('surfaces.owner.withdrawn', { n: pictures.length })}
    >
      <h2>{t('surfaces.owner.withdrawn', { n: pictures.length })}</h2>
      <ul className="stack">
        {pictures.map(({ row, why }, index) => (
          <li key={row.id} className="row-wrap">
            <span className="grow soft">
              {t('surfaces.owner.picture', { n: index + 1 })} · {t(`surfaces.owner.because.${why}`)}
            </span>
            <button
              type="button"
              className="btn btn-quiet"
              data-testid="put-back"
              onClick={() =>
                void tryTo('put back', t('surfaces.owner.failed'), () => putBack(claimKey, row.id))
              }
            >
              <Undo2 aria-hidden="true" />
              {t('surfaces.owner.putBack')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
