/** Generation parameters and other marks that image generators leave in plain metadata, one row per tool. */
import * as v from 'valibot';
import { code, type FactsIn, traceFacts } from '../../claims/check.ts';
import type { Finding } from '../../claims/finding.ts';
import type { FileCheck } from '../file-check.ts';
import { parametersIn, parametersOf } from '../formats/parameters.ts';
import { type Case, found, merged, tracesOf } from '../proof.ts';
import type { Reading, TextBlock } from '../reading.ts';
import { fieldAt, textAt, textsOf, trace, value, xmpAt } from '../trace.ts';
import type { TraceOf } from '../types.ts';

function read(r: Reading): void {
  byShape(r);
  invokeai(r);
  novelai(r);
  midjourney(r);
  grok(r);
  named(r);
}

const params = (r: Reading, t: TextBlock, tool: string, more: { model?: string } = {}) =>
  trace(r, 'gen.params', textAt(t), { tool, ...more });

/** Marks that are a tool's own; a text that shows one is read by its own rule below. */
const OWN_KEYS = new Set(['invokeai_metadata', 'invokeai_graph', 'sd-metadata', 'Dream']);

/** Parameters in any text of the file and in any property of its XMP. */
function byShape(r: Reading) {
  let found = false;
  const shown = (p: { tool: string; model?: string }) => ({
    tool: value(p.tool),
    ...(p.model ? { model: value(p.model) } : {}),
  });
  for (const t of r.texts) {
    const p = OWN_KEYS.has(t.key) ? null : parametersIn(t.text);
    if (!p) continue;
    found = true;
    trace(r, 'gen.params', textAt(t), shown(p));
  }
  for (const packet of r.xmp) {
    for (const property of packet.properties) {
      const p = property.value.length < 20 ? null : parametersIn(property.value);
      if (!p) continue;
      found = true;
      trace(r, 'gen.params', xmpAt(packet, property), shown(p));
    }
  }
  const parts = found ? null : parametersOf(r.texts);
  const at = parts && r.texts.find((t) => /prompt/i.test(t.key));
  if (parts && at) trace(r, 'gen.params', textAt(at), shown(parts));
}

function invokeai(r: Reading) {
  for (const t of textsOf(r, 'invokeai_metadata', 'invokeai_graph', 'sd-metadata', 'Dream'))
    params(r, t, 'invokeai');
}

function novelai(r: Reading) {
  const software = textsOf(r, 'Software').find((t) => /^NovelAI\b/i.test(t.text));
  const comment = textsOf(r, 'Comment').find((t) =>
    /"(steps|sampler|uc|request_type)"\s*:/.test(t.text.slice(0, 60_000)),
  );
  const title = textsOf(r, 'Title').find((t) => /^(NovelAI|AI) generated image$/i.test(t.text.trim()));
  const source = textsOf(r, 'Source').find((t) => /^(Stable Diffusion|NovelAI)/i.test(t.text));
  const marks = [software, comment, title, source].filter((t) => t !== undefined);
  if (software || marks.length >= 2) params(r, marks[0]!, 'novelai');
}

const JOB = /Job ID:\s*[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i;
/** A parameter of the prompt: scanners and print shops number their jobs in the same words. */
const FLAG = /(?:^|\s)(?:--|—)[a-z]/i;

const ofMidjourney = (text: string, authored: boolean) =>
  JOB.test(text.slice(-400)) && (authored || FLAG.test(text.slice(0, 20_000)));

function midjourney(r: Reading) {
  const authored = textsOf(r, 'Author').length > 0;
  for (const t of textsOf(r, 'Description', 'ImageDescription', 'UserComment')) {
    if (ofMidjourney(t.text, authored && t.key === 'Description')) params(r, t, 'midjourney');
  }
  for (const packet of r.xmp) {
    const numbered = packet.properties.some((p) => p.name === 'DigImageGUID');
    for (const p of packet.properties) {
      if (p.name === 'description' && ofMidjourney(p.value, numbered)) {
        trace(r, 'gen.params', xmpAt(packet, p), { tool: 'midjourney' });
      }
    }
  }
}

/** Grok (Aurora): a signature in ImageDescription together with a UUID as Artist; neither alone means anything. */
function grok(r: Reading) {
  for (const block of r.exif) {
    const description = block.exif.get('IFD0', 0x010e);
    const text = block.exif.text(description);
    const artist = block.exif.text(block.exif.get('IFD0', 0x013b)).trim();
    const signed = /^Signature:\s*[A-Za-z0-9+/=]{64,}\s*$/.test(text.slice(0, 4_000));
    if (description && signed && /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(artist)) {
      trace(r, 'gen.grok-signature', fieldAt(block, description, 'ImageDescription', text), {
        artist: value(artist),
      });
    }
  }
}

/** Tools that put their name where a camera or an editor puts its own. */
const NAMED: readonly { key: string; pattern: RegExp; tool: string }[] = [
  { key: 'Make', pattern: /^Ideogram AI$/i, tool: 'ideogram' },
  { key: 'Source', pattern: /^Luma AI$/i, tool: 'luma' },
  { key: 'Software', pattern: /^Fooocus v/i, tool: 'fooocus' },
  { key: 'hf-job-id', pattern: /\S/, tool: 'higgsfield' },
  {
    key: 'Software',
    pattern:
      /^(Stable Diffusion|Midjourney|DALL[·\-. ]?E|Ideogram|ComfyUI|InvokeAI|Leonardo\.?Ai|RuinedFooocus|Draw Things|Easy Diffusion|SwarmUI|TensorArt|SD\.Next)\b/i,
    tool: '',
  },
];

function named(r: Reading) {
  for (const { key, pattern, tool } of NAMED) {
    for (const t of textsOf(r, key)) {
      if (pattern.test(t.text.slice(0, 300))) params(r, t, tool || value(t.text).toLowerCase().slice(0, 60));
    }
  }
  for (const packet of r.xmp) {
    for (const p of packet.properties) {
      if (
        p.name === 'CreatorTool' &&
        /^(reve\.com|Ideogram|Midjourney|Adobe Firefly|Draw Things|Stable Diffusion|ComfyUI)\b/i.test(p.value)
      ) {
        trace(r, 'gen.params', xmpAt(packet, p), { tool: value(p.value).toLowerCase().slice(0, 60) });
      }
    }
  }
}

const codes = {
  'generator-trace': code({
    strengths: ['contradiction'],
    family: 'declaration',
    reason: 'DECL',
    hard: 'contradiction',
    declaresAi: true,
    facts: traceFacts({ tool: v.string(), alsoAt: v.optional(v.array(v.string())) }),
  }),
};

declare module '../../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

declare module '../types.ts' {
  interface TraceValues {
    'gen.params': { tool: string; model?: string };
    'gen.grok-signature': { artist: string };
  }
}

/** Name of the generating tool. */
function toolOf(
  t: TraceOf<'gen.params'> | TraceOf<'gen.grok-signature'> | TraceOf<'bytedance.export'>,
): string {
  if (t.id === 'gen.params') return t.values.tool;
  return t.id === 'gen.grok-signature' ? 'grok' : t.values.product;
}

function judge(c: Case): Finding[] {
  const traces = tracesOf(c, 'gen.params', 'gen.grok-signature', 'bytedance.export').filter(
    (t) => c.aiOf(t) === 'declared-generated',
  );
  return merged(traces, toolOf).map(([t, also]) =>
    found('generator-trace', 'contradiction', 'generator-trace', t, { ...also, tool: toolOf(t) }),
  );
}

export const generators: FileCheck = {
  id: 'generator-trace',
  codes,
  traces: {
    'gen.params': () => ({ ai: 'declared-generated' }),
    'gen.grok-signature': () => ({ ai: 'declared-generated' }),
  },
  read,
  judge,
};
