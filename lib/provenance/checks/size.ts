/** Pixel sizes that generators hand out and cameras do not. Weak: cropped and published pictures have them too. */
import type { Reading } from '../reading.ts';
import { trace } from '../trace.ts';

/** Sizes of OpenAI (gpt-image, DALL·E 3), SDXL and Flux training buckets, Gemini; squares of 1024 are left out: too common. */
const SIZES = new Set([
  '1536x1024',
  '1792x1024',
  '1344x768',
  '1216x832',
  '1152x896',
  '1408x768',
  '1184x864',
  '1248x832',
  '1448x1086',
]);

export function checkSize(r: Reading): void {
  const [long, short] = [Math.max(r.w.width, r.w.height), Math.min(r.w.width, r.w.height)];
  if (!SIZES.has(`${long}x${short}`) || r.traces.some((t) => t.id === 'device')) return;
  trace(
    r,
    'size.generator',
    { place: `${r.w.prefix}:size`, offset: -1, length: 0, raw: `${r.w.width}×${r.w.height}` },
    {
      width: r.w.width,
      height: r.w.height,
    },
  );
}
