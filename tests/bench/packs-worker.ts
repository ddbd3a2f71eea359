/** A pack's whole life in a browser's worker, with the extension's own runtime, database and pixels. */
import type { Picture } from '../../lib/images/picture.ts';
import { openPackHost, PackError, type PackHost } from '../../lib/labels/packs/index.ts';

const NOW = '2026-01-02T03:04:05Z';
const camera = { kind: 'camera', facts: {} } as const;
let host: PackHost | undefined;

function plain(r: number, g: number, b: number): Picture {
  const data = new Uint8ClampedArray(64 * 64 * 4);
  for (let i = 0; i < data.length; i += 4) data.set([r, g, b, 255], i);
  return { width: 64, height: 64, data };
}

async function life(pack: Uint8Array): Promise<Record<string, unknown>> {
  host ??= openPackHost(new URL('models/', self.location.href).href);
  try {
    await host.install(pack, NOW);
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    return { refused: error.message, kept: (await host.list()).length };
  }
  const red = plain(250, 20, 10);
  const [before] = await host.score('a', red, { frame: camera, marked: [] });
  for (let i = 0; i < 100; i++)
    await host.trust('tiny-red', `photo-${i}`, plain(60 + (i % 40), 90, 80), camera, NOW);
  const [after] = await host.score('a', red, { frame: camera, marked: [] });
  await host.remove('tiny-red');
  const left = await host.list();
  await host.dispose();
  return { before, after, left: left.length };
}

self.onmessage = async ({ data }: MessageEvent<{ file: Blob }>) => {
  try {
    self.postMessage(await life(new Uint8Array(await data.file.arrayBuffer())));
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
