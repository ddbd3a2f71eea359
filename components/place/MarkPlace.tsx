import { type PointerEvent, useRef, useState } from 'react';
import { t } from '../../lib/i18n/index.ts';
import type { Box } from '../../lib/pixels/box.ts';
import { useStoredUrl } from '../live/useBytesUrl.ts';
import { usePreview } from '../live/usePreview.ts';

interface Props {
  photo: { sha256: string; n: number; width: number; height: number; regions: Box[] };
  box: Box | null;
  onBox(box: Box | null): void;
}

/** Smaller drags are taken for a click, in screen pixels: a click marks this share of the longest side around it. */
const SLIP = 6;
const CLICKED = 0.08;

/** The photo, on which a place is marked by dragging a box, by a click, or by a button. */
export function MarkPlace({ photo, box, onBox }: Props) {
  const own = useStoredUrl(photo.sha256);
  const small = usePreview(photo.sha256);
  // A format that the browser does not draw is shown by its preview; places are shares of the picture either way.
  const [undrawn, setUndrawn] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ x: number; y: number; toX: number; toY: number } | null>(null);
  const { width, height } = photo;

  const inside = (x: number, y: number, w: number, h: number): Box => {
    const left = Math.max(0, Math.min(width - 2, x));
    const top = Math.max(0, Math.min(height - 2, y));
    return {
      x: Math.round(left),
      y: Math.round(top),
      width: Math.round(Math.max(2, Math.min(width - left, w))),
      height: Math.round(Math.max(2, Math.min(height - top, h))),
    };
  };
  const at = (event: PointerEvent) => {
    const rect = frame.current?.getBoundingClientRect();
    return {
      x: ((event.clientX - (rect?.left ?? 0)) / Math.max(1, rect?.width ?? 1)) * width,
      y: ((event.clientY - (rect?.top ?? 0)) / Math.max(1, rect?.height ?? 1)) * height,
    };
  };
  const around = (x: number, y: number): Box => {
    const side = CLICKED * Math.max(width, height);
    return inside(x - side / 2, y - side / 2, side, side);
  };
  const end = () => {
    if (!drag) return;
    const slip = (SLIP / Math.max(1, frame.current?.clientWidth ?? 1)) * width;
    const [w, h] = [Math.abs(drag.toX - drag.x), Math.abs(drag.toY - drag.y)];
    onBox(
      w > slip && h > slip
        ? inside(Math.min(drag.x, drag.toX), Math.min(drag.y, drag.toY), w, h)
        : around(drag.x, drag.y),
    );
    setDrag(null);
  };
  const shown = drag
    ? inside(
        Math.min(drag.x, drag.toX),
        Math.min(drag.y, drag.toY),
        Math.abs(drag.toX - drag.x),
        Math.abs(drag.toY - drag.y),
      )
    : box;
  const url = undrawn ? small : (own ?? small);
  return (
    <div className="stack">
      <div
        className="place-photo"
        ref={frame}
        style={{ aspectRatio: `${width} / ${height}`, maxWidth: `calc(22rem * ${width / height})` }}
        data-testid="place-photo"
        data-sha={photo.sha256}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const { x, y } = at(event);
          setDrag({ x, y, toX: x, toY: y });
        }}
        onPointerMove={(event) => {
          const { x, y } = at(event);
          setDrag((now) => now && { ...now, toX: x, toY: y });
        }}
        onPointerUp={end}
        onPointerCancel={() => setDrag(null)}
      >
        {url && (
          <img
            src={url}
            alt={t('surfaces.photo.alt', { n: photo.n })}
            draggable={false}
            onError={() => setUndrawn(true)}
          />
        )}
        {shown && (
          <span
            className="place-box"
            data-testid="place-box"
            style={{
              left: `${(shown.x / width) * 100}%`,
              top: `${(shown.y / height) * 100}%`,
              width: `${(shown.width / width) * 100}%`,
              height: `${(shown.height / height) * 100}%`,
            }}
          />
        )}
      </div>
      <div className="row-wrap">
        {photo.regions.map((region, i) => (
          <button
            key={`${region.x} ${region.y}`}
            type="button"
            className="btn"
            onClick={() => onBox(inside(region.x, region.y, region.width, region.height))}
          >
            {t('surfaces.place.region', { n: i + 1 })}
          </button>
        ))}
        <button
          type="button"
          className="btn"
          data-testid="place-middle"
          onClick={() => onBox(around(width / 2, height / 2))}
        >
          {t('surfaces.place.middle')}
        </button>
        {box && (
          <button type="button" className="btn btn-quiet" onClick={() => onBox(null)}>
            {t('surfaces.place.clear')}
          </button>
        )}
      </div>
    </div>
  );
}
