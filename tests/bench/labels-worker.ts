/** The label step as the extension's worker runs it, for measuring in browsers: open, read, answer. */
import { classifyFrame, findSparkle } from '../../lib/labels/index.ts';
import type { LabelReader, ReadParts } from '../../lib/labels/reader.ts';
import { openLabelReader } from '../../lib/labels/session.ts';

export type BenchAnswer =
  | { openMs: number }
  | { labels: string[]; decodeMs: number; readMs: number; otherMs: number }
  | { error: string };

let reader: LabelReader | undefined;

async function open(): Promise<BenchAnswer> {
  const from = performance.now();
  reader = await openLabelReader(new URL('models/', self.location.href).href);
  return { openMs: performance.now() - from };
}

async function read(jpeg: Blob, parts: ReadParts): Promise<BenchAnswer> {
  const started = performance.now();
  const bitmap = await createImageBitmap(jpeg);
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  const picture = context.getImageData(0, 0, bitmap.width, bitmap.height);
  const decoded = performance.now();
  const answer = await reader!.read(picture as never, { parts });
  const done = performance.now();
  classifyFrame(picture as never);
  const sparkle = findSparkle(picture as never);
  const labels = answer.labels.map((l) => l.entry.text).concat(sparkle ? ['sparkle'] : []);
  return { labels, decodeMs: decoded - started, readMs: done - decoded, otherMs: performance.now() - done };
}

self.onmessage = async ({ data }: MessageEvent<{ file: Blob; parts: ReadParts } | 'open'>) => {
  try {
    self.postMessage(data === 'open' ? await open() : await read(data.file, data.parts));
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
