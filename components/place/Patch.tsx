import type { PlacePicture } from '../../lib/app/place/pictures.ts';
import type { PlaceLook } from '../../lib/engine/pool/protocol.ts';
import { formatInstant, t } from '../../lib/i18n/index.ts';
import type { Box } from '../../lib/pixels/box.ts';
import { useBytesUrl } from '../live/useBytesUrl.ts';

/** What is known of a place in one picture so far. */
export type Looked = PlaceLook | 'looking' | 'failed';

interface Props {
  picture: PlacePicture;
  name: string;
  looked: Looked;
  state: string & keyof typeof STATES;
  /** Whether it is the photo on which the place was marked. */
  marked: boolean;
  mark: Box;
  chosen: boolean;
  onChoose(): void;
}

/** Keys of the words for how a place was found. */
const STATES = {
  looking: 'surfaces.place.looking',
  failed: 'surfaces.place.failed',
  seen: 'surfaces.place.seen',
  unsure: 'surfaces.place.unsure',
  absent: 'surfaces.place.absent',
  outside: 'surfaces.place.outside',
} as const;

/** One picture's patch, or the word that says why there is none. */
export function Patch({ picture, name, looked, state, marked, mark, chosen, onChoose }: Props) {
  const jpeg = typeof looked === 'string' ? null : looked.jpeg;
  const url = useBytesUrl(jpeg);
  const word = marked ? t('surfaces.place.marked') : t(STATES[state]);
  const details = [
    picture.round > 1 && t('surfaces.place.round', { n: picture.round }),
    picture.at && formatInstant(picture.at),
  ].filter(Boolean);
  return (
    <li
      className="patch"
      data-testid="patch"
      data-state={state}
      data-kind={picture.kind}
      data-marked={marked}
    >
      {url ? (
        <button
          type="button"
          className="patch-picture"
          aria-pressed={chosen}
          disabled={marked}
          aria-label={`${name}: ${word}. ${t('surfaces.place.compare')}`}
          onClick={onChoose}
        >
          <img src={url} alt="" />
          <span
            className="place-box"
            style={{
              left: `${mark.x * 100}%`,
              top: `${mark.y * 100}%`,
              width: `${mark.width * 100}%`,
              height: `${mark.height * 100}%`,
            }}
          />
        </button>
      ) : (
        <span className="patch-picture patch-empty small soft">{word}</span>
      )}
      <strong className="small">{name}</strong>
      {url && <span className={state === 'unsure' ? 'tiny patch-unsure' : 'tiny soft'}>{word}</span>}
      {details.length > 0 && <span className="tiny soft num">{details.join(' · ')}</span>}
    </li>
  );
}
