/** Screenshots that say so in the file: Apple's UserComment (EXIF or XMP), and its `iDOT` chunk together with no camera. */
import { type Reading, textAt, textsOf, trace, xmpAt } from '../reading.ts';

export function checkScreenshot(r: Reading): void {
  for (const t of textsOf(r, 'UserComment')) {
    if (/^screenshot$/i.test(t.text.trim())) return trace(r, 'screenshot', textAt(t), { platform: 'apple' });
  }
  for (const packet of r.xmp) {
    const p = packet.properties.find((q) => q.name === 'UserComment' && /^screenshot$/i.test(q.value.trim()));
    if (p) return trace(r, 'screenshot', xmpAt(packet, p), { platform: 'apple' });
  }
  for (const t of textsOf(r, 'Software')) {
    if (/^(screenshot|gnome-screenshot|flameshot|spectacle|snipping tool|snipaste|sharex)\b/i.test(t.text.trim())) {
      return trace(r, 'screenshot', textAt(t), { platform: 'tool' });
    }
  }
  // `iDOT` is written by Apple's PNG encoder for anything it saves, so it only supports.
  if (r.w.blocks.has('iDOT') && !r.traces.some((t) => t.id === 'device')) {
    trace(r, 'apple.png', { place: 'png:iDOT', offset: -1, length: 0, raw: 'iDOT' }, {});
  }
}
