/** Writing down what a check saw: the trace with its place, raw value and bytes, and the helpers that say where. */
import { hexAt, shown } from '../formats/bytes.ts';
import type { ExifField } from './formats/exif.ts';
import type { XmpProperty } from './formats/xmp.ts';
import { LIMITS } from './limits.ts';
import type { ExifBlock, Reading, TextBlock, XmpPacket } from './reading.ts';
import type { Trace, TraceId, TraceValues } from './types.ts';

/** Position in the file of character `index` of a text; -1 where the text does not stand in the file as it is. */
export function offsetOf(block: TextBlock, index: number): number {
  if (block.offset < 0) return -1;
  if (block.step === 2) return block.offset + index * 2;
  return block.offset + new TextEncoder().encode(block.text.slice(0, index)).length;
}

/** Adds a trace. `raw` is cut and cleaned here; the hex excerpt is taken from the file. */
export function trace<I extends TraceId>(
  r: Reading,
  id: I,
  at: { place: string; offset: number; length: number; raw: string },
  values: NoInfer<TraceValues[I]>,
): void {
  if (r.traces.length >= LIMITS.traces) return;
  r.traces.push({
    id,
    place: at.place,
    offset: at.offset,
    length: at.length,
    raw: shown(at.raw),
    values,
    hex: hexAt(r.bytes, at.offset, at.length),
  } as Trace);
}

/** A text value short enough to keep by name. */
export const value = (text: string): string => shown(text, LIMITS.valueChars);

/** XMP property with where it stands. */
export function xmpAt(packet: XmpPacket, p: XmpProperty) {
  const stored = packet.part.stored;
  return {
    place: packet.part.place,
    offset: stored ? packet.part.offset + p.at : -1,
    length: p.length,
    raw: `${p.prefix}:${p.name}=${p.value}`,
  };
}

/** First XMP property of this local name whose namespace contains `uri`. */
export function xmpFirst(
  r: Reading,
  uri: string,
  name: string,
): { packet: XmpPacket; p: XmpProperty } | undefined {
  for (const packet of r.xmp) {
    const p = packet.properties.find((q) => q.name === name && q.uri.includes(uri) && q.value.trim() !== '');
    if (p) return { packet, p };
  }
  return undefined;
}

/** All texts of this keyword. */
export const textsOf = (r: Reading, ...keys: string[]): TextBlock[] =>
  r.texts.filter((t) => keys.includes(t.key));

/** A text block as the place of a trace. */
export const textAt = (t: TextBlock) => ({ place: t.place, offset: t.offset, length: t.length, raw: t.text });

/** An EXIF field as the place of a trace. */
export const fieldAt = (block: ExifBlock, field: ExifField, name: string, raw: string) => ({
  place: `${block.place}-${name}`,
  offset: block.part.stored ? block.part.offset + field.at : -1,
  length: field.bytes.length,
  raw,
});
