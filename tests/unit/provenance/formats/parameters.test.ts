/** Generation parameters are known by their shape, in whatever place a tool or a saver puts them. */
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readFile } from '../../../../lib/provenance/index.ts';
import {
  ascii,
  bytesEntry,
  exifSegment,
  join,
  jpeg,
  png,
  textChunk,
  tiff,
  utf8,
  xmp,
  xmpSegment,
} from '../files.ts';

const PROMPT = 'a broken blue mug on a table';
const NODE = { '3': { class_type: 'KSampler', inputs: { seed: 5, steps: 20 } } };
const WEBUI = `${PROMPT}\nNegative prompt: blur\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5, Size: 512x512, Model: sd15`;

/** One row a tool: name, key, text. */
const TEXTS: [string, string, string][] = [
  ['stable-diffusion-webui', 'parameters', WEBUI],
  ['stable-diffusion-webui', 'Comment', WEBUI],
  ['civitai', 'parameters', `${WEBUI}, Civitai resources: [{"type":"checkpoint"}]`],
  ['comfyui', 'prompt', JSON.stringify(NODE)],
  ['comfyui', 'anything', JSON.stringify(NODE)],
  ['comfyui', 'workflow', JSON.stringify({ last_node_id: 9, last_link_id: 9, nodes: [], links: [] })],
  ['swarmui', 'parameters', JSON.stringify({ sui_image_params: { prompt: PROMPT, model: 'x' } })],
  [
    'fooocus',
    'parameters',
    JSON.stringify({ prompt: PROMPT, full_prompt: [PROMPT], base_model: 'jugger', steps: 30, seed: 5 }),
  ],
  [
    'ruinedfooocus',
    'parameters',
    JSON.stringify({ Prompt: PROMPT, Negative: '', steps: 30, cfg: 8, seed: 5, software: 'RuinedFooocus' }),
  ],
  [
    'easy-diffusion',
    'parameters',
    JSON.stringify({ prompt: PROMPT, seed: 5, use_stable_diffusion_model: 'sd', num_inference_steps: 25 }),
  ],
  [
    'draw-things',
    'UserComment',
    JSON.stringify({ c: PROMPT, uc: '', seed: 5, steps: 20, sampler: 'DPM++', scale: 7, model: 'x' }),
  ],
  [
    'diffusers',
    'metadata',
    JSON.stringify({ prompt: PROMPT, num_inference_steps: 28, guidance_scale: 7, width: 1024 }),
  ],
  [
    'diffusion-parameters',
    'generation_data',
    JSON.stringify({ prompt: PROMPT, negativePrompt: '', steps: 25, cfgScale: 7, samplerName: 'Euler' }),
  ],
];

const tools = (bytes: Uint8Array) =>
  readFile(bytes)
    .traces.filter((t) => t.id === 'gen.params')
    .map((t) => (t.values as { tool: string }).tool);

describe('parameters by shape', () => {
  it.each(TEXTS)('%s in a PNG text "%s"', (tool, key, text) => {
    expect(tools(png([textChunk(key, text)]))).toContain(tool);
  });

  it.each(TEXTS)('%s in a JPEG UserComment of either directory (%s)', (tool, _, text) => {
    const comment = bytesEntry(0x9286, join('ASCII\0\0\0', utf8(text)));
    expect(tools(jpeg([exifSegment(tiff([], [comment]))]))).toContain(tool);
    expect(tools(jpeg([exifSegment(tiff([comment]))]))).toContain(tool);
  });

  it.each(TEXTS)('%s in XMP (%s)', (tool, _, text) => {
    const escaped = text
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/"/g, '&quot;')
      .replace(/\n/g, '&#10;');
    const ns = `xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:UserComment="${escaped}"`;
    expect(tools(jpeg([xmpSegment(xmp(ns))]))).toContain(tool);
  });

  it('reads parameters that stand in a chunk each', () => {
    const chunks = [
      textChunk('prompt', PROMPT),
      textChunk('seed', '5'),
      textChunk('use_stable_diffusion_model', 'sd-v1-5'),
      textChunk('num_inference_steps', '25'),
    ];
    expect(tools(png(chunks))).toEqual(['easy-diffusion']);
  });

  it.each([
    ['a chat', JSON.stringify({ prompt: 'Leave a message', seed: 1 })],
    ['camera notes', JSON.stringify({ model: 'X100', steps: 3, scale: 2, sampler: 'a' })],
    ['an exercise plan', 'Steps: 8000, distance: 5 km'],
    ['a form', JSON.stringify({ prompt: 'Name?', model: 'form', size: 'M' })],
    ['a graph of something else', JSON.stringify({ nodes: [{ id: 1 }], links: [] })],
  ])('takes %s for no generator', (_, text) => {
    expect(tools(png([textChunk('Comment', text)]))).toEqual([]);
    expect(tools(jpeg([exifSegment(tiff([ascii(0x010e, text)]))]))).toEqual([]);
  });

  it('finds an AIGC label in a UserComment of the first directory', () => {
    const label = JSON.stringify({ AIGC: { Label: '1', ContentProducer: 'kling', ProduceID: 'x1' } });
    const bytes = jpeg([exifSegment(tiff([bytesEntry(0x9286, join('ASCII\0\0\0', utf8(label)))]))]);
    expect(readFile(bytes).traces.map((t) => t.id)).toContain('aigc.label');
  });
});

describe('text in alpha bits', () => {
  async function hidden(width: number, height: number, packed: boolean): Promise<Uint8Array> {
    const body = packed ? gzipSync(Buffer.from(WEBUI)) : Buffer.from(WEBUI);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length * 8);
    const all = Buffer.concat([Buffer.from(packed ? 'stealth_pngcomp' : 'stealth_pnginfo'), length, body]);
    const data = Buffer.alloc(width * height * 4, 254);
    for (let i = 0; i < all.length * 8; i++) {
      const [x, y] = [Math.floor(i / height), i % height];
      data[(y * width + x) * 4 + 3]! |= (all[i >> 3]! >> (7 - (i & 7))) & 1;
    }
    return new Uint8Array(
      await sharp(data, { raw: { width, height, channels: 4 } })
        .png()
        .toBuffer(),
    );
  }

  it.each<[number, number, boolean]>([
    [64, 64, true],
    [40, 300, false],
    [300, 400, true],
  ])('is read in %s × %s (gzip: %s)', async (width, height, packed) => {
    expect(tools(await hidden(width, height, packed))).toEqual(['stable-diffusion-webui']);
  });

  it('is not found in an ordinary picture with alpha', async () => {
    const data = Buffer.alloc(300 * 300 * 4, 255);
    const bytes = await sharp(data, { raw: { width: 300, height: 300, channels: 4 } })
      .png()
      .toBuffer();
    expect(tools(new Uint8Array(bytes))).toEqual([]);
  });
});
