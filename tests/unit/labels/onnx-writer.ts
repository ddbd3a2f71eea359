/** Writes tiny ONNX models and packs by hand, so that no foreign weights are needed to test the pack interface. */
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { sha256Hex } from '../../../lib/claims/canonical.ts';
import type { PackManifest } from '../../../lib/packs/manifest.ts';
import type { Picture } from '../../../lib/pixels/picture.ts';

const utf8 = new TextEncoder();

function varint(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    out.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...out, rest];
}
const num = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)];
const bytes = (field: number, content: ArrayLike<number>): number[] => [
  ...varint(field * 8 + 2),
  ...varint(content.length),
  ...Array.from(content),
];
const text = (field: number, value: string): number[] => bytes(field, utf8.encode(value));
const float32 = (values: readonly number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer);

/** ValueInfoProto of a float tensor; strings are symbolic sizes. */
const valueInfo = (name: string, dims: readonly (number | string)[]): number[] => [
  ...text(1, name),
  ...bytes(
    2,
    bytes(1, [
      ...num(1, 1),
      ...bytes(
        2,
        dims.flatMap((d) => bytes(1, typeof d === 'number' ? num(1, d) : text(2, d))),
      ),
    ]),
  ),
];
const tensor = (name: string, dims: readonly number[], values: readonly number[]): number[] => [
  ...dims.flatMap((d) => num(1, d)),
  ...num(2, 1),
  ...text(8, name),
  ...bytes(9, float32(values)),
];
const uint8Tensor = (name: string, value: number): number[] => [
  ...num(2, 2),
  ...text(8, name),
  ...bytes(9, [value]),
];
const node = (
  op: string,
  inputs: readonly string[],
  output: string,
  more: number[] = [],
  domain = '',
): number[] => [
  ...inputs.flatMap((name) => text(1, name)),
  ...text(2, output),
  ...text(4, op),
  ...more,
  ...(domain ? text(7, domain) : []),
];

export interface TinyModel {
  /** Logit = weights · mean channel values + bias. */
  weights: readonly [number, number, number];
  bias: number;
  quantised?: boolean;
  /** Puts one node of a custom operator in. */
  custom?: boolean;
  external?: boolean;
}

/** A model that averages each input channel and gives one logit; opset 13. */
export function tinyOnnx({ weights, bias, quantised, custom, external }: TinyModel): Uint8Array {
  const nodes = [
    node('GlobalAveragePool', ['pixels'], 'pooled'),
    node('Flatten', ['pooled'], 'flat'),
    ...(quantised
      ? [
          node('QuantizeLinear', ['flat', 'qs', 'qz'], 'q'),
          node('DequantizeLinear', ['q', 'qs', 'qz'], 'means'),
        ]
      : [node(custom ? 'Mystery' : 'Identity', ['flat'], 'means', [], custom ? 'com.example' : '')]),
    node('Gemm', ['means', 'w', 'b'], 'logit'),
  ];
  const weight = tensor('w', [3, 1], weights);
  const initializers = [
    external ? [...weight, ...num(14, 1)] : weight,
    tensor('b', [1], [bias]),
    ...(quantised ? [tensor('qs', [], [1 / 255]), uint8Tensor('qz', 0)] : []),
  ];
  const graph = [
    ...nodes.flatMap((n) => bytes(1, n)),
    ...text(2, 'tiny'),
    ...initializers.flatMap((t) => bytes(5, t)),
    ...bytes(11, valueInfo('pixels', [1, 3, 'h', 'w'])),
    ...bytes(12, valueInfo('logit', [1, 1])),
  ];
  const opsets = [
    ...bytes(8, num(2, 13)),
    ...(custom ? bytes(8, [...text(1, 'com.example'), ...num(2, 1)]) : []),
  ];
  return Uint8Array.from([...num(1, 8), ...bytes(7, graph), ...opsets]);
}

/** One-colour PNG. */
export async function colourPng(r: number, g: number, b: number, size = 48): Promise<Uint8Array> {
  const png = await sharp({ create: { width: size, height: size, channels: 3, background: { r, g, b } } })
    .png()
    .toBuffer();
  return new Uint8Array(png);
}

/** PNG to pixels, as the extension's decoder does. */
export async function decodePng(png: Uint8Array): Promise<Picture> {
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length),
  };
}

export interface TinyPack {
  model?: Partial<TinyModel>;
  /** Changes the manifest after it was filled in. */
  edit?(manifest: PackManifest & Record<string, unknown>): void;
  golden?: { rgb: readonly [number, number, number]; logit: number }[];
  without?: string[];
  extra?: Record<string, Uint8Array>;
}

/** `red` minus `blue`, times four: golden logits are exact by arithmetic. */
export const TINY: TinyModel = { weights: [4, 0, -4], bias: 0 };
export const TINY_GOLDEN: { rgb: readonly [number, number, number]; logit: number }[] = [
  { rgb: [255, 0, 0], logit: 4 },
  { rgb: [0, 0, 255], logit: -4 },
  { rgb: [51, 128, 0], logit: 0.8 },
];

/** A whole pack file around the tiny model. */
export async function tinyPack({
  model,
  edit,
  golden = TINY_GOLDEN,
  without = [],
  extra = {},
}: TinyPack = {}): Promise<Uint8Array> {
  const spec = { ...TINY, ...model };
  const onnx = tinyOnnx(spec);
  const manifest: PackManifest = {
    schema: 'claimlens-model/1',
    id: 'tiny-red',
    version: '1.0.0',
    title: { en: 'Tiny red meter', 'zh-CN': '测试包' },
    task: 'image-score',
    model: {
      file: 'model.onnx',
      sha256: sha256Hex(onnx),
      bytes: onnx.length,
      precision: spec.quantised ? 'int8' : 'fp32',
      opset: 13,
    },
    licence: {
      spdx: 'MIT',
      file: 'LICENSE',
      source: 'https://example.com/tiny',
      trainingData: 'none: the weights are written by hand',
      commercialUse: true,
    },
    input: {
      name: 'pixels',
      layout: 'NCHW',
      channels: 'RGB',
      scale: 1 / 255,
      mean: [0, 0, 0],
      std: [1, 1, 1],
      resize: { fit: 'short-side', size: 32, filter: 'bilinear-aa' },
      crop: { how: 'centre', size: 32 },
    },
    output: { name: 'logit', kind: 'sigmoid-logit', index: 0, means: 'ai', combine: 'mean' },
    domain: { minShortSide: 40, photosOnly: true, notFor: ['screenshot'] },
    calibration: { kind: 'platt', a: 1, b: 0, threshold: 0.6, measured: [] },
    golden: golden.map(({ logit }, i) => ({
      image: `golden/${i + 1}.png`,
      output: [logit],
      tolerance: 0.02,
    })),
  };
  edit?.(manifest as PackManifest & Record<string, unknown>);
  const files: Record<string, Uint8Array> = {
    'manifest.json': utf8.encode(JSON.stringify(manifest)),
    'model.onnx': onnx,
    LICENSE: utf8.encode('MIT'),
    ...extra,
  };
  for (const [i, { rgb }] of golden.entries()) files[`golden/${i + 1}.png`] = await colourPng(...rgb);
  for (const name of without) delete files[name];
  return zipSync(files, { level: 6 });
}
