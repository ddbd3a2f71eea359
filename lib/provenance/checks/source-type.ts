/** IPTC source type and AI properties in XMP, and the credit lines that vendors write for AI pictures and AI edits. */

import { lastPart } from '../c2pa/store.ts';
import { IIM } from '../formats/photoshop.ts';
import type { Reading } from '../reading.ts';
import { meaningOf } from '../tables/source-types.ts';
import { trace, value, xmpAt } from '../trace.ts';

/** IPTC Photo Metadata 2025.1. */
const AI_PROPERTIES = new Set([
  'AISystemUsed',
  'AISystemVersionUsed',
  'AIPromptInformation',
  'AIPromptWriterName',
]);

/** Credit and source lines, whole value, with what they say. */
const CREDITS: readonly { pattern: RegExp; says: 'generated' | 'edited'; vendor: string }[] = [
  { pattern: /^made with google ai$/i, says: 'generated', vendor: 'Google' },
  { pattern: /^edited with google ai$/i, says: 'edited', vendor: 'Google' },
  { pattern: /^apple image playground$/i, says: 'generated', vendor: 'Apple' },
  { pattern: /^apple photos clean up$/i, says: 'edited', vendor: 'Apple' },
];

export function checkSourceType(r: Reading): void {
  for (const packet of r.xmp) {
    for (const p of packet.properties) {
      if (p.name === 'DigitalSourceType' && p.value.trim() !== '') {
        const name = lastPart(p.value.trim());
        const meaning = meaningOf(name);
        trace(r, 'iptc.digitalSourceType', xmpAt(packet, p), { value: value(name), meaning });
        if (/^screencapture$/i.test(name)) trace(r, 'screenshot', xmpAt(packet, p), { platform: 'iptc' });
      } else if (AI_PROPERTIES.has(p.name) && p.value.trim() !== '') {
        trace(r, 'iptc.ai', xmpAt(packet, p), { property: p.name, value: value(p.value) });
      } else if (p.name === 'Credit') {
        credit(r, p.value, xmpAt(packet, p));
      }
    }
  }
  for (const { place, base, sets } of r.iim) {
    for (const s of sets) {
      const offset = base < 0 ? -1 : base + s.at;
      if (s.dataset === IIM.credit) credit(r, s.text, { place, offset, length: s.length, raw: s.text });
    }
  }
}

function credit(
  r: Reading,
  text: string,
  at: { place: string; offset: number; length: number; raw: string },
) {
  const line = text.trim();
  const known = CREDITS.find((c) => c.pattern.test(line));
  if (known) trace(r, 'vendor.credit', at, { value: value(line), says: known.says, vendor: known.vendor });
}
