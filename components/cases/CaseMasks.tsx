import { type PointerEvent, useEffect, useRef, useState } from 'react';
import type { CaseView } from '../../lib/app/cases/case-data.ts';
import { setMask } from '../../lib/app/cases/cases.ts';
import { maskOf } from '../../lib/app/cases/masks.ts';
import { blobOf } from '../../lib/app/claims/compare.ts';
import { logOf } from '../../lib/base/log.ts';
import { t } from '../../lib/i18n/index.ts';
import { useBytesUrl } from '../live/useBytesUrl.ts';
import { tryTo, useNotices } from '../state/notices.ts';

const log = logOf('cases');

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
/** Smaller drags are taken for slips, in screen pixels. */
const SLIP = 4;

/** Covers parts of the buyer's photos for everything that is handed out; the original stays as it is. */
export function CaseMasks({ view }: { view: CaseView }) {
  const photos = [
    ...new Set(
      view.dossier.evidence.flatMap(({ sha256, kind }) => (sha256 && kind === 'photo' ? [sha256] : [])),
    ),
  ];
  const [n, setN] = useState(0);
  const sha256 = photos[n];
  if (!sha256) return null;
  return (
    <section className="card pad stack" data-testid="case-masks">
      <h2>{t('cases.ui.mask.title')}</h2>
      <p className="small soft">{t('cases.ui.mask.help')}</p>
      <div className="row-wrap">
        {photos.map((photo, i) => (
          <button key={photo} type="button" className="btn" aria-pressed={i === n} onClick={() => setN(i)}>
            {t('cases.ui.mask.photo', { n: i + 1 })}
          </button>
        ))}
      </div>
      <MaskPhoto key={sha256} claimKey={view.dossier.claim.key} sha256={sha256} n={n + 1} />
    </section>
  );
}

function MaskPhoto({ claimKey, sha256, n }: { claimKey: string; sha256: string; n: number }) {
  const [blob, setBlob] = useState<Blob | null>(null);
  const [boxes, setBoxes] = useState<Box[]>([]);
  const [drag, setDrag] = useState<Box | null>(null);
  const image = useRef<HTMLImageElement>(null);
  const say = useNotices((state) => state.say);
  const url = useBytesUrl(blob);
  useEffect(() => {
    let left = false;
    Promise.all([blobOf(sha256), maskOf(sha256)]).then(([bytes, mask]) => {
      if (left) return;
      setBlob(bytes);
      setBoxes(mask);
    }, log.failed('drawing masks'));
    return () => {
      left = true;
    };
  }, [sha256]);

  /** Natural pixels per screen pixel. */
  const scale = () => (image.current?.naturalWidth ?? 1) / Math.max(1, image.current?.clientWidth ?? 1);
  const at = (event: PointerEvent) => {
    const frame = image.current?.getBoundingClientRect();
    return { x: event.clientX - (frame?.left ?? 0), y: event.clientY - (frame?.top ?? 0) };
  };
  const start = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ ...at(event), width: 0, height: 0 });
  };
  const move = (event: PointerEvent) => {
    if (!drag) return;
    const { x, y } = at(event);
    setDrag({ ...drag, width: x - drag.x, height: y - drag.y });
  };
  const end = () => {
    if (drag && Math.abs(drag.width) > SLIP && Math.abs(drag.height) > SLIP) {
      const s = scale();
      setBoxes((now) => [
        ...now,
        {
          x: Math.round(Math.min(drag.x, drag.x + drag.width) * s),
          y: Math.round(Math.min(drag.y, drag.y + drag.height) * s),
          width: Math.round(Math.abs(drag.width) * s),
          height: Math.round(Math.abs(drag.height) * s),
        },
      ]);
    }
    setDrag(null);
  };
  const addMiddle = () => {
    const { naturalWidth: w, naturalHeight: h } = image.current ?? { naturalWidth: 0, naturalHeight: 0 };
    setBoxes((now) => [
      ...now,
      {
        x: Math.round(w * 0.35),
        y: Math.round(h * 0.4),
        width: Math.round(w * 0.3),
        height: Math.round(h * 0.2),
      },
    ]);
  };
  const save = () =>
    void tryTo('mask', t('surfaces.errors.mask'), async () => {
      await setMask(claimKey, sha256, boxes);
      say(t('cases.ui.mask.saved'));
    });
  const shown: Box[] = drag
    ? [...boxes.map((box) => toScreen(box, 1 / scale())), drag]
    : boxes.map((box) => toScreen(box, 1 / scale()));
  if (!url) return null;
  return (
    <>
      <div
        className="mask-frame"
        onPointerDown={start}
        onPointerMove={move}
        onPointerUp={end}
        data-testid="mask-frame"
      >
        <img
          ref={image}
          src={url}
          alt={t('cases.ui.mask.photo', { n })}
          draggable={false}
          onLoad={() => setBoxes((now) => [...now])}
        />
        {shown.map((box) => (
          <span
            key={`${box.x} ${box.y} ${box.width} ${box.height}`}
            className="mask-box"
            style={{
              left: Math.min(box.x, box.x + box.width),
              top: Math.min(box.y, box.y + box.height),
              width: Math.abs(box.width),
              height: Math.abs(box.height),
            }}
          />
        ))}
      </div>
      <div className="row-wrap">
        <span className="small soft">{t('cases.ui.mask.boxes', { n: boxes.length })}</span>
        <button type="button" className="btn" onClick={addMiddle}>
          {t('cases.ui.mask.add')}
        </button>
        <button type="button" className="btn" disabled={boxes.length === 0} onClick={() => setBoxes([])}>
          {t('cases.ui.mask.clear')}
        </button>
        <button type="button" className="btn" data-testid="mask-save" onClick={save}>
          {t('cases.ui.mask.save')}
        </button>
      </div>
    </>
  );
}

const toScreen = (box: Box, by: number): Box => ({
  x: box.x * by,
  y: box.y * by,
  width: box.width * by,
  height: box.height * by,
});
