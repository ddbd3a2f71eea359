import type { FrameAnswer } from '../../../lib/labels/marks/frame.ts';
import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { dbRepository } from '../../../lib/packs/db-repository.ts';
import { createPackHost } from '../../../lib/packs/host.ts';
import type { Picture } from '../../../lib/pixels/picture.ts';
import { nodeRuntime } from './node-reader.ts';
import { decodePng, tinyPack } from './onnx-writer.ts';

const NOW = '2026-01-02T03:04:05Z';
const plain = (r: number, g: number, b: number, size = 64): Picture => {
  const data = new Uint8ClampedArray(size * size * 4);
  for (let i = 0; i < data.length; i += 4) data.set([r, g, b, 255], i);
  return { width: size, height: size, data };
};
const camera = { kind: 'camera', why: [], counts: null } satisfies FrameAnswer;

function host(name: string, runtime = 'runtime 1') {
  const repository = dbRepository(name);
  const decoded: number[] = [];
  const made = createPackHost({
    repository,
    ort: nodeRuntime(),
    runtime,
    decodePng: (png) => {
      decoded.push(png.length);
      return decodePng(png);
    },
    reencode: async (picture) => picture,
  });
  return { repository, host: made, decoded };
}

describe('createPackHost', () => {
  it('installs, hides, calibrates by itself, scores, removes without a trace', async () => {
    const { host: packs, repository } = host('life');
    const installed = await packs.install(await tinyPack(), NOW);
    expect(installed).toMatchObject({ trusted: 0, needed: 100, calibration: null });
    const red = plain(250, 20, 10);
    const [hidden] = await packs.score('p'.repeat(64), red, { frame: camera, marked: [] });
    expect(hidden!.check.result).toEqual({ state: 'not-checked', reason: 'not-calibrated' });

    for (let i = 0; i < 100; i++)
      await packs.trust('tiny-red', `photo-${i}`, plain(60 + (i % 40), 90, 80), camera, NOW);
    const [summary] = await packs.list();
    expect(summary).toMatchObject({ trusted: 100, calibration: { photos: 100, above: 0 } });
    const [judged] = await packs.score('p'.repeat(64), red, { frame: camera, marked: [] });
    expect(judged!.findings[0]).toMatchObject({ code: 'model-score', strength: 'weak' });

    await packs.remove('tiny-red');
    expect(await packs.list()).toEqual([]);
    expect(await packs.score('p', red, { frame: camera, marked: [] })).toEqual([]);
    expect(await repository.calibration('tiny-red')).toBeNull();
    expect(await repository.trusted('tiny-red')).toEqual([]);
    await packs.dispose();
  });

  it('counts a photo once, however often it is trusted', async () => {
    const { host: packs } = host('twice');
    await packs.install(await tinyPack(), NOW);
    await packs.trust('tiny-red', 'same', plain(90, 90, 90), camera, NOW);
    expect(await packs.trust('tiny-red', 'same', plain(90, 90, 90), camera, NOW)).toMatchObject({
      trusted: 1,
    });
    await packs.dispose();
  });

  it('repeats the golden test only when the runtime changed', async () => {
    const first = host('runtimes');
    await first.host.install(await tinyPack(), NOW);
    const tests = first.decoded.length;
    await first.host.trust('tiny-red', 'a', plain(9, 9, 9), camera, NOW);
    expect(first.decoded).toHaveLength(tests);
    await first.host.dispose();

    const later = host('runtimes', 'runtime 2');
    await later.host.trust('tiny-red', 'b', plain(9, 9, 9), camera, NOW);
    expect(later.decoded).toHaveLength(3);
    expect((await later.repository.cards())[0]!.runtime).toBe('runtime 2');
    await later.host.dispose();
  });

  it('a new version starts without the old one’s calibration', async () => {
    const { host: packs } = host('versions');
    await packs.install(await tinyPack(), NOW);
    await packs.trust('tiny-red', 'a', plain(9, 9, 9), camera, NOW);
    const next = await tinyPack({
      edit(m) {
        m.version = '2.0.0';
      },
    });
    expect(await packs.install(next, NOW)).toMatchObject({ trusted: 0, calibration: null });
    expect(await packs.list()).toHaveLength(1);
    await packs.dispose();
  });

  it('says which pack is missing', async () => {
    await expect(host('none').host.trust('nobody', 'a', plain(1, 1, 1), camera, NOW)).rejects.toThrow(
      /nobody/,
    );
  });
});
