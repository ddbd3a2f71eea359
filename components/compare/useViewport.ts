/** Zoom and pan of a picture inside a frame, shared by every pane that shows it. */
import { type PointerEvent, type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Box } from '../../lib/pixels/box.ts';
import type { Size } from '../photo/geometry.ts';

/** Screen = origin + scale × picture pixel. */
export interface View {
  scale: number;
  x: number;
  y: number;
}

/** One picture pixel on this many screen pixels at most: enough to count pixels. */
const CLOSEST = 24;

export interface Viewport {
  view: View;
  /** The frame's size in CSS pixels. */
  frame: Size;
  fitted: boolean;
  fit(): void;
  /** Zooms about a point of the frame (its middle when none is given). */
  zoom(factor: number, at?: { x: number; y: number }): void;
  /** One picture pixel on one screen pixel, about the middle. */
  actual(): void;
  pan(dx: number, dy: number): void;
  /** Brings a box of the picture to the middle, with air around it. */
  show(box: Box): void;
  dragging: {
    onPointerDown(event: PointerEvent): void;
    onPointerMove(event: PointerEvent): void;
    onPointerUp(event: PointerEvent): void;
  };
}

function fitView(frame: Size, picture: Size): View {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height) || 1;
  return {
    scale,
    x: (frame.width - picture.width * scale) / 2,
    y: (frame.height - picture.height * scale) / 2,
  };
}

/** The frame's size, kept current. */
function useSize(ref: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const watch = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    watch.observe(element);
    return () => watch.disconnect();
  }, [ref]);
  return size;
}

/**
 * A viewport on `picture` (its size in pixels) inside the element `frameRef`.
 * @param start the part of the picture that it opens on, enlarged; the whole picture without one
 */
export function useViewport(frameRef: RefObject<HTMLElement | null>, picture: Size, start?: Box): Viewport {
  const frame = useSize(frameRef);
  const [own, setOwn] = useState<View | 'start' | 'whole'>(start ? 'start' : 'whole');
  const whole = fitView(frame, picture);
  const around = (box: Box): View => {
    const wanted = Math.min(frame.width / (box.width * 2.2), frame.height / (box.height * 2.2));
    const scale = Math.min(CLOSEST, Math.max(whole.scale, wanted));
    return {
      scale,
      x: frame.width / 2 - (box.x + box.width / 2) * scale,
      y: frame.height / 2 - (box.y + box.height / 2) * scale,
    };
  };
  const view = own === 'whole' ? whole : own === 'start' ? (start ? around(start) : whole) : own;

  const zoom = (factor: number, at?: { x: number; y: number }): void => {
    const scale = Math.min(CLOSEST, Math.max(whole.scale * 0.5, view.scale * factor));
    const x = at?.x ?? frame.width / 2;
    const y = at?.y ?? frame.height / 2;
    const ratio = scale / view.scale;
    setOwn({ scale, x: x - (x - view.x) * ratio, y: y - (y - view.y) * ratio });
  };
  const zoomByWheel = useEffectEvent(zoom);

  useEffect(() => {
    const element = frameRef.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey && !element.contains(document.activeElement))
        return;
      event.preventDefault();
      const box = element.getBoundingClientRect();
      zoomByWheel(Math.exp(-event.deltaY * 0.0016), {
        x: event.clientX - box.left,
        y: event.clientY - box.top,
      });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [frameRef]);

  const pan = (dx: number, dy: number): void => setOwn({ ...view, x: view.x + dx, y: view.y + dy });

  const grip = useRef<{ id: number; x: number; y: number } | null>(null);
  return {
    view,
    frame,
    fitted: own === 'whole',
    fit: () => setOwn('whole'),
    zoom,
    actual: () => zoom(1 / view.scale),
    pan,
    show: (box) => setOwn(around(box)),
    dragging: {
      onPointerDown(event) {
        if (event.button !== 0) return;
        grip.current = { id: event.pointerId, x: event.clientX, y: event.clientY };
        event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove(event) {
        const held = grip.current;
        if (held?.id !== event.pointerId) return;
        pan(event.clientX - held.x, event.clientY - held.y);
        grip.current = { id: held.id, x: event.clientX, y: event.clientY };
      },
      onPointerUp(event) {
        if (grip.current?.id === event.pointerId) grip.current = null;
      },
    },
  };
}
