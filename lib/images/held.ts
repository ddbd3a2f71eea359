/** Which pictures a file holds: the one that is looked at as the photo, and all others of about its size. */
import { countFrames, opensFrames } from './frames/decode-frame.ts';
import { frameDurations, longestShown } from './frames/durations.ts';
import { otherPictures, readHeifItems } from './heif/items.ts';
import { jpegOutline, jpegsBehind } from './jpeg/outline.ts';
import { sniff } from './sniff.ts';

/** Others looked at; a file with more says so by `unseen`. */
const MOST_OTHERS = 8;
/** Frames looked at, spread over the animation where there are more. */
const MOST_FRAMES = 60;
/** A picture with both sides at least this share of the photo's is no thumbnail of it. */
const FULL_SIZE = 0.5;

/**
 * Where a picture stands: an item of a HEIC file, a range of bytes, a frame of an animation, or a time in a video in
 * milliseconds. Written as text it is a stable name.
 */
export type Place = `item-${number}` | `bytes-${number}-${number}` | `frame-${number}` | `time-${number}`;

const TIME = 'time-';

/** The place of a time in a video, in seconds; places are rounded to a millisecond. */
export const timePlace = (second: number): Place => `${TIME}${Math.round(second * 1_000)}`;

/** Seconds of a place that is a time in a video; undefined for all other places. */
export const timeOf = (place: string | null | undefined): number | undefined =>
  place?.startsWith(TIME) ? Number(place.slice(TIME.length)) / 1_000 : undefined;

export interface Held {
  /** Where the photo itself stands, when not simply at the beginning: the frame that is shown longest. */
  main: Place | null;
  /** The other pictures, frames included. */
  others: Place[];
  /** Frames of an animation; 1 for a still. */
  frames: number;
  /** Pictures or frames that are there but are not looked at. */
  unseen: number;
}

const stillOnly = (): Held => ({ main: null, others: [], frames: 1, unseen: 0 });

/** Both sides compared longer with longer, since an orientation may be noted for one of the two only. */
function isFullSize(
  one: { width: number; height: number },
  main: { width: number; height: number },
): boolean {
  return (
    Math.max(one.width, one.height) >= FULL_SIZE * Math.max(main.width, main.height) &&
    Math.min(one.width, one.height) >= FULL_SIZE * Math.min(main.width, main.height)
  );
}

function limited(others: Place[], unseen = 0): Held {
  const kept = others.slice(0, MOST_OTHERS);
  return { main: null, others: kept, frames: 1, unseen: unseen + others.length - kept.length };
}

function heldByHeif(bytes: Uint8Array, decodable: boolean): Held {
  const read = readHeifItems(bytes);
  const main = read.items.get(read.primary ?? -1);
  const others = otherPictures(read)
    .filter((item) => !main?.width || isFullSize(item, main))
    .map((item): Place => `item-${item.id}`);
  return decodable ? limited(others) : limited([], others.length);
}

function heldByJpeg(bytes: Uint8Array): Held {
  const main = jpegOutline(bytes);
  const others = jpegsBehind(bytes, main).filter(
    (one) => !one.isMap && !(one.components === 1 && main.components > 1) && isFullSize(one, main),
  );
  return limited(others.map(({ start, end }): Place => `bytes-${start}-${end}`));
}

function heldByAnimation(durations: readonly number[]): Held {
  const count = durations.length;
  if (count < 2) return stillOnly();
  if (!opensFrames()) return { main: null, others: [], frames: count, unseen: count - 1 };
  const main = longestShown(durations);
  const looked = new Set(
    Array.from({ length: Math.min(count, MOST_FRAMES) }, (_, i) =>
      Math.floor((i * count) / Math.min(count, MOST_FRAMES)),
    ),
  );
  looked.delete(main);
  return {
    main: `frame-${main}`,
    others: [...looked].map((i): Place => `frame-${i}`),
    frames: count,
    unseen: count - 1 - looked.size,
  };
}

/** Where the photo itself stands, when not simply at the beginning: in an animation, the frame that is shown longest. */
export function mainPlace(bytes: Uint8Array): Place | null {
  const main = longestShown(frameDurations(bytes));
  return main > 0 && opensFrames() ? `frame-${main}` : null;
}

/** What a file holds. Reads headers only, except for AVIF sequences, whose frames the browser counts. Never throws. */
export async function heldPictures(bytes: Uint8Array): Promise<Held> {
  const { mime } = sniff(bytes);
  if (mime === 'image/heic') return heldByHeif(bytes, true);
  if (mime === 'image/jpeg') return heldByJpeg(bytes);
  if (mime !== 'image/avif') return heldByAnimation(frameDurations(bytes));
  // Equal durations stand in for the real ones: the first of equals is the frame that a still viewer shows.
  const count = await countFrames(bytes, mime);
  return count > 1 ? heldByAnimation(new Array(count).fill(1)) : heldByHeif(bytes, false);
}
