import { FolderPlus } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { type ExhibitPatch, filePlace } from '../../lib/app/place/exhibit.ts';
import { lookUpPlace } from '../../lib/app/place/look.ts';
import { lookingOrder, type PlacePicture } from '../../lib/app/place/pictures.ts';
import { logOf } from '../../lib/base/log.ts';
import type { PlaceLook } from '../../lib/engine/pool/protocol.ts';
import { formatInstant, formatList, formatVideoSpan, t } from '../../lib/i18n/index.ts';
import type { Box } from '../../lib/pixels/box.ts';
import { squareAround } from '../../lib/place/patch/place.ts';
import { tryTo, useNotices } from '../state/notices.ts';
import { type Looked, Patch } from './Patch.tsx';
import { PatchCompare } from './PatchCompare.tsx';

const log = logOf('claims');

interface Props {
  claimKey: string;
  photo: { sha256: string; n: number; width: number; height: number };
  box: Box;
  pictures: PlacePicture[];
  /** Numbers of the claim's photos as they are shown beside it. */
  numbers: ReadonlyMap<string, number>;
}

/** The word for how a place was found. */
const stateOf = (looked: Looked): 'looking' | 'failed' | PlaceLook['state'] =>
  typeof looked === 'string' ? looked : looked.state;

/** The marked place in every picture of the claim, in order of time; one of them against the marked one. */
export function PlaceRow({ claimKey, photo, box, pictures, numbers }: Props) {
  /** What a picture is, in words. */
  const nameOf = ({ kind, sha256, second }: PlacePicture): string => {
    if (kind === 'claim') return t('surfaces.place.claim', { n: numbers.get(sha256) ?? 0 });
    const word = t(`surfaces.place.${kind}`);
    return second === undefined ? word : `${word} · ${formatVideoSpan(second, second)}`;
  };

  const [found, setFound] = useState<ReadonlyMap<string, Looked>>(new Map());
  const [chosen, setChosen] = useState<string | null>(null);
  const [filed, setFiled] = useState(false);
  const say = useNotices((state) => state.say);

  useEffect(() => {
    let left = false;
    const put = (sha256: string, looked: Looked) =>
      !left && setFound((now) => new Map(now).set(sha256, looked));
    for (const sha256 of lookingOrder(photo.sha256, pictures))
      lookUpPlace(photo.sha256, sha256, box).then(
        (looked) => put(sha256, looked),
        (error: unknown) => {
          log.error('looking a place up failed', error);
          put(sha256, 'failed');
        },
      );
    return () => {
      left = true;
    };
  }, [photo.sha256, box, pictures]);

  /** The marked box in shares of a patch. */
  const mark = useMemo((): Box => {
    const square = squareAround(box, photo);
    return {
      x: (box.x - square.x) / square.width,
      y: (box.y - square.y) / square.height,
      width: box.width / square.width,
      height: box.height / square.height,
    };
  }, [box, photo]);

  const lookedOf = (sha256: string): Looked => found.get(sha256) ?? 'looking';
  const own = found.get(photo.sha256);
  const other = chosen === null ? undefined : found.get(chosen);
  const otherPicture = pictures.find(({ sha256 }) => sha256 === chosen);
  const done = pictures.every(({ sha256 }) => found.has(sha256));
  const file = () =>
    void tryTo('exhibit', t('surfaces.place.error'), async () => {
      const patches = pictures.map((picture): ExhibitPatch => {
        const looked = lookedOf(picture.sha256);
        const state = stateOf(looked);
        const when = picture.at && formatInstant(picture.at);
        const name = when ? `${nameOf(picture)} · ${when}` : nameOf(picture);
        const word =
          picture.sha256 === photo.sha256 ? t('surfaces.place.marked') : t(`surfaces.place.${state}`);
        const jpeg = typeof looked === 'string' ? null : looked.jpeg;
        return { sha256: picture.sha256, state, jpeg, words: [name, word] };
      });
      const seen = pictures
        .filter(({ sha256 }) => sha256 !== photo.sha256)
        .map((picture) =>
          t('surfaces.place.cell', {
            picture: nameOf(picture),
            state: t(`surfaces.place.${stateOf(lookedOf(picture.sha256))}`),
          }),
        );
      const text = t('surfaces.place.exhibit', { n: photo.n, seen: formatList(seen) });
      await filePlace(claimKey, { photo: photo.sha256, box, mark, text, patches });
      setFiled(true);
      say(t('surfaces.place.filed'));
    });

  return (
    <section className="stack" aria-label={t('surfaces.place.row')}>
      <h3>{t('surfaces.place.row')}</h3>
      <ul className="place-row" data-testid="place-row" aria-busy={!done}>
        {pictures.map((picture) => (
          <Patch
            key={picture.sha256}
            picture={picture}
            name={nameOf(picture)}
            looked={lookedOf(picture.sha256)}
            state={stateOf(lookedOf(picture.sha256))}
            marked={picture.sha256 === photo.sha256}
            mark={mark}
            chosen={picture.sha256 === chosen}
            onChoose={() => setChosen(picture.sha256)}
          />
        ))}
      </ul>
      {own &&
        typeof own === 'object' &&
        own.jpeg &&
        other &&
        typeof other === 'object' &&
        other.jpeg &&
        otherPicture && (
          <PatchCompare
            key={chosen}
            own={own.jpeg}
            other={other.jpeg}
            kind={otherPicture.kind === 'claim' ? 'same-claim' : otherPicture.kind}
            name={nameOf(otherPicture)}
            unsure={other.state === 'unsure'}
          />
        )}
      <p className="tiny soft">{t('surfaces.place.limits')}</p>
      <div className="row-wrap">
        <button
          type="button"
          className="btn"
          data-testid="place-file"
          disabled={!done || filed}
          onClick={file}
        >
          <FolderPlus aria-hidden="true" />
          {t('surfaces.place.file')}
        </button>
      </div>
    </section>
  );
}
