/** IPTC source type and AI properties in XMP, and the credit lines that vendors write for AI pictures and AI edits. */

import * as v from 'valibot';
import { code, type FactsIn, traceFacts } from '../../claims/check.ts';
import type { Finding, Strength } from '../../claims/finding.ts';
import { lastPart } from '../c2pa/store.ts';
import type { FileCheck } from '../file-check.ts';
import { IIM } from '../formats/photoshop.ts';
import { type Case, found, merged, tracesOf } from '../proof.ts';
import type { Reading } from '../reading.ts';
import { meaningOf, type SourceMeaning } from '../tables/source-types.ts';
import { trace, value, xmpAt } from '../trace.ts';
import type { Trace } from '../types.ts';

/** IPTC Photo Metadata 2025.1. */
const AI_PROPERTIES = new Set([
  'AISystemUsed',
  'AISystemVersionUsed',
  'AIPromptInformation',
  'AIPromptWriterName',
]);

/** Written where a form asks for it and there was none. */
const NO_AI =
  /^(?:none|no|n\/?a|nil|null|false|0|-+|not applicable|not used|no ai(?: .{0,40})?|无|無|否|没有|未使用)[.!]?$/i;

/** Credit and source lines, whole value, with what they say. */
const CREDITS: readonly { pattern: RegExp; says: 'generated' | 'edited'; vendor: string }[] = [
  { pattern: /^made with google ai$/i, says: 'generated', vendor: 'Google' },
  { pattern: /^edited with google ai$/i, says: 'edited', vendor: 'Google' },
  { pattern: /^apple image playground$/i, says: 'generated', vendor: 'Apple' },
  { pattern: /^apple photos clean up$/i, says: 'edited', vendor: 'Apple' },
];

function read(r: Reading): void {
  for (const packet of r.xmp) {
    for (const p of packet.properties) {
      if (p.name === 'DigitalSourceType' && p.value.trim() !== '') {
        const name = lastPart(p.value.trim());
        const meaning = meaningOf(name);
        trace(r, 'iptc.digitalSourceType', xmpAt(packet, p), { value: value(name), meaning });
        if (/^screencapture$/i.test(name)) trace(r, 'screenshot', xmpAt(packet, p), { platform: 'iptc' });
      } else if (AI_PROPERTIES.has(p.name) && p.value.trim() !== '' && !NO_AI.test(p.value.trim())) {
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

const codes = {
  'ai-source-declared': code({
    strengths: ['contradiction', 'strong', 'moderate'],
    family: 'declaration',
    reason: 'DECL',
    hard: 'contradiction',
    declaresAi: true,
    facts: traceFacts({
      declares: v.picklist(['generated', 'edited', 'possible']),
      /** The source type, credit line or program that says it. */
      tool: v.optional(v.string()),
      /** Of a content credential: who signed it, and whether it fits the bytes. */
      signer: v.optional(v.string()),
      integrity: v.optional(v.string()),
      alsoAt: v.optional(v.array(v.string())),
    }),
  }),
};

declare module '../../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

declare module '../types.ts' {
  interface TraceValues {
    'iptc.digitalSourceType': { value: string; meaning: SourceMeaning };
    'iptc.ai': { property: string; value: string };
    'vendor.credit': { value: string; says: 'generated' | 'edited'; vendor: string };
  }
}

const SAYING = ['c2pa', 'iptc.digitalSourceType', 'vendor.credit', 'samsung.genai', 'iptc.ai'] as const;
type Saying = Extract<Trace, { id: (typeof SAYING)[number] }>;

const DECLARES = {
  'declared-generated': 'generated',
  'declared-edited': 'edited',
  possible: 'possible',
} as const;

const toolOf = (t: Saying): string | undefined => {
  if (t.id === 'samsung.genai') return undefined;
  return t.id === 'c2pa' ? t.values.generator || undefined : t.values.value;
};

/** Source types, credentials, credit lines and trailers that declare a model. */
function judge(c: Case): Finding[] {
  const said = merged(tracesOf(c, ...SAYING), (t) =>
    t.id === 'c2pa' || t.id === 'samsung.genai' ? `${t.id} ${t.place}` : `${t.id} ${t.values.value}`,
  );
  return said.flatMap(([t, also]) => {
    const ai = c.aiOf(t);
    if (ai === 'none') return [];
    const credential = t.id === 'c2pa' ? t.values : undefined;
    // A credential that does not fit these bytes speaks of other ones.
    const broken = credential?.integrity === 'broken';
    const strength: Strength = ai === 'possible' ? 'moderate' : broken ? 'strong' : 'contradiction';
    return [
      found('ai-source-declared', strength, 'source-type', t, {
        ...also,
        declares: DECLARES[ai],
        tool: toolOf(t),
        signer: credential?.signer,
        integrity: credential?.integrity,
      }),
    ];
  });
}

export const sourceType: FileCheck = {
  id: 'source-type',
  codes,
  traces: {
    'iptc.digitalSourceType': ({ meaning }) => ({
      ai:
        meaning === 'generated' ? 'declared-generated' : meaning === 'composite' ? 'declared-edited' : 'none',
      edit: meaning === 'composite' || meaning === 'edited' ? 'declared' : 'none',
    }),
    'iptc.ai': ({ property }) => ({ ai: property === 'AISystemUsed' ? 'declared-generated' : 'possible' }),
    'vendor.credit': ({ says }) => ({
      ai: says === 'generated' ? 'declared-generated' : 'declared-edited',
      edit: says === 'edited' ? 'declared' : 'none',
    }),
  },
  read,
  judge,
};
