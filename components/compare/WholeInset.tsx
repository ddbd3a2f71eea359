import type { Picture } from './CompareStage.tsx';
import type { Viewport } from './useViewport.ts';

/** Longest side of the inset in CSS pixels, and the share of a small pane that it may take. */
const SIDE = 84;
const SHARE = 0.28;

/** The whole photo, small, with the part that is shown enlarged; gone while the whole is shown. */
export function WholeInset({ photo, viewport }: { photo: Picture; viewport: Viewport }) {
  const { view, frame, fitted } = viewport;
  if (fitted || frame.width === 0) return null;
  const side = Math.min(SIDE, SHARE * Math.min(frame.width, frame.height));
  const scale = side / Math.max(photo.width, photo.height);
  const clamp = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
  const left = clamp(-view.x / view.scale, photo.width);
  const top = clamp(-view.y / view.scale, photo.height);
  const right = clamp((frame.width - view.x) / view.scale, photo.width);
  const bottom = clamp((frame.height - view.y) / view.scale, photo.height);
  return (
    <span
      className="whole-inset"
      style={{ width: photo.width * scale, height: photo.height * scale }}
      aria-hidden="true"
      data-testid="whole-inset"
    >
      <img src={photo.url} alt="" draggable={false} />
      <span
        style={{
          left: left * scale,
          top: top * scale,
          width: (right - left) * scale,
          height: (bottom - top) * scale,
        }}
      />
    </span>
  );
}
