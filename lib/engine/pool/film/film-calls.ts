/** The calls of a worker that look into videos, and single pictures out of files that hold several. */
import { type Decoded, decode, previewOf } from '../../../images/decode.ts';
import { UnreadablePhotoError } from '../../../images/errors.ts';
import type { Place } from '../../../images/held.ts';
import { encodeFingerprint, fingerprint } from '../../../match/index.ts';
import type { FilmReading, WorkerCalls } from '../protocol.ts';
import { bytesOf } from '../stored-bytes.ts';

const JPEG_QUALITY = 0.92;

/** The place of a time in a video, in seconds. */
export const timePlace = (at: number): Place => `time-${Math.round(at * 1_000)}`;

/** Seconds of a place in a video. */
const secondsOf = (place: Place): number => Number(place.slice('time-'.length)) / 1_000;

/** One frame of a video as a decoded picture. Throws UnreadablePhotoError `cannot-decode`. */
export async function decodeFilmFrame(bytes: Uint8Array, place: Place): Promise<Decoded> {
  const { openFilm } = await import('../../../video/film.ts');
  const film = await openFilm(bytes).catch((error: Error) => {
    throw new UnreadablePhotoError('cannot-decode', error.message);
  });
  try {
    // A place is rounded to a millisecond, and a frame begins at its own time: half of one later is always inside it.
    for await (const { picture } of film.frames([secondsOf(place) + 0.000_6])) {
      const { width, height } = picture;
      const origin = { x: 0, y: 0 };
      return { mime: 'video/mp4', width, height, picture, scale: 1, origin, seenShare: 1, endsEarly: false };
    }
    throw new UnreadablePhotoError('cannot-decode', place);
  } finally {
    film.close();
  }
}

/** Looks through a stored video. Whatever is wrong with it comes back as `problem`. */
export async function frames({ db, sha256 }: WorkerCalls['frames']['args']): Promise<FilmReading> {
  const started = performance.now();
  const out: FilmReading = {
    film: null,
    problem: null,
    frames: [],
    looked: 0,
    leftOut: 0,
    still: false,
    ms: 0,
  };
  const [{ openFilm }, { lookThrough }, { FilmError }] = await Promise.all([
    import('../../../video/film.ts'),
    import('../../../video/frames.ts'),
    import('../../../video/film-error.ts'),
  ]);
  const bytes = await bytesOf(db, sha256);
  try {
    const film = await openFilm(bytes);
    try {
      const seen = await lookThrough(film);
      if (seen.looked === 0) throw new FilmError('damaged', 'no frame');
      const { codec, width, height, from, to } = seen.film;
      Object.assign(out, { film: { codec, width, height, from, to } });
      out.looked = seen.looked;
      out.leftOut = seen.leftOut;
      out.still = seen.still;
      for (const { at, picture } of seen.scenes) {
        const query = fingerprint(picture);
        const preview = await previewOf(picture);
        out.frames.push({ at, place: timePlace(at), fingerprint: encodeFingerprint(query), query, preview });
      }
    } finally {
      film.close();
    }
  } catch (error) {
    const problem = error instanceof FilmError ? error.problem : 'damaged';
    const detail = error instanceof Error ? error.message.slice(0, 200) : '';
    return { ...out, film: null, frames: [], problem: { problem, detail }, ms: performance.now() - started };
  }
  out.ms = performance.now() - started;
  return out;
}

/** One picture of a stored file, to be shown. Throws UnreadablePhotoError. */
export async function picture({
  db,
  sha256,
  place,
}: WorkerCalls['picture']['args']): Promise<{ jpeg: Uint8Array }> {
  const bytes = await bytesOf(db, sha256);
  const { picture: pixels } = place.startsWith('time-')
    ? await decodeFilmFrame(bytes, place)
    : await decode(bytes, undefined, { place });
  const canvas = new OffscreenCanvas(pixels.width, pixels.height);
  const data = new ImageData(pixels.data as ImageDataArray, pixels.width, pixels.height);
  canvas.getContext('2d')?.putImageData(data, 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
  return { jpeg: new Uint8Array(await blob.arrayBuffer()) };
}
