/** Screenshots that say so in the file: Apple's UserComment (EXIF or XMP), and its `iDOT` chunk together with no camera. */
import type { Reading } from '../reading.ts';
import { textAt, textsOf, trace, xmpAt } from '../trace.ts';

export function checkScreenshot(r: Reading): void {
  const said = comment(r) ?? tool(r);
  if (said) {
    trace(r, 'screenshot', said.at, { platform: said.platform });
  } else if (r.w.blocks.has('iDOT') && !r.traces.some((t) => t.id === 'device')) {
    // `iDOT` is written by Apple's PNG encoder for anything it saves, so it only supports.
    trace(r, 'apple.png', { place: 'png:iDOT', offset: -1, length: 0, raw: 'iDOT' }, {});
  }
}

const WORD = /^screenshot$/i;

function comment(r: Reading) {
  const t = textsOf(r, 'UserComment').find((u) => WORD.test(u.text.trim()));
  if (t) return { at: textAt(t), platform: 'apple' };
  for (const packet of r.xmp) {
    const p = packet.properties.find((q) => q.name === 'UserComment' && WORD.test(q.value.trim()));
    if (p) return { at: xmpAt(packet, p), platform: 'apple' };
  }
  return null;
}

const TOOLS = /^(screenshot|gnome-screenshot|flameshot|spectacle|snipping tool|snipaste|sharex)\b/i;

function tool(r: Reading) {
  const t = textsOf(r, 'Software').find((u) => TOOLS.test(u.text.trim()));
  return t ? { at: textAt(t), platform: 'tool' } : null;
}
