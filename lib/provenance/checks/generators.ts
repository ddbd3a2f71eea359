/** Generation parameters and other marks that image generators leave in plain metadata, one row per tool. */
import * as v from 'valibot';
import { code, type FactsIn, traceFacts } from '../../claims/check.ts';
import type { Finding } from '../../claims/finding.ts';
import type { FileCheck } from '../file-check.ts';
import { isObject, objectAt, parseJson } from '../formats/json.ts';
import { type Case, found, merged, tracesOf } from '../proof.ts';
import type { Reading, TextBlock } from '../reading.ts';
import { fieldAt, textAt, textsOf, trace, value, xmpAt } from '../trace.ts';
import type { TraceOf } from '../types.ts';

function read(r: Reading): void {
  webui(r);
  fooocus(r);
  comfyui(r);
  invokeai(r);
  novelai(r);
  midjourney(r);
  grok(r);
  named(r);
}

const params = (r: Reading, t: TextBlock, tool: string, more: { model?: string } = {}) =>
  trace(r, 'gen.params', textAt(t), { tool, ...more });

/** Stable Diffusion WebUI, Forge and others of its form: "Steps: n, Sampler: …" at the end of the prompt. */
function webui(r: Reading) {
  for (const t of textsOf(r, 'parameters', 'UserComment')) {
    const tail = t.text.slice(-20_000);
    const steps =
      /(?:^|\n)Steps: \d{1,5}, [^\n]{0,4000}?\b(?:Sampler|CFG scale|Seed|Size|Model): ?([^,\n]{1,80})/.exec(
        tail,
      );
    if (!steps) continue;
    const model = /\bModel: ([^,\n]{1,100})/.exec(tail)?.[1];
    params(r, t, 'stable-diffusion-webui', model ? { model: value(model) } : {});
  }
}

/** Fooocus: its parameters as JSON, or in its own text form, with the scheme named beside them. */
function fooocus(r: Reading) {
  const scheme = textsOf(r, 'fooocus_scheme')[0];
  for (const t of textsOf(r, 'parameters', 'UserComment', 'Comment')) {
    if (!t.text.trimStart().startsWith('{')) continue;
    const json = parseJson(objectAt(t.text, t.text.indexOf('{')));
    if (!isObject(json)) continue;
    const own = 'full_prompt' in json || ('base_model' in json && 'prompt' in json);
    if (own || (scheme && 'prompt' in json)) params(r, t, 'fooocus');
  }
  for (const t of textsOf(r, 'Software')) if (/^Fooocus v/i.test(t.text)) params(r, t, 'fooocus');
}

/** ComfyUI: a graph of nodes as JSON, in PNG text, or (WebP) in EXIF Make and Model. */
function comfyui(r: Reading) {
  const graphs: TextBlock[] = [];
  for (const t of textsOf(r, 'prompt', 'workflow')) {
    if (/"class_type"\s*:|"last_node_id"\s*:|"nodes"\s*:/.test(t.text.slice(0, 200_000))) graphs.push(t);
  }
  for (const t of textsOf(r, 'Make', 'Model', 'ImageDescription', 'UserComment')) {
    if (/^\s*(workflow|prompt):\s*\{/i.test(t.text.slice(0, 100))) graphs.push(t);
  }
  for (const t of graphs) params(r, t, 'comfyui');
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

function midjourney(r: Reading) {
  for (const t of textsOf(r, 'Description', 'ImageDescription', 'UserComment')) {
    if (JOB.test(t.text.slice(-400))) params(r, t, 'midjourney');
  }
  for (const packet of r.xmp) {
    for (const p of packet.properties) {
      if (p.name === 'description' && JOB.test(p.value.slice(-400))) {
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
  { key: 'hf-job-id', pattern: /\S/, tool: 'higgsfield' },
  {
    key: 'Software',
    pattern: /^(Stable Diffusion|Midjourney|DALL[·\-. ]?E|Ideogram|ComfyUI|InvokeAI|Leonardo\.?Ai)\b/i,
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
      if (p.name === 'CreatorTool' && /^(reve\.com|Ideogram|Midjourney|Adobe Firefly)\b/i.test(p.value)) {
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
