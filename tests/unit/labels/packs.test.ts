import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { factOf } from '../../../lib/claims/finding.ts';
import type { FrameAnswer } from '../../../lib/labels/marks/frame.ts';
import { type Calibration, calibrate, type TrustedScore, upperBound } from '../../../lib/packs/calibrate.ts';
import { checkPack, openPack, type PackRecord } from '../../../lib/packs/install.ts';
import { judgeScore } from '../../../lib/packs/judge-score.ts';
import type { PackManifest } from '../../../lib/packs/manifest.ts';
import { readOnnxHead } from '../../../lib/packs/onnx-head.ts';
import { packInputs } from '../../../lib/packs/preprocess.ts';
import {
  addTrusted,
  calibratePack,
  installPack,
  type PackRepository,
} from '../../../lib/packs/repository.ts';
import { mapsOf, regionsOf, runPack, scoreOf, vectorOf } from '../../../lib/packs/run.ts';
import type { Picture } from '../../../lib/pixels/picture.ts';
import { nodeRuntime } from './node-reader.ts';
import { decodePng, TINY, tinyOnnx, tinyPack } from './onnx-writer.ts';

const NOW = '2026-01-02T03:04:05Z';
const tools = { ort: nodeRuntime(), runtime: 'onnxruntime-web test', decodePng, now: NOW };

/** A repository in memory; `rows` counts what it holds. */
function memoryRepository(): PackRepository & { rows(): number } {
  const packs = new Map<string, PackRecord>();
  const calibrations = new Map<string, Calibration>();
  const trusted = new Map<string, Map<string, TrustedScore>>();
  return {
    putPack: async (record) => void packs.set(record.id, record),
    cards: async () => [...packs.values()],
    pack: async (id) => packs.get(id) ?? null,
    putCalibration: async (c) => void calibrations.set(c.pack, c),
    calibration: async (id) => calibrations.get(id) ?? null,
    putTrusted: async (id, photo, score) => {
      const scores = trusted.get(id) ?? new Map<string, TrustedScore>();
      trusted.set(id, scores.set(photo, score));
    },
    trusted: async (id) => [...(trusted.get(id)?.values() ?? [])],
    dropPack: async (id) => {
      packs.delete(id);
      calibrations.delete(id);
      trusted.delete(id);
    },
    rows: () => packs.size + calibrations.size + trusted.size,
  };
}

function plain(r: number, g: number, b: number, size = 64): Picture {
  const data = new Uint8ClampedArray(size * size * 4);
  for (let i = 0; i < data.length; i += 4) data.set([r, g, b, 255], i);
  return { width: size, height: size, data };
}

const camera = { kind: 'camera', why: [], counts: null } satisfies FrameAnswer;
const question = (picture: Picture, calibration: Calibration | null) => ({
  photo: 'c'.repeat(64),
  picture,
  frame: camera,
  marked: [],
  calibration,
  reencode: async (p: Picture) => p,
});

describe('checkPack', () => {
  it('accepts a good pack', async () => {
    const record = await checkPack(await tinyPack(), tools);
    expect(record).toMatchObject({
      id: 'tiny-red',
      runtime: 'onnxruntime-web test',
      licence: 'MIT',
      installedAt: NOW,
    });
    expect(record.golden).toHaveLength(3);
  });

  it('accepts an int8 pack whose three vectors pass', async () => {
    const record = await checkPack(await tinyPack({ model: { quantised: true } }), tools);
    expect(record.manifest.model.precision).toBe('int8');
  });

  it.each([
    ['one wrong golden value', { golden: [{ rgb: [255, 0, 0], logit: 4.2 }] }, /golden picture 1: number 1/],
    ['no golden vectors', { golden: [] }, /no golden vectors/],
    [
      'int8 without golden vectors',
      { model: { quantised: true }, golden: [] },
      /int8 without golden vectors/,
    ],
    [
      'int8 with one vector',
      { model: { quantised: true }, golden: [{ rgb: [255, 0, 0], logit: 4 }] },
      /int8 needs at least three/,
    ],
    ['wrong channel order', { edit: (m) => (m.input.channels = 'BGR') }, /golden picture 1/],
    ['another hash', { edit: (m) => (m.model.sha256 = '0'.repeat(64)) }, /another hash/],
    ['another size', { edit: (m) => (m.model.bytes += 1) }, /another size/],
    ['another opset', { edit: (m) => (m.model.opset = 17) }, /opset 13, declared is 17/],
    [
      'int8 weights called fp32',
      { model: { quantised: true }, edit: (m) => (m.model.precision = 'fp32') },
      /int8 weights/,
    ],
    ['a custom operator', { model: { custom: true } }, /custom operator com.example:Mystery/],
    ['outside weights', { model: { external: true } }, /another file/],
    ['no licence text', { without: ['LICENSE'] }, /licence text/],
    ['no model', { without: ['model.onnx'] }, /model.onnx is missing/],
    ['a missing golden picture', { without: ['golden/2.png'] }, /golden\/2.png is missing/],
    ['a loose tolerance', { edit: (m) => (m.golden[0]!.tolerance = 5) }, /manifest golden/],
    ['a task that does not fit', { edit: (m) => (m.task = 'embedding') }, /does not fit task/],
    ['another schema', { edit: (m) => (m.schema = 'claimlens-model/9' as never) }, /manifest schema/],
    ['a path in the archive', { extra: { '../evil': new Uint8Array(1) } }, /unusable name/],
    [
      'a golden picture that is no PNG',
      { extra: {}, edit: (m) => (m.golden[0]!.image = 'LICENSE') },
      /not a PNG/,
    ],
  ] as [string, Parameters<typeof tinyPack>[0], RegExp][])('refuses %s', async (_, spec, why) => {
    await expect(checkPack(await tinyPack(spec), tools)).rejects.toThrow(why);
  });

  it.each([
    ['no ZIP', new Uint8Array(50), /not a readable ZIP/],
    ['an empty ZIP', zipSync({}), /manifest.json is missing|not a readable ZIP/],
    ['no JSON', zipSync({ 'manifest.json': new Uint8Array([123]) }), /not JSON/],
    [
      'too many entries',
      zipSync(Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`f${i}`, new Uint8Array(1)]))),
      /more than 48 entries/,
    ],
    ['a bomb', zipSync({ 'manifest.json': new Uint8Array(9_000_000) }, { level: 9 }), /too large/],
  ])('refuses %s', async (_, bytes, why) => {
    await expect(checkPack(bytes, tools)).rejects.toThrow(why);
  });

  it('refuses a model that is no ONNX, whatever its bytes', async () => {
    for (const junk of [[], [8], [255, 255, 255], [58, 200, 1, 9], [58, 2, 10, 0, 66, 2, 16, 13]]) {
      expect(() => readOnnxHead(Uint8Array.from(junk))).toThrow();
    }
  });

  it('reads a model’s head', () => {
    expect(readOnnxHead(tinyOnnx(TINY))).toEqual({
      opset: 13,
      operators: ['Flatten', 'Gemm', 'GlobalAveragePool', 'Identity'],
      precision: 'fp32',
      externalData: false,
    });
  });
});

describe('upperBound', () => {
  it('is the exact Clopper–Pearson bound', () => {
    expect(upperBound(0, 100)).toBeCloseTo(1 - 0.05 ** (1 / 100), 8);
    expect(upperBound(0, 300)).toBeLessThan(0.01);
    expect(upperBound(0, 298)).toBeGreaterThan(0.00999);
    expect(upperBound(1, 100)).toBeCloseTo(0.04656, 4);
    expect(upperBound(5, 50)).toBeCloseTo(0.198833, 5);
    expect(upperBound(10, 10)).toBe(1);
    expect(upperBound(0, 0)).toBe(1);
  });
});

describe('calibrate', () => {
  const pack = { id: 'p', version: '1.0.0', model: 'm', threshold: 0.6 };
  const spread = (n: number): TrustedScore[] =>
    Array.from({ length: n }, (_, i) => ({ score: (i / n) * 0.9, recompressed: (i / n) * 0.8 }));

  it('needs a hundred photos', () => {
    expect(calibrate(pack, spread(99), NOW)).toEqual({ why: 'too-few-photos', photos: 99, needed: 100 });
    expect(calibrate(pack, [...spread(99), { score: Number.NaN, recompressed: 0 }], NOW)).toHaveProperty(
      'why',
    );
  });

  it('with a hundred photos lies above all of them and can promise 3 %', () => {
    const answer = calibrate(pack, spread(100), NOW);
    if (!('calibration' in answer)) throw new Error('not calibrated');
    const { threshold, above, falseAlarms, reachesTarget } = answer.calibration;
    expect(threshold).toBeGreaterThan(0.891);
    expect(above).toBe(0);
    expect(falseAlarms).toBeCloseTo(0.0295, 3);
    expect(reachesTarget).toBe(false);
  });

  it('with a thousand photos keeps 1 %', () => {
    const answer = calibrate(pack, spread(1000), NOW);
    if (!('calibration' in answer)) throw new Error('not calibrated');
    expect(answer.calibration.above).toBeGreaterThan(0);
    expect(answer.calibration.falseAlarms).toBeLessThanOrEqual(0.01);
    expect(answer.calibration.reachesTarget).toBe(true);
    expect(answer.calibration.histogram.reduce((a, b) => a + b, 0)).toBe(1000);
  });

  it('never goes below the pack’s own threshold', () => {
    const answer = calibrate(pack, Array(400).fill({ score: 0.1, recompressed: 0.1 }), NOW);
    if (!('calibration' in answer)) throw new Error('not calibrated');
    expect(answer.calibration.threshold).toBe(0.6);
  });
});

describe('a pack’s life', () => {
  it('shows no score before calibration, a score with its rate after, and leaves nothing when removed', async () => {
    const repository = memoryRepository();
    const record = await installPack(repository, await tinyPack(), tools);
    const pack = await openPack(record, tools);
    const red = plain(250, 20, 10);

    const before = await judgeScore(
      async () => pack,
      pack.manifest,
      question(red, await repository.calibration('tiny-red')),
    );
    expect(before.findings).toEqual([]);
    expect(before.check.result).toEqual({ state: 'not-checked', reason: 'not-calibrated' });

    expect(await calibratePack(repository, record, NOW)).toMatchObject({ why: 'too-few-photos', photos: 0 });
    for (let i = 0; i < 120; i++)
      await addTrusted(repository, pack, `photo-${i}`, plain(60 + (i % 40), 90, 80), async (p) => p);
    expect(await calibratePack(repository, record, NOW)).toHaveProperty('calibration');

    const calibration = await repository.calibration('tiny-red');
    const { findings, check } = await judgeScore(async () => pack, pack.manifest, question(red, calibration));
    expect(check.result.state).toBe('found');
    expect(findings[0]).toMatchObject({
      code: 'model-score',
      strength: 'weak',
      facts: { packTitles: { en: 'Tiny red meter' }, packVersion: '1.0.0', calibratedOn: 120 },
    });
    expect(factOf(findings[0]!, 'falseAlarms')).toBeCloseTo(upperBound(0, 120), 4);

    const calm = await judgeScore(async () => pack, pack.manifest, question(plain(70, 90, 80), calibration));
    expect(calm.check.result.state).toBe('nothing-found');

    const small = await judgeScore(
      async () => pack,
      pack.manifest,
      question(plain(250, 20, 10, 20), calibration),
    );
    expect(small.check.result).toEqual({ state: 'not-checked', reason: 'too-small' });
    const shot = {
      ...question(red, calibration),
      frame: { kind: 'screenshot', why: [], counts: null } satisfies FrameAnswer,
    };
    expect((await judgeScore(async () => pack, pack.manifest, shot)).check.result).toEqual({
      state: 'not-checked',
      reason: 'screenshot',
    });
    const shaky = { ...question(red, calibration), reencode: async () => plain(60, 90, 90) };
    expect((await judgeScore(async () => pack, pack.manifest, shaky)).check.result).toEqual({
      state: 'not-checked',
      reason: 'not-stable',
    });
    const stale = { ...calibration!, version: '0.9.0' };
    expect((await judgeScore(async () => pack, pack.manifest, question(red, stale))).check.result.state).toBe(
      'not-checked',
    );

    await pack.session.release();
    await repository.dropPack('tiny-red');
    expect(repository.rows()).toBe(0);
  });

  it('keeps nothing of a refused pack, and the old one stays', async () => {
    const repository = memoryRepository();
    await installPack(repository, await tinyPack(), tools);
    const bad = await tinyPack({ golden: [{ rgb: [255, 0, 0], logit: 9 }] });
    await expect(installPack(repository, bad, tools)).rejects.toThrow(/golden/);
    expect(await repository.cards()).toHaveLength(1);
  });
});

describe('other tasks', () => {
  it('gives an embedding of unit length', async () => {
    const bytes = await tinyPack({
      edit(m) {
        m.task = 'embedding';
        m.output = { ...m.output, kind: 'vector', l2: true };
      },
    });
    const pack = await openPack(await checkPack(bytes, tools), tools);
    expect([...vectorOf(pack.manifest, await runPack(pack, plain(250, 20, 10)))]).toEqual([1]);
    await pack.session.release();
  });

  it('gives a region map over the part of the photo that was looked at', async () => {
    const bytes = await tinyPack({
      edit(m) {
        m.task = 'region-map';
        m.output = { ...m.output, kind: 'map', means: 'edited' };
      },
    });
    const pack = await openPack(await checkPack(bytes, tools), tools);
    const answers = await runPack(pack, plain(250, 20, 10));
    const maps = mapsOf(pack.manifest, answers);
    expect(maps).toMatchObject([{ width: 1, height: 1, rect: { x: 0, y: 0, width: 64, height: 64 } }]);
    expect(scoreOf(pack.manifest, answers)).toBeGreaterThan(0.99);
    expect(regionsOf(maps, 0.9)).toEqual([{ x: 0, y: 0, width: 64, height: 64, area: 4096 }]);
    expect(regionsOf(maps, 1.01)).toEqual([]);
    await pack.session.release();
  });
});

describe('packInputs', () => {
  const input: PackManifest['input'] = {
    name: 'x',
    layout: 'NCHW',
    channels: 'BGR',
    scale: 1 / 255,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    resize: { fit: 'short-side', size: 32, filter: 'bicubic-aa' },
  };
  const long = { width: 128, height: 64, data: plain(255, 0, 0, 128).data.slice(0, 128 * 64 * 4) };

  it('keeps the aspect, orders channels, and writes NHWC when asked', () => {
    const [one] = packInputs(long, { ...input });
    expect(one!.dims).toEqual([1, 3, 32, 64]);
    expect(one!.data[0]).toBeCloseTo(0, 4);
    expect(one!.data[2 * 32 * 64]).toBeCloseTo(1, 4);
    const [last] = packInputs(long, { ...input, layout: 'NHWC' });
    expect(last!.dims).toEqual([1, 32, 64, 3]);
    expect([...last!.data.slice(0, 3)].map(Math.round)).toEqual([0, 0, 1]);
  });

  it('crops the centre, five places, or tiles up to the far edge', () => {
    expect(packInputs(long, { ...input, crop: { how: 'centre', size: 32 } })[0]!.rect).toMatchObject({
      x: 32,
      y: 0,
      width: 64,
    });
    expect(packInputs(long, { ...input, crop: { how: 'five', size: 32 } })).toHaveLength(5);
    const tiles = packInputs(long, { ...input, crop: { how: 'tiles', size: 32, stride: 24 } });
    expect(tiles.map((t) => t.rect.x)).toEqual([0, 48, 64]);
  });

  it('refuses a mosaic without end', () => {
    const resize = { fit: 'none', size: 32, filter: 'area' } as const;
    const large = { width: 512, height: 512, data: plain(1, 2, 3, 512).data };
    expect(() => packInputs(large, { ...input, resize, crop: { how: 'tiles', size: 32 } })).toThrow(
      RangeError,
    );
  });
});
