/**
 * Generation parameters by their shape, wherever they stand: what a text says decides, not the key or tag that one tool
 * happens to put it under. Shapes from the tools' own documentation and their writers' source (docs/findings/provenance.md).
 */
import { isObject, type Json, objectAt, parseJson } from './json.ts';

export interface Parameters {
  tool: string;
  model?: string;
}

/** Longest stretch of a text that is searched; graphs of hundreds of nodes show what they are in their first ones. */
const SEARCHED = 200_000;

/** Graph of nodes: every ComfyUI node has a `class_type` (API form) or stands in `nodes` with `last_node_id` beside it. */
const GRAPH =
  /"class_type"\s*:\s*"[^"]{1,200}"|"last_node_id"\s*:[^{}]{0,400}"(?:last_link_id|nodes)"|"nodes"\s*:\s*\[[\s\S]{0,4000}"widgets_values"/;

/** The line that Stable Diffusion WebUI ends its parameters with; Forge, SD.Next, Civitai and many savers write the same. */
const STEPS =
  /(?:^|[\n.,;] ?)Steps: \d{1,5}, [^\n]{0,4000}?\b(?:Sampler|CFG scale|Guidance Scale|Seed|Size|Model)\b: ?[^,\n]{1,80}/;

/** A shorter text holds no parameters: `prompt:{"3":{}}` is about the least. */
const SHORTEST = 12;

/** Names inside a text that tell one writer of a shared shape from the others. */
const WRITERS: readonly (readonly [RegExp, string])[] = [
  [/Civitai resources: \[|"resource-stack"|"urn:air:|Civitai metadata: /, 'civitai'],
  [/"?generation_data"?|"EMS-\d+/, 'tensorart'],
];

const writerOf = (text: string, usual: string): string =>
  WRITERS.find(([pattern]) => pattern.test(text.slice(0, SEARCHED)))?.[1] ?? usual;

/** Keys of a JSON that only a generator has beside a prompt; compared without case, spaces, `_` and `-`. */
const KEYS: ReadonlySet<string> = new Set([
  'seed',
  'steps',
  'numinferencesteps',
  'guidancescale',
  'cfgscale',
  'cfg',
  'sampler',
  'samplername',
  'scheduler',
  'clipskip',
  'usestablediffusionmodel',
  'stablediffusionmodel',
  'basemodel',
  'basemodelname',
  'basemodelhash',
  'unetmodel',
  'sdmodel',
  'loras',
  'negativeprompt',
  'uc',
  'denoisingstrength',
  'strengthmodel',
  'performance',
  'fullprompt',
  'hiresfix',
  'vae',
  'schedulername',
  'samplingsteps',
  'usevaemodel',
  'promptstrength',
  'refinermodel',
  'aspectratio',
  'modelhash',
]);

const plain = (key: string): string => key.toLowerCase().replace(/[\s_-]/g, '');

/** The tool of a JSON with a prompt and at least two generator keys; null for anything else. */
function fromJson(json: { [key: string]: Json }): Parameters | null {
  if ('sui_image_params' in json) return { tool: 'swarmui', ...modelOf(json.sui_image_params) };
  if ('invokeai_metadata' in json || String(json.app_version ?? '').startsWith('invoke'))
    return { tool: 'invokeai' };
  const keys = new Map(Object.keys(json).map((key) => [plain(key), key]));
  const has = (...names: string[]) => names.some((name) => keys.has(name));
  const score = [...keys.keys()].filter((key) => KEYS.has(key)).length;
  // Draw Things names the prompt `c`.
  const draw = has('c') && has('uc') && has('seed', 'steps');
  if (!draw && !(has('prompt', 'fullprompt', 'positiveprompt', 'originalprompt') && score >= 2)) return null;
  const software = String(json.software ?? json.Software ?? '');
  const tool = draw
    ? 'draw-things'
    : software && /^[\w .-]{3,40}$/.test(software)
      ? plain(software)
      : has('usestablediffusionmodel', 'usevaemodel')
        ? 'easy-diffusion'
        : has('fullprompt') || (has('performance') && has('basemodel', 'basemodelname'))
          ? 'fooocus'
          : has('uc') && has('requesttype', 'sampler')
            ? 'novelai'
            : has('numinferencesteps')
              ? 'diffusers'
              : 'diffusion-parameters';
  return { tool, ...modelOf(json) };
}

function modelOf(json: Json | undefined): { model?: string } {
  if (!isObject(json)) return {};
  const key = Object.keys(json).find((k) =>
    /^(model|modelname|basemodel|basemodelname|usestablediffusionmodel|stablediffusionmodel)$/.test(plain(k)),
  );
  const value = key === undefined ? undefined : json[key];
  return typeof value === 'string' && value !== '' ? { model: value } : {};
}

/**
 * The generator whose parameters a text holds, or null.
 * @param text of any length; only its first and last stretches are searched.
 */
export function parametersIn(text: string): Parameters | null {
  if (text.length < SHORTEST) return null;
  const head = text.slice(0, SEARCHED);
  if (/"sui_image_params"\s*:/.test(head)) return { tool: 'swarmui' };
  // In WebP, ComfyUI writes `workflow:{…` and `prompt:{…` into the camera's own fields.
  if (GRAPH.test(head) || /^\s*(?:workflow|prompt):\s*\{/i.test(head))
    return { tool: writerOf(head, 'comfyui') };
  const tail = text.slice(-20_000);
  if (STEPS.test(tail)) {
    const model = /\bModel: ([^,\n]{1,100})/.exec(tail)?.[1];
    return { tool: writerOf(tail, 'stable-diffusion-webui'), ...(model ? { model } : {}) };
  }
  const open = head.indexOf('{');
  // JSON stands alone, or behind a short name of what it is.
  if (open < 0 || open > 60) return null;
  const json = parseJson(objectAt(text, open));
  return isObject(json) ? fromJson(json) : null;
}

/** The same over separate keys (PNG texts of Easy Diffusion and others: one chunk a parameter). */
export function parametersOf(texts: readonly { key: string; text: string }[]): Parameters | null {
  const own = texts.filter((t) => t.key !== '' && t.text.length < 20_000);
  return fromJson(Object.fromEntries(own.map((t) => [t.key, t.text])));
}
