/** The worker's look through a packing video: stills, and the codes and numbers that come into view. */
import { numbersIn } from '../../../cases/archive.ts';
import { MAX_VIDEO_BYTES } from '../../../images/limits.ts';
import { blobFile } from '../../../images/parts.ts';
import type { Picture } from '../../../pixels/picture.ts';
import type { OpenVideo } from '../../../video/open-video.ts';
import { openCodes, openReader } from '../label-calls.ts';
import type { WorkerCalls } from '../protocol.ts';
import { blobOf } from '../stored-bytes.ts';
import { giveWay } from './give-way.ts';

type Call = WorkerCalls['packingFrames'];

/** Stills kept of one video, about 100 KB each. */
const MOST_STILLS = 8;
const JPEG_QUALITY = 0.85;
/** Frames on which numbers in print are read, a second each; codes take a few hundredths. */
const MOST_READ = 6;
/** What waybills and order slips carry, square codes included. */
const SQUARE = ['QRCode', 'DataMatrix'] as const;

async function opened(db: string, video: Call['args']['video']): Promise<OpenVideo> {
  const { openSparse, openVideo } = await import('../../../video/open-video.ts');
  if (typeof video !== 'string')
    return video.size > MAX_VIDEO_BYTES
      ? openSparse(blobFile(video))
      : openVideo(new Uint8Array(await video.arrayBuffer()));
  const { bytes, parts } = await blobOf(db, video);
  return openVideo(bytes, parts);
}

async function jpegOf({ width, height, data }: Picture): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.putImageData(new ImageData(data as ImageDataArray, width, height), 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
  return new Uint8Array(await blob.arrayBuffer());
}

/** Texts of codes on the frames, up to the first frame that shows a number. */
async function codesOn(pictures: readonly Picture[], base: string): Promise<string[]> {
  const codes = await openCodes(base);
  for (const picture of pictures) {
    await giveWay();
    const texts = (await codes.read(picture, SQUARE)).map(({ text }) => text);
    if (texts.some((text) => numbersIn(text).length > 0)) return texts;
  }
  return [];
}

/** Printed lines with numbers, likewise. */
async function linesOn(pictures: readonly Picture[], base: string): Promise<string[]> {
  const reader = await openReader(base);
  for (const picture of pictures) {
    await giveWay();
    const { lines } = await reader.read(picture, { parts: 'all' });
    const texts = lines.map(({ text }) => text).filter((text) => numbersIn(text).length > 0);
    if (texts.length > 0) return texts;
  }
  return [];
}

/** Looks through a packing video, behind all other calls. One that cannot be looked into has no frames. Throws what lies in the computer. */
export async function packingFrames({ db, video, base, readText }: Call['args']): Promise<Call['answer']> {
  const [{ lookThrough }, { spread }, { VideoError }] = await Promise.all([
    import('../../../video/frames.ts'),
    import('../../../video/scenes.ts'),
    import('../../../video/video-error.ts'),
  ]);
  const out: Call['answer'] = { frames: [], codes: [], text: [] };
  try {
    const open = await opened(db, video);
    try {
      const { scenes } = await lookThrough(open, giveWay);
      for (const { at, picture } of spread(scenes, MOST_STILLS)) {
        await giveWay();
        out.frames.push({ at, jpeg: await jpegOf(picture) });
      }
      const pictures = scenes.map(({ picture }) => picture);
      if (base !== null) out.codes = await codesOn(pictures, base);
      if (base !== null && readText && out.codes.length === 0)
        out.text = await linesOn(spread(pictures, MOST_READ), base);
    } finally {
      open.close();
    }
  } catch (error) {
    if (!(error instanceof VideoError)) throw error;
  }
  return out;
}
