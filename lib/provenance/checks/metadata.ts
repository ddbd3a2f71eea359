/** Files that say nothing at all about themselves. Context only: most evidence photos arrive like this. */
import type { Reading } from '../reading.ts';
import { trace } from '../trace.ts';

/** Traces that come from the bytes' coding or the name, not from metadata. */
const OUTSIDE = new Set([
  'filename',
  'jpeg.adobe-tables',
  'size.generator',
  'size.phone-screen',
  'apple.png',
]);

export function checkMetadata(r: Reading): void {
  const says = r.traces.some((t) => !OUTSIDE.has(t.id));
  const blocks = r.exif.length + r.xmp.length + r.sef.length + r.resources.length + r.iim.length;
  const stores = r.w.parts.some((p) => p.kind === 'jumbf' || p.kind === 'preview');
  if (says || blocks > 0 || stores || r.texts.some((t) => t.text.trim() !== '')) return;
  if (r.w.width === 0) return;
  trace(r, 'meta.none', { place: `${r.w.prefix}:whole-file`, offset: -1, length: 0, raw: '' }, {});
}
