/**
 * China's implicit AIGC label (GB 45438-2025 annex E; TC260-PG-20259A for pictures, 20257A for video), wherever it may
 * stand: XMP property, EXIF text, PNG text, comment, bare APPn, item, container tag, after the picture.
 */
import { describe } from '../aigc/describe.ts';
import { ANY, DISTINCT, type Fields, type Found, inText } from '../aigc/find.ts';
import { unescapeXml } from '../formats/xmp.ts';
import { LIMITS } from '../limits.ts';
import type { Reading, XmpPacket } from '../reading.ts';
import { offsetOf, trace, xmpAt } from '../trace.ts';

export function checkAigc(r: Reading): void {
  for (const packet of r.xmp) {
    let named = 0;
    for (const p of packet.properties) {
      const own = p.name.toUpperCase() === 'AIGC';
      if (!own && !p.value.includes('AIGC')) continue;
      const found = inText(p.value, own);
      if (!found) continue;
      if (own) named++;
      add(r, found, { ...xmpAt(packet, p), raw: found.raw });
    }
    if (named === 0) named = structured(r, packet);
    // A packet too broken for the scanner: the keyword is looked for in its plain text.
    if (named === 0 && packet.properties.length < 2) looseXmp(r, packet);
  }
  for (const t of r.texts) {
    const found = inText(t.text, /^aigc$/i.test(t.key) || /[.:]aigc$/i.test(t.key));
    if (found) {
      const offset = offsetOf(t, found.at);
      add(r, found, { place: t.place, offset, length: found.raw.length * t.step, raw: found.raw });
    }
  }
  for (const { place, base, sets } of r.iim) {
    for (const s of sets) {
      const found = s.text.includes('AIGC') ? inText(s.text, false) : null;
      if (found) {
        add(r, found, { place, offset: base < 0 ? -1 : base + s.at, length: s.length, raw: found.raw });
      }
    }
  }
  disagreement(r);
}

/** The fields as XMP properties of their own, in the label's namespace, instead of one JSON text. */
function structured(r: Reading, packet: XmpPacket): number {
  const own = packet.properties.filter((p) => /tc260/i.test(p.uri) && ANY.has(p.name.toLowerCase()));
  const [first] = own;
  if (!first || !own.some((p) => DISTINCT.has(p.name.toLowerCase()) || p.name === 'Label')) return 0;
  const fields: Fields = new Map(own.map((p) => [p.name.toLowerCase(), p.value]));
  const raw = own.map((p) => `${p.prefix}:${p.name}=${p.value}`).join('\n');
  add(r, { kind: 'label', fields, raw, at: 0 }, { ...xmpAt(packet, first), raw });
  return 1;
}

function looseXmp(r: Reading, packet: XmpPacket) {
  const text = unescapeXml(new TextDecoder().decode(packet.part.data.subarray(0, LIMITS.jsonChars)));
  const found = text.includes('AIGC') ? inText(text, false) : null;
  if (!found) return;
  const { place, offset, length, stored } = packet.part;
  add(r, found, { place, offset: stored ? offset : -1, length, raw: found.raw });
}

function add(r: Reading, found: Found, at: { place: string; offset: number; length: number; raw: string }) {
  if (found.kind !== 'label') {
    trace(r, found.kind === 'empty' ? 'aigc.label-empty' : 'aigc.label-unreadable', at);
    return;
  }
  const { values, personal } = describe(found.fields);
  const raw = personal.reduce((text, [from, to]) => text.replaceAll(from, to), at.raw);
  // The bytes of a label that names a person by number are not shown as hex either.
  trace(r, 'aigc.label', { ...at, raw, offset: at.offset }, values);
  if (personal.length > 0) r.traces.at(-1)!.hex = '';
}

/** The standard allows one label per file. */
function disagreement(r: Reading) {
  const labels = r.traces.filter((t) => t.id === 'aigc.label');
  const distinct = new Set(
    labels.map((t) => `${t.values.label}|${t.values.producer}|${t.values.serviceProvider}`),
  );
  if (distinct.size < 2) return;
  trace(
    r,
    'aigc.labels-disagree',
    {
      place: labels.map((t) => t.place).join(' / '),
      offset: labels[1]!.offset,
      length: labels[1]!.length,
      raw: labels.map((t) => `${t.place}: ${t.values.label} ${t.values.producer}`).join('\n'),
    },
    {
      labels: labels.map((t) => t.values.label ?? null),
      producers: labels.map((t) => t.values.producer ?? null),
    },
  );
}
