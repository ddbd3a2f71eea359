/** Videos that a worker holds open: opening one reads all its bytes and tables, and its frames are asked for one after the other. */
import type { Decoded } from '../../../images/decode.ts';
import { UnreadablePhotoError } from '../../../images/errors.ts';
import { type Place, timeOf } from '../../../images/held.ts';
import type { Picture } from '../../../pixels/picture.ts';
import type { OpenVideo } from '../../../video/open-video.ts';
import { blobOf } from '../stored-bytes.ts';

/** The video in work and one source of it; each holds its bytes. */
const OPEN_MAX = 2;

interface Held {
  video: Promise<OpenVideo>;
  /** How many look at it right now. */
  users: number;
}

const open = new Map<string, Held>();

/** Closes the videos that were not used for longest and that nobody looks at. */
function closeOld(): void {
  for (const [key, { video, users }] of open) {
    if (open.size <= OPEN_MAX) return;
    if (users > 0) continue;
    open.delete(key);
    void video.then(
      (one) => one.close(),
      () => undefined,
    );
  }
}

/**
 * Runs something with a stored video held open. Throws UnreadablePhotoError `cannot-decode` where it cannot be opened, `empty` where
 * its bytes are not kept (any more).
 */
export async function withVideo<T>(
  db: string,
  sha256: string,
  run: (video: OpenVideo) => Promise<T>,
): Promise<T> {
  const key = `${db}/${sha256}`;
  const held = open.get(key) ?? { video: opened(db, sha256), users: 0 };
  // The latest stands last.
  open.delete(key);
  open.set(key, held);
  held.users += 1;
  try {
    return await run(await held.video);
  } catch (error) {
    // Whoever asks next starts over.
    open.delete(key);
    void held.video.then(
      (one) => one.close(),
      () => undefined,
    );
    throw error;
  } finally {
    held.users -= 1;
    closeOld();
  }
}

async function opened(db: string, sha256: string): Promise<OpenVideo> {
  const { bytes, parts } = await blobOf(db, sha256);
  const { openVideo } = await import('../../../video/open-video.ts');
  return openVideo(bytes, parts).catch((error: Error) => {
    throw new UnreadablePhotoError('cannot-decode', error.message);
  });
}

/** Whether a place is a time in a video. */
export const isTime = (place: Place | null): place is `time-${number}` => timeOf(place) !== undefined;

/** Seconds of a place in a video: places are rounded to a millisecond, and half of one later is always inside the frame. */
const secondsOf = (place: Place): number => (timeOf(place) ?? 0) + 0.000_6;

/** A drawn frame as a decoded picture. */
const decoded = (picture: Picture): Decoded => {
  const { width, height } = picture;
  const origin = { x: 0, y: 0 };
  return { mime: 'video/mp4', width, height, picture, scale: 1, origin, seenShare: 1, endsEarly: false };
};

/** The frames of a video at some places, in the order of time; one that cannot be drawn is left out. */
export async function* framesAt(
  video: OpenVideo,
  places: readonly Place[],
): AsyncGenerator<{ place: Place; second: number; decoded: Decoded }> {
  const byTime = new Map(places.map((place) => [secondsOf(place), place]));
  const times = [...byTime.keys()].sort((a, b) => a - b);
  for await (const { at, picture } of video.frames(times))
    yield { place: byTime.get(at)!, second: at, decoded: decoded(picture) };
}

/** One frame of a stored video as a decoded picture. Throws UnreadablePhotoError. */
export const decodeFrame = (db: string, sha256: string, place: Place): Promise<Decoded> =>
  withVideo(db, sha256, async (video) => {
    for await (const frame of framesAt(video, [place])) return frame.decoded;
    throw new UnreadablePhotoError('cannot-decode', place);
  });
