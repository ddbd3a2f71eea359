/** The calls of a worker that look into videos, and single pictures out of files that hold several. */
import { decode, previewOf } from '../../../images/decode.ts';
import { UnreadablePhotoError } from '../../../images/errors.ts';
import { timePlace } from '../../../images/held.ts';
import { encodeFingerprint, fingerprintPrepared, prepare } from '../../../match/index.ts';
import type { VideoReading, WorkerCalls } from '../protocol.ts';
import { blobOf, bytesOf } from '../stored-bytes.ts';
import { giveWay } from './give-way.ts';
import { decodeFrame, isTime } from './open-videos.ts';

const JPEG_QUALITY = 0.92;

/** Looks through a stored video, behind all other calls. What is wrong with it comes back as `problem`. Throws UnreadablePhotoError `cannot-decode`. */
export async function frames({ db, sha256 }: WorkerCalls['frames']['args']): Promise<VideoReading> {
  const started = performance.now();
  const out: VideoReading = {
    video: null,
    problem: null,
    inPart: false,
    frames: [],
    looked: 0,
    leftOut: 0,
    still: false,
    ms: {},
  };
  const [{ openVideo }, { lookThrough }, { VideoError }] = await Promise.all([
    import('../../../video/open-video.ts'),
    import('../../../video/frames.ts'),
    import('../../../video/video-error.ts'),
  ]);
  const { bytes, parts } = await blobOf(db, sha256);
  out.inPart = parts !== undefined;
  try {
    const video = await openVideo(bytes, parts);
    try {
      const seen = await lookThrough(video, giveWay);
      out.ms.decode = performance.now() - started;
      if (seen.looked === 0) throw new VideoError('damaged', 'no frame');
      const { codec, width, height, from, to } = seen.video;
      Object.assign(out, { video: { codec, width, height, from, to } });
      out.looked = seen.looked;
      out.leftOut = seen.leftOut;
      // What is not kept may have moved.
      out.still = seen.still && !out.inPart;
      for (const { at, picture } of seen.scenes) {
        await giveWay();
        const prepared = prepare(picture);
        const query = fingerprintPrepared(prepared);
        const preview = await previewOf(prepared.planes);
        out.frames.push({ at, place: timePlace(at), fingerprint: encodeFingerprint(query), query, preview });
      }
      out.ms.fingerprint = performance.now() - started - out.ms.decode;
    } finally {
      video.close();
    }
  } catch (error) {
    const detail = error instanceof Error ? error.message.slice(0, 200) : '';
    // A decoder that gives up may have found no memory: that is tried again, and is no word about the file.
    if (!(error instanceof VideoError)) throw new UnreadablePhotoError('cannot-decode', detail);
    return { ...out, video: null, frames: [], problem: { problem: error.problem, detail } };
  }
  return out;
}

/** One picture of a stored file, to be shown. Throws UnreadablePhotoError. */
export async function picture({
  db,
  sha256,
  place,
  lossless = false,
}: WorkerCalls['picture']['args']): Promise<WorkerCalls['picture']['answer']> {
  const { picture: pixels } = isTime(place)
    ? await decodeFrame(db, sha256, place)
    : await decode(await bytesOf(db, sha256), undefined, { place });
  const canvas = new OffscreenCanvas(pixels.width, pixels.height);
  const data = new ImageData(pixels.data as ImageDataArray, pixels.width, pixels.height);
  canvas.getContext('2d')?.putImageData(data, 0, 0);
  const mime = lossless ? 'image/png' : 'image/jpeg';
  const blob = await canvas.convertToBlob({ type: mime, quality: JPEG_QUALITY });
  return { bytes: new Uint8Array(await blob.arrayBuffer()), mime };
}
