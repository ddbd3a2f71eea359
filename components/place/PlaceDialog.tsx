import { ScanSearch } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useEffect, useState } from 'react';
import type { ClaimView, PhotoView } from '../../lib/app/claims/views.ts';
import { readySurfaces } from '../../lib/app/place/look.ts';
import { lookingOrder, type PlacePicture, placePictures } from '../../lib/app/place/pictures.ts';
import { logOf } from '../../lib/base/log.ts';
import { changedRegions } from '../../lib/claims/finding.ts';
import { t } from '../../lib/i18n/index.ts';
import type { Box } from '../../lib/pixels/box.ts';
import { regionsOf } from '../photo/PhotoThumb.tsx';
import { MarkPlace } from './MarkPlace.tsx';
import { PlaceRow } from './PlaceRow.tsx';
import '../ui/Dialog.css';
import './Place.css';

const log = logOf('claims');

interface Props {
  view: ClaimView;
  /** The photo that is looked at. */
  photo: PhotoView | null;
}

/** A photo of the claim that can be marked, and its number as shown. */
interface Markable {
  sha256: string;
  n: number;
  width: number;
  height: number;
  regions: Box[];
}

const markable = (view: ClaimView): Markable[] =>
  view.photos.flatMap((one, i) =>
    one.evidence.kind === 'photo' && one.evidence.sha256 && one.photo
      ? [
          {
            sha256: one.evidence.sha256,
            n: i + 1,
            width: one.photo.width,
            height: one.photo.height,
            regions: changedRegions(regionsOf(one)).slice(0, 3),
          },
        ]
      : [],
  );

/** The photo that is marked at first: the one that is looked at, if it can be marked. */
const markedFirst = (photos: Markable[], sha256: string | null): Markable | undefined =>
  photos.find((one) => one.sha256 === sha256) ?? photos[0];

/** Opens the view of one place in all pictures of the claim. */
export function PlaceDialog({ view, photo }: Props) {
  const [open, setOpen] = useState(false);
  const photos = markable(view);
  const first = markedFirst(photos, photo?.evidence.sha256 ?? null);
  if (!first) return null;
  // Whoever points at the button is about to press it: what takes longest begins by then.
  const getReady = () =>
    void placePictures(view.row.key).then(
      (found) => readySurfaces(first.sha256, lookingOrder(first.sha256, found)),
      log.failed('gathering pictures'),
    );
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <button
          type="button"
          className="btn"
          data-testid="place-open"
          onPointerEnter={getReady}
          onFocus={getReady}
        >
          <ScanSearch aria-hidden="true" />
          {t('surfaces.place.action')}
        </button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog card place-dialog" data-testid="place-dialog">
          <div className="row">
            <Dialog.Title className="grow">{t('surfaces.place.title')}</Dialog.Title>
            <Dialog.Close className="btn btn-quiet">{t('surfaces.close')}</Dialog.Close>
          </div>
          <Dialog.Description className="small soft">{t('surfaces.place.help')}</Dialog.Description>
          {open && <Places claimKey={view.row.key} photos={photos} first={first} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Places({ claimKey, photos, first }: { claimKey: string; photos: Markable[]; first: Markable }) {
  const [chosen, setChosen] = useState(first.sha256);
  const [box, setBox] = useState<Box | null>(null);
  const [pictures, setPictures] = useState<PlacePicture[]>([]);
  useEffect(() => {
    let left = false;
    placePictures(claimKey).then((found) => !left && setPictures(found), log.failed('gathering pictures'));
    return () => {
      left = true;
    };
  }, [claimKey]);
  const photo = markedFirst(photos, chosen) ?? first;
  useEffect(() => {
    void readySurfaces(photo.sha256, lookingOrder(photo.sha256, pictures));
  }, [photo.sha256, pictures]);
  return (
    <>
      {photos.length > 1 && (
        <fieldset className="row-wrap place-photos" aria-label={t('surfaces.place.photos')}>
          {photos.map(({ sha256, n }) => (
            <button
              key={sha256}
              type="button"
              className="btn"
              aria-pressed={sha256 === photo.sha256}
              onClick={() => {
                setChosen(sha256);
                setBox(null);
              }}
            >
              {t('surfaces.place.claim', { n })}
            </button>
          ))}
        </fieldset>
      )}
      <div className="place-body">
        <MarkPlace key={photo.sha256} photo={photo} box={box} onBox={setBox} />
        {box && pictures.length > 0 && (
          <PlaceRow
            key={`${photo.sha256} ${box.x} ${box.y} ${box.width} ${box.height}`}
            claimKey={claimKey}
            photo={photo}
            box={box}
            pictures={pictures}
            numbers={new Map(photos.map(({ sha256, n }) => [sha256, n]))}
          />
        )}
      </div>
    </>
  );
}
