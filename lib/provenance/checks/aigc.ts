/**
 * China's implicit AIGC label (GB 45438-2025 annex E; TC260-PG-20259A for pictures, 20257A for video), wherever it may
 * stand: XMP property, EXIF text, PNG text, comment, bare APPn, item, container tag, after the picture.
 */
import * as v from 'valibot';
import { code, type FactsIn, traceFacts } from '../../claims/check.ts';
import type { Finding, Strength } from '../../claims/finding.ts';
import type { AigcValues } from '../aigc/describe.ts';
import { describe } from '../aigc/describe.ts';
import { ANY, DISTINCT, type Fields, type Found, inText } from '../aigc/find.ts';
import type { FileCheck } from '../file-check.ts';
import { unescapeXml } from '../formats/xmp.ts';
import { LIMITS } from '../limits.ts';
import { type Case, found, merged, tracesOf } from '../proof.ts';
import type { Reading, XmpPacket } from '../reading.ts';
import { offsetOf, trace, xmpAt } from '../trace.ts';

function read(r: Reading): void {
  for (const packet of r.xmp) {
    let named = 0;
    for (const p of packet.properties) {
      const own = p.name.toUpperCase() === 'AIGC';
      if (!own && !p.value.includes('AIGC')) continue;
      const label = inText(p.value, own);
      if (!label) continue;
      if (own) named++;
      add(r, label, { ...xmpAt(packet, p), raw: label.raw });
    }
    if (named === 0) named = structured(r, packet);
    // A packet too broken for the scanner: the keyword is looked for in its plain text.
    if (named === 0 && packet.properties.length < 2) looseXmp(r, packet);
  }
  for (const t of r.texts) {
    const label = inText(t.text, /^aigc$/i.test(t.key) || /[.:]aigc$/i.test(t.key));
    if (label) {
      const offset = offsetOf(t, label.at);
      add(r, label, { place: t.place, offset, length: label.raw.length * t.step, raw: label.raw });
    }
  }
  for (const { place, base, sets } of r.iim) {
    for (const s of sets) {
      const label = s.text.includes('AIGC') ? inText(s.text, false) : null;
      if (label) {
        add(r, label, { place, offset: base < 0 ? -1 : base + s.at, length: s.length, raw: label.raw });
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
  const label = text.includes('AIGC') ? inText(text, false) : null;
  if (!label) return;
  const { place, offset, length, stored } = packet.part;
  add(r, label, { place, offset: stored ? offset : -1, length, raw: label.raw });
}

function add(r: Reading, label: Found, at: { place: string; offset: number; length: number; raw: string }) {
  if (label.kind !== 'label') {
    trace(r, label.kind === 'empty' ? 'aigc.label-empty' : 'aigc.label-unreadable', at, {});
    return;
  }
  const { values, personal } = describe(label.fields);
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

const codes = {
  'ai-label-implicit': code({
    strengths: ['contradiction', 'strong', 'moderate'],
    family: 'declaration',
    reason: 'DECL',
    hard: 'contradiction',
    declaresAi: true,
    facts: traceFacts({
      /** 1 generated, 2 possibly, 3 suspected; null when the label cannot be read or has none. */
      label: v.nullable(v.string()),
      unreadable: v.optional(v.literal(true)),
      labelsDisagree: v.optional(v.literal(true)),
      /** By name where the code is known, else as the file says it; `…Code` is what stands in the file. */
      producer: v.optional(v.string()),
      producerCode: v.optional(v.string()),
      propagator: v.optional(v.string()),
      propagatorCode: v.optional(v.string()),
      contentId: v.optional(v.string()),
      alsoAt: v.optional(v.array(v.string())),
    }),
  }),
};

declare module '../../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

declare module '../types.ts' {
  interface TraceValues {
    'aigc.label': AigcValues;
    'aigc.label-empty': object;
    'aigc.label-unreadable': object;
    'aigc.labels-disagree': { labels: (string | null)[]; producers: (string | null)[] };
  }
}

/** No value of the standard: a program that fills the field in for every picture says with it that this one is none. */
const DENIED = '0';

/** GB 45438 labels: 1 is the generator's own word, 2 and 3 are a platform's opinion. */
function judge(c: Case): Finding[] {
  const disagree = tracesOf(c, 'aigc.labels-disagree').length > 0;
  const labels = tracesOf(c, 'aigc.label').filter((t) => t.values.label !== DENIED);
  const out = merged(labels, (t) => t.raw).map(([t, also]) => {
    const { label, producer, propagator, vendor, propagatorVendor } = t.values;
    const strength: Strength =
      label === '1' ? 'contradiction' : label === '2' || label === '3' ? 'strong' : 'moderate';
    return found('ai-label-implicit', strength, 'aigc-label', t, {
      ...also,
      label,
      producer: vendor || producer || t.values.serviceProvider || undefined,
      producerCode: producer || undefined,
      propagator: propagatorVendor || propagator || undefined,
      propagatorCode: propagator || undefined,
      contentId: t.values.producerId || t.values.propagatorId || t.values.contentId || undefined,
      labelsDisagree: disagree ? true : undefined,
    });
  });
  for (const t of tracesOf(c, 'aigc.label-unreadable')) {
    out.push(found('ai-label-implicit', 'moderate', 'aigc-label', t, { label: null, unreadable: true }));
  }
  return out;
}

export const aigcLabel: FileCheck = {
  id: 'aigc-label',
  codes,
  traces: {
    'aigc.label': ({ label }) => ({
      ai: label === '1' ? 'declared-generated' : label === DENIED ? 'none' : 'possible',
    }),
    'aigc.label-empty': null,
    'aigc.label-unreadable': () => ({ ai: 'possible' }),
    'aigc.labels-disagree': null,
  },
  read,
  judge,
};
