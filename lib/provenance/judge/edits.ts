/** Editors, previews that differ, screenshots, names, sizes: what supports or explains, never what decides. */
import type { Finding, Strength } from '../../claims/finding.ts';
import { aiOf, declaresEdit } from '../summary.ts';
import type { Trace } from '../types.ts';
import { type Case, found, tracesOf } from './proof.ts';

const EDITOR_TRACES = [
  'editor.software',
  'editor.raw-settings',
  'editor.save-for-web',
  'samsung.editor',
  'bytedance.export',
  'xmp.history',
  'c2pa',
  'jpeg.adobe-tables',
];

/** One finding per file and editor: the strongest trace speaks, the others are named beside it. */
export function editors(c: Case): Finding[] {
  const traces = tracesOf(c, ...EDITOR_TRACES).filter(
    (t) => t.id === 'jpeg.adobe-tables' || (declaresEdit(t) && aiOf(t) === 'none'),
  );
  // Adobe's tables say nothing new beside Adobe's name.
  const named = traces.filter((t) => t.id !== 'jpeg.adobe-tables');
  const [first, ...others] = named.length > 0 ? named : traces;
  if (!first) return [];
  const light = [first, ...others].every((t) => t.values.use === 'light');
  const strength: Strength = light || first.id === 'jpeg.adobe-tables' ? 'weak' : 'moderate';
  const later = tracesOf(c, 'time.modified-after-capture')[0];
  return [
    found('editor-trace', strength, 'editor-trace', first, {
      tool: nameOf(first),
      also: others.map((t) => `${t.id} ${t.place}`).slice(0, 10),
      ...(later ? { savedDaysLater: later.values.daysLater ?? null } : {}),
    }),
  ];
}

/** Name of the editor as the trace knows it. */
function nameOf(t: Trace): string {
  if (t.id === 'samsung.editor') return 'Samsung Gallery';
  if (t.id === 'jpeg.adobe-tables') return 'Adobe';
  const agents = Array.isArray(t.values.agents) ? t.values.agents : [];
  return String(
    t.values.value ?? t.values.generator ?? agents.at(-1) ?? t.values.editor ?? t.values.product ?? '',
  );
}

export function previews(c: Case): Finding[] {
  return c.report.traces
    .filter((t) => /-(mismatch|edited|mirrored)$/.test(t.id) && t.values.compared === true)
    .map((t) => {
      const { regions, ...values } = t.values;
      const finding = found(
        'thumbnail-differs',
        t.id.endsWith('-mirrored') ? 'moderate' : 'strong',
        'embedded-preview',
        {
          ...t,
          values,
        },
      );
      return Array.isArray(regions) && regions.length > 0
        ? { ...finding, region: regions as unknown as Finding['region'] }
        : finding;
    });
}

export function hints(c: Case): Finding[] {
  const out: Finding[] = [];
  const screenshot = tracesOf(c, 'screenshot')[0];
  if (screenshot) out.push(found('screenshot', 'weak', 'screenshot', screenshot));
  for (const t of tracesOf(c, 'web.facebook')) {
    out.push(found('saved-from-web', 'weak', 'saved-from-web', t, { kind: 'facebook' }));
  }
  for (const t of tracesOf(c, 'filename')) {
    if (t.values.class === 'generator') out.push(found('generator-file-name', 'weak', 'file-name', t));
    if (t.values.class === 'web') out.push(found('saved-from-web', 'weak', 'file-name', t));
    if (t.values.class === 'chat-save') out.push(found('saved-from-web', 'context', 'file-name', t));
    if (t.values.class === 'screenshot' && !screenshot)
      out.push(found('screenshot', 'context', 'file-name', t));
  }
  if (!out.some((f) => f.code === 'screenshot')) {
    for (const t of tracesOf(c, 'size.phone-screen'))
      out.push(found('screenshot', 'context', 'screenshot', t));
  }
  for (const t of tracesOf(c, 'size.generator')) {
    // A declaration says it better; a size beside it adds nothing.
    if (c.report.ai === 'none') out.push(found('generator-size', 'weak', 'generator-size', t));
  }
  return out;
}
