/** Editors by name (EXIF, XMP, IPTC), Adobe's history, raw settings and blocks, and generators named in the history. */

import * as v from 'valibot';
import { code, type FactsIn, traceFacts } from '../../claims/check.ts';
import type { Finding, Strength } from '../../claims/finding.ts';
import { isEditorial } from '../c2pa/declares.ts';
import type { FileCheck } from '../file-check.ts';
import { IIM } from '../formats/photoshop.ts';
import { type Case, found, tracesOf } from '../proof.ts';
import type { Reading } from '../reading.ts';
import { editorOf } from '../tables/editors.ts';
import { isAiAgent } from '../tables/source-types.ts';
import { textAt, textsOf, trace, value, xmpAt } from '../trace.ts';
import type { Trace } from '../types.ts';

const SOFTWARE_KEYS = [
  'Software',
  'ProcessingSoftware',
  'software',
  'com.apple.quicktime.software',
  'too',
  'swr',
];

/** Actions of an XMP history that do not change the picture. */
const HARMLESS = /^(created|converted|derived|saved|copied|printed|version_updated|published|managed)$/;

function read(r: Reading): void {
  for (const t of textsOf(r, ...SOFTWARE_KEYS)) software(r, t.text, textAt(t));
  for (const packet of r.xmp) {
    for (const p of packet.properties) {
      if (p.name === 'CreatorTool') software(r, p.value, xmpAt(packet, p));
    }
  }
  for (const { place, base, sets } of r.iim) {
    const program = sets.find((s) => s.dataset === IIM.program);
    if (program) {
      const offset = base < 0 ? -1 : base + program.at;
      software(r, program.text, { place, offset, length: program.length, raw: program.text });
    }
  }
  history(r);
  rawSettings(r);
  ducky(r);
}

function software(
  r: Reading,
  text: string,
  at: { place: string; offset: number; length: number; raw: string },
) {
  const line = text.trim();
  const exif = r.exif[0]?.exif;
  const device = [0x010f, 0x0110].map((tag) => exif?.text(exif.get('IFD0', tag)) ?? '').join(' ');
  const kind = editorOf(line, device);
  if (!kind) return;
  if (r.traces.some((t) => t.id === 'editor.software' && t.values.value === value(line))) return;
  trace(r, 'editor.software', at, { value: value(line), editor: kind.editor, use: kind.use });
}

/** `xmpMM:History`: each entry's action, agent and time, told together. */
function history(r: Reading) {
  for (const packet of r.xmp) {
    const entries = new Map<string, { action: string; agent: string; when: string }>();
    let first = packet.properties.find((p) => p.uri.includes('sType/ResourceEvent'));
    for (const p of packet.properties) {
      if (!p.uri.includes('sType/ResourceEvent')) continue;
      first ??= p;
      const key = `${p.item}`;
      const entry = entries.get(key) ?? { action: '', agent: '', when: '' };
      if (p.name === 'action') entry.action = p.value.trim();
      else if (p.name === 'softwareAgent') entry.agent = p.value.trim();
      else if (p.name === 'when') entry.when = p.value.trim();
      entries.set(key, entry);
    }
    if (!first || entries.size === 0) continue;
    const list = [...entries.values()];
    const agents = [...new Set(list.map((e) => e.agent).filter(Boolean))];
    const raw = list.map((e) => `${e.action} ${e.agent} ${e.when}`.trim()).join('\n');
    const generator = agents.find(isAiAgent);
    trace(
      r,
      'xmp.history',
      { ...xmpAt(packet, first), raw },
      {
        entries: list.length,
        agents: agents.slice(0, 20).map(value),
        last: value(list.at(-1)!.when),
        changes: list.filter((e) => e.action && !HARMLESS.test(e.action)).length,
        ...(generator ? { generator: value(generator) } : {}),
      },
    );
    for (const agent of agents) software(r, agent, { ...xmpAt(packet, first), raw });
  }
}

/** Camera Raw and Lightroom settings that were applied to the picture. */
function rawSettings(r: Reading) {
  for (const packet of r.xmp) {
    const settings = packet.properties.filter((p) => p.uri.includes('camera-raw-settings'));
    const applied = settings.find((p) => p.name === 'HasSettings' && /true/i.test(p.value));
    if (applied && settings.length > 3) {
      trace(r, 'editor.raw-settings', xmpAt(packet, applied), { settings: settings.length });
    }
  }
}

/** Photoshop's Save for Web writes an APP12 "Ducky" segment. */
function ducky(r: Reading) {
  if (!r.w.blocks.has('Ducky')) return;
  trace(
    r,
    'editor.save-for-web',
    { place: 'jpeg:APP12', offset: -1, length: 0, raw: 'Ducky' },
    { editor: 'photoshop' },
  );
}

const codes = {
  'editor-trace': code({
    strengths: ['moderate', 'weak'],
    family: 'declaration',
    reason: 'META',
    hard: 'never',
    explainedByEdit: true,
    facts: traceFacts({
      tool: v.string(),
      /** `light`: mostly used for cropping and brightening; `pixels`: can change any of them. */
      use: v.optional(v.string()),
      /** When it says it was written. */
      at: v.optional(v.string()),
      /** The other traces of editing, each `id place`. */
      also: v.array(v.string()),
      savedDaysLater: v.optional(v.number()),
    }),
  }),
};

declare module '../../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

declare module '../types.ts' {
  interface TraceValues {
    'editor.software': { value: string; editor: string; use: string };
    'editor.raw-settings': { settings: number };
    'editor.save-for-web': { editor: string };
    'xmp.history': { entries: number; agents: string[]; last: string; changes: number; generator?: string };
  }
}

const SPEAKING = [
  'editor.software',
  'editor.raw-settings',
  'editor.save-for-web',
  'samsung.editor',
  'bytedance.export',
  'xmp.history',
  'c2pa',
  'jpeg.adobe-tables',
] as const;
type Speaking = Extract<Trace, { id: (typeof SPEAKING)[number] }>;

/** One finding per file and editor: the strongest trace speaks, the others are named beside it. */
function judge(c: Case): Finding[] {
  const traces = tracesOf(c, ...SPEAKING).filter(
    (t) => t.id === 'jpeg.adobe-tables' || (c.declaresEdit(t) && c.aiOf(t) === 'none'),
  );
  // Adobe's tables say nothing new beside Adobe's name.
  const named = traces.filter((t) => t.id !== 'jpeg.adobe-tables');
  const [first, ...others] = named.length > 0 ? named : traces;
  if (!first) return [];
  // Cutting a video shorter, or smaller for a chat, is what these programs are for: of a video it is a fact and no more.
  const video = /^video\//.test(c.report.mime);
  const light = [first, ...others].every((t) => purposeOf(t) === 'light');
  const strength: Strength = video || light || first.id === 'jpeg.adobe-tables' ? 'weak' : 'moderate';
  return [
    found('editor-trace', strength, 'editor-trace', first, {
      tool: nameOf(first),
      use: purposeOf(first),
      at: first.id === 'c2pa' ? first.values.signedAt : undefined,
      also: others.map((t) => `${t.id} ${t.place}`).slice(0, 10),
      savedDaysLater: tracesOf(c, 'time.modified-after-capture')[0]?.values.daysLater,
    }),
  ];
}

/** Signed actions that are no more than what every gallery offers. */
const GALLERY = new Set([
  'c2pa.cropped',
  'c2pa.resized',
  'c2pa.trimmed',
  'c2pa.adjustedColor',
  'c2pa.color_adjustments',
]);

function purposeOf(t: Speaking): string | undefined {
  if (t.id === 'editor.software') return t.values.use;
  // The gallery of the phone itself; what its AI functions do has a mark of its own.
  if (t.id === 'samsung.editor') return t.values.scaledByAi ? undefined : 'light';
  if (t.id !== 'c2pa') return undefined;
  return t.values.actions.filter(isEditorial).every((a) => GALLERY.has(a)) ? 'light' : undefined;
}

/** Name of the editor as the trace knows it; empty where it names none. */
function nameOf(t: Speaking): string {
  switch (t.id) {
    case 'samsung.editor':
      return 'Samsung Gallery';
    case 'jpeg.adobe-tables':
      return 'Adobe';
    case 'editor.software':
      return t.values.value;
    case 'editor.save-for-web':
      return t.values.editor;
    case 'bytedance.export':
      return t.values.product;
    case 'xmp.history':
      return t.values.generator ?? t.values.agents.at(-1) ?? '';
    case 'c2pa':
      return t.values.generator;
    case 'editor.raw-settings':
      return '';
  }
}

export const editors: FileCheck = {
  id: 'editor-trace',
  codes,
  traces: {
    'editor.software': () => ({ edit: 'declared' }),
    'editor.raw-settings': () => ({ edit: 'declared' }),
    'editor.save-for-web': () => ({ edit: 'declared' }),
    'xmp.history': ({ changes }) => ({ edit: changes > 0 ? 'declared' : 'none' }),
  },
  read,
  judge,
};
