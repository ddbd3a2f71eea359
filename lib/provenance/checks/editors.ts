/** Editors by name (EXIF, XMP, IPTC), Adobe's history, raw settings and blocks, and generators named in the history. */

import { IIM } from '../formats/photoshop.ts';
import type { Reading } from '../reading.ts';
import { editorOf } from '../tables/editors.ts';
import { isAiAgent } from '../tables/source-types.ts';
import { textAt, textsOf, trace, value, xmpAt } from '../trace.ts';

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

export function checkEditors(r: Reading): void {
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
