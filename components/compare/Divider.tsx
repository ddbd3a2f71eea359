import { MoveHorizontal } from 'lucide-react';
import type { PointerEvent } from 'react';
import { useRef } from 'react';
import { t } from '../../lib/i18n/index.ts';
import type { View } from './useViewport.ts';

interface Props {
  /** 0..1 of the photo's width. */
  reveal: number;
  onReveal(share: number): void;
  /** The photo's width in its own pixels. */
  width: number;
  view: View;
}

/** The line between source (left) and photo (right), to be dragged or moved with the arrow keys. */
export function Divider({ reveal, onReveal, width, view }: Props) {
  const held = useRef(false);
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const stage = event.currentTarget.parentElement;
    if (!held.current || !stage) return;
    const x = event.clientX - stage.getBoundingClientRect().left;
    onReveal(Math.min(1, Math.max(0, (x - view.x) / (width * view.scale))));
  };
  return (
    <div
      className="divider"
      style={{ left: view.x + reveal * width * view.scale }}
      role="slider"
      tabIndex={0}
      aria-label={t('surfaces.compare.divider')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(reveal * 100)}
      data-testid="compare-slider"
      onPointerDown={(event) => {
        event.stopPropagation();
        held.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={move}
      onPointerUp={(event) => {
        event.stopPropagation();
        held.current = false;
      }}
    >
      <span className="divider-grip">
        <MoveHorizontal aria-hidden="true" />
      </span>
    </div>
  );
}
